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
from veche.moderation.domain import offers
from veche.moderation.domain.thresholds import Measure, choose, measures_of
from veche.moderation.errors import ModerationError
from veche.moderation.forms import ThresholdsForm
from veche.moderation.models import ThresholdOffer
from veche.screening.advice import ENOUGH
from veche.screening.thresholds import DEFAULT
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Administration

PAGE = "moderation/thresholds.html"
ASKED = "Реже предлагать по закону решают двое: ждём второго человека, пока всё как было."


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
    waiting = [
        offers.ask(account=account, by=me, ground=ground, value=DEFAULT.of(ground) if value is None else value)
        for ground, value in form.values.items()
        if not choose(account=account, by=me, ground=ground, value=value)
    ]
    messages.success(request, "Запомнили. Новые комментарии проверим так, прежние предложения не изменятся.")
    if waiting:
        messages.info(request, ASKED)
    return redirect("moderation:thresholds")


@require_POST
def take_offer(request: HttpRequest, pk: int) -> HttpResponse:
    offer = own_allowed(request, ThresholdOffer, "moderation.take_offer", pk=pk)
    try:
        taken = offers.take(offer=offer, by=person_of(request))
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        said = "Запомнили. Новые комментарии проверим так, прежние предложения не изменятся."
        messages.success(request, said if taken else ASKED)
    return redirect("moderation:thresholds")


@require_POST
def leave_offer(request: HttpRequest, pk: int) -> HttpResponse:
    offer = own_allowed(request, ThresholdOffer, "moderation.leave_offer", pk=pk)
    try:
        offers.leave(offer=offer, by=person_of(request))
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Оставили как было. Снова предложим, когда наберётся тридцать новых решений.")
    return redirect("moderation:thresholds")


def _page(request: HttpRequest, refused: ThresholdsForm | None = None, *, status: int = 200) -> HttpResponse:
    me = person_of(request)
    cards = list(_cards(me.administration, refused))
    context = {
        "cards": cards,
        "may_tune": may(me, "moderation.tune"),
        "offers": [
            (one, may(me, "moderation.take_offer", one), may(me, "moderation.leave_offer", one))
            for one in offers.open_offers(me.administration)
        ],
        "enough": ENOUGH,
        "zone": me.administration.time_zone,
    }
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
