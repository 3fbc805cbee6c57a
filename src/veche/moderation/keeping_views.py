"""«Сколько храним»: the term of residents' words, and what may not be erased."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.inbox.models import Message
from veche.moderation.domain import holds, retention
from veche.moderation.errors import ModerationError
from veche.moderation.keeping_forms import HoldForm, RetentionForm
from veche.moderation.models import Erasure, LegalHold, Restriction, Ruling
from veche.staff.access import may, own_allowed, permission_required, person_of

LATELY = 20


@require_GET
@permission_required("moderation.see")
def keeping(request: HttpRequest) -> HttpResponse:
    terms = retention.terms_of(person_of(request).administration)
    return _page(request, RetentionForm(initial={"months": terms.months, "norm": terms.norm}))


@require_POST
@permission_required("moderation.tune")
def change_keeping(request: HttpRequest) -> HttpResponse:
    me, form = person_of(request), RetentionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        retention.change(administration=me.administration, by=me, **form.cleaned_data)
    except ModerationError as error:
        form.add_error("norm", str(error))
        return _page(request, form, status=422)
    messages.success(request, "Запомнили. Стираем по ночам, запрещённое не трогаем.")
    return redirect("moderation:keeping")


@require_POST
def hold_ruling(request: HttpRequest, pk: int) -> HttpResponse:
    ruling = own_allowed(request, Ruling, "moderation.hold", pk=pk)
    return _held(request, ruling.message, reverse("moderation:evidence", args=[ruling.pk]))


@require_POST
def hold_restriction(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, Restriction, "moderation.hold", pk=pk)
    return _held(request, one.message, reverse("moderation:restriction", args=[one.pk]))


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, LegalHold, "moderation.hold", pk=pk)
    holds.lift(hold=one, by=person_of(request))
    messages.success(request, "Сняли запрет: сотрём, когда выйдет срок хранения.")
    return redirect("moderation:keeping")


def _held(request: HttpRequest, message: Message | None, back: str) -> HttpResponse:
    form = HoldForm(request.POST)
    if message is None:
        messages.error(request, "Автора ограничили в самой сети: слов об этом у нас нет.")
    elif not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    else:
        _hold(request, message, form)
    return redirect(back)


def _hold(request: HttpRequest, message: Message, form: HoldForm) -> None:
    try:
        holds.hold(message=message, by=person_of(request), **form.cleaned_data)
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Запомнили: пока запрет не снимут, эти слова и снимки не сотрём.")


def _page(request: HttpRequest, form: RetentionForm, *, status: int = 200) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    context = {
        "form": form,
        "number": retention.number_due(city),
        "terms": retention.terms_of(city),
        "holds": [_line(one) for one in holds.in_force(city).order_by("-pk")[:100]],
        "erased": Erasure.objects.of(city).count(),
        "erasures": Erasure.objects.of(city).select_related("message__account", "request")[:LATELY],
        "may_tune": may(me, "moderation.tune"),
        "may_hold": may(me, "moderation.hold"),
        "zone": city.time_zone,
    }
    return render(request, "moderation/keeping.html", context, status=status)


def _line(one: LegalHold) -> tuple[LegalHold, str]:
    """A hold and what it keeps, without names of residents."""
    if one.message_id:
        return one, f"сообщение № {one.message_id}"
    return one, f"всё от автора № {one.author_id}" if one.account else ""
