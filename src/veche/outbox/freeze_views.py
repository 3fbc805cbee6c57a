"""«Заморозить всё»: one page that freezes and releases."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from veche.outbox.domain import freeze as verbs
from veche.outbox.domain import frozen as queries
from veche.outbox.errors import AlreadyFrozen, OutboxError
from veche.outbox.forms import FreezeForm
from veche.staff.access import may, permission_required, person_of


@require_http_methods(["GET", "POST"])
@permission_required("outbox.freeze")
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze. The POST answers when no call is in flight, or after a minute with those that are; a second press waits
    too."""
    me = person_of(request)
    form = FreezeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, status=200 if request.method == "GET" else 422)
    try:
        verbs.freeze(administration=me.administration, by=me, reason=form.cleaned_data["reason"])
    except AlreadyFrozen as error:
        messages.info(request, str(error))
    return redirect("outbox:freeze")


@require_POST
@permission_required("outbox.release")
def release(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    try:
        released = verbs.release(administration=me.administration, by=me)
    except OutboxError as error:
        messages.info(request, str(error))
        return redirect("outbox:freeze")
    messages.success(request, _thawed(released))
    if released.missed:
        messages.warning(request, _late(released.missed))
    return redirect("outbox:freeze")


def _late(missed: int) -> str:
    if missed == 1:
        return "1 отправка опоздала, пока всё стояло. Сама не уйдёт: решите, нужна ли ещё."
    return f"Опоздало отправок: {missed}. Сами не уйдут: решите, нужны ли ещё."


def _thawed(released: verbs.Released) -> str:
    going = released.kinds
    if not going.all and released.going:
        return f"Разморожено. Сами не уйдут, пока отдел ИТ не впишет ключ: {released.going}."
    if not going.all:
        return "Разморожено. В очереди ничего не стояло."
    return f"Разморожено. Уйдёт {going}." if going.all == 1 else f"Разморожено. Уйдут {going}."


def _page(request: HttpRequest, form: FreezeForm, *, status: int) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    frozen = queries.current_freeze(city)
    last: datetime | None = getattr(frozen, "leaves_until", None)
    context = {
        "form": form,
        "frozen": frozen,
        "over_by": _next_minute(last) if last else None,
        "waiting": queries.waiting(city),
        "freed": queries.on_release(city) if frozen else None,
        "thaw": None if frozen else queries.last_thaw(city),
        "zone": city.time_zone,
        "may_release": may(me, "outbox.release"),
        "may_see": may(me, "outbox.see"),
    }
    return render(request, "outbox/freeze.html", context, status=status)


def _next_minute(moment: datetime) -> datetime:
    """Round up to the minute, because «не позже 14:06» must hold for 14:05:59."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
