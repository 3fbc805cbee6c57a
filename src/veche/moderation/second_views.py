"""The second person of a restriction, and the review of those without an end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.inbox.domain.queries import about_author, author_of
from veche.moderation.domain import ladder
from veche.moderation.domain import review as reviewing
from veche.moderation.domain.news import may_confirm
from veche.moderation.domain.norms import norm_of
from veche.moderation.domain.steps import next_step
from veche.moderation.domain.terms import end_of, said_until
from veche.moderation.enums import Term
from veche.moderation.errors import ModerationError
from veche.moderation.models import AskedRestriction, Restriction
from veche.networks.registry import NETWORKS
from veche.outbox.enums import ActState
from veche.outbox.message_views import say_sent
from veche.staff.access import authorise, may, own_allowed, person_of


@require_GET
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, AskedRestriction, "moderation.see", pk=pk)
    me, message = person_of(request), one.message
    may_read = may(me, "inbox.see", message)
    zone = me.administration.time_zone
    context = {
        "one": one,
        "message": message,
        "about_author": about_author(author_of(message)),
        "norm": norm_of(one.administration_id, one.ground),
        "until": said_until(end_of(Term(one.term), one.decided_at or one.at), zone),
        "step": next_step(message),
        "may_read": may_read,
        "may_confirm": one.decided_at is None and may_confirm(me, one),
        "may_refuse": one.decided_at is None and may(me, "moderation.refuse", one),
        "mine": one.by_id == me.pk,
        "sees": NETWORKS[one.account.network].restriction.sees,
        "zone": zone,
    }
    return render(request, "moderation/asked.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, AskedRestriction, "moderation.confirm", pk=pk)
    me = person_of(request)
    authorise(me, "inbox.see", one.message)  # nobody confirms what they may not read
    try:
        made = ladder.confirm(asked=one, by=me)
    except ModerationError as error:
        messages.error(request, str(error))
        return redirect("moderation:asked", one.pk)
    if made.act is not None and made.act.state == ActState.BY_HAND:
        messages.success(request, "Подтвердили. Карточка с шагами ниже: сделайте и отметьте.")
    else:
        say_sent(request, [made.act], "Подтвердили, ограничиваем автора.")
    return redirect("moderation:restriction", made.pk)


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, AskedRestriction, "moderation.refuse", pk=pk)
    try:
        ladder.refuse(asked=one, by=person_of(request))
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Не ограничили. В сеть ничего не ушло.")
    return redirect("moderation:asked", one.pk)


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, Restriction, "moderation.decide", pk=pk)
    try:
        reviewing.keep(restriction=one, by=person_of(request))
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Оставили. Напомним пересмотреть через квартал.")
    return redirect(reverse("moderation:restricted"))
