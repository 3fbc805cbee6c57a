"""Thresholds of grounds, by account."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.inbox.domain.queries import accounts_listened_to
from veche.moderation.domain.thresholds import Measure, choose, measures_of
from veche.moderation.forms import ThresholdsForm
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Administration

PAGE = "moderation/thresholds.html"


@require_GET
@permission_required("moderation.see")
def thresholds(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def tune(request: HttpRequest, pk: int) -> HttpResponse:
    account = own_allowed(request, Account, "moderation.tune", pk=pk)
    me = person_of(request)
    form = ThresholdsForm(request.POST, prefix=str(account.pk))
    if not form.is_valid():
        return _page(request, form, status=422)
    for ground, value in form.values.items():
        choose(account=account, by=me, ground=ground, value=value)
    messages.success(request, "Запомнили. Новые комментарии проверим так, прежние предложения не изменятся.")
    return redirect("moderation:thresholds")


def _page(request: HttpRequest, refused: ThresholdsForm | None = None, *, status: int = 200) -> HttpResponse:
    me = person_of(request)
    cards = list(_cards(me.administration, refused))
    context = {"cards": cards, "may_tune": may(me, "moderation.tune")}
    return render(request, PAGE, context, status=status)


def _cards(administration: Administration, refused: ThresholdsForm | None) -> Iterator[dict[str, Any]]:
    accounts = list(accounts_listened_to(administration).order_by(by_network(), "title"))
    measures = measures_of(administration, accounts)
    for account in accounts:
        own = measures[account.pk]
        form = refused if refused and refused.prefix == str(account.pk) else _form(account, own)
        yield {"account": account, "rows": [(one, form[one.ground.value]) for one in own]}


def _form(account: Account, own: list[Measure]) -> ThresholdsForm:
    chosen = {one.ground.value: one.chosen for one in own}
    return ThresholdsForm(prefix=str(account.pk), initial=chosen)
