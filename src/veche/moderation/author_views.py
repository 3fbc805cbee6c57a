"""«Ограничить автора», «Ограничены», «Снять ограничение»."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.moderation.domain import release as releasing
from veche.moderation.domain.authors import restrictions
from veche.moderation.domain.evidence_integrity import faults_of, said_of
from veche.moderation.domain.ladder import asked_open
from veche.moderation.domain.notices import notices_of, without_codes
from veche.moderation.domain.release import is_being_released
from veche.moderation.domain.review import due_for_review
from veche.moderation.domain.terms import said_lifting
from veche.moderation.errors import ModerationError
from veche.moderation.lines import (
    chain_context,
    copy_context,
    keeping_context,
    line_of,
    pieces_of,
    shots_of,
    wordings_of,
)
from veche.moderation.models import Restriction
from veche.networks.registry import NETWORKS
from veche.outbox.domain.by_hand import card_of
from veche.outbox.domain.queries import line_of as act_line
from veche.outbox.enums import ActState
from veche.outbox.message_views import say_sent
from veche.outbox.models import Act
from veche.staff.access import may, own_allowed, permission_required, person_of

PAGE = 30


@require_GET
@permission_required("moderation.see")
def restricted(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    page = Paginator(restrictions(me.administration), PAGE).get_page(request.GET.get("page"))
    zone = me.administration.time_zone
    lines = [line_of(one, zone=zone, may_decide=may(me, "moderation.decide", one)) for one in page]
    asked = asked_open(me.administration)
    due_all = list(due_for_review(me.administration))
    due = [line_of(one, zone=zone, may_decide=may(me, "moderation.decide", one)) for one in due_all[:PAGE]]
    now_, past = [[line for line in lines if line.past == wanted] for wanted in (False, True)]
    context = {"page": page, "now": now_, "past": past, "asked": asked, "due": due, "due_number": len(due_all)}
    return render(request, "moderation/restricted.html", context | {"zone": zone})


@require_GET
def restriction(request: HttpRequest, pk: int) -> HttpResponse:
    me = person_of(request)
    one = own_allowed(request, Restriction, "moderation.see", pk=pk)
    zone, terms = me.administration.time_zone, NETWORKS[one.account.network].restriction
    evidence = getattr(one, "evidence", None)
    said = said_of(one)
    may_read = one.message is not None and may(me, "inbox.see", one.message)
    act = _last_act(one)
    gives = evidence is not None and may(me, "moderation.hand_over", one)
    wordings = wordings_of(evidence) if evidence and may_read else []
    return render(
        request,
        "moderation/restriction.html",
        {
            "one": one,
            "line": line_of(one, zone=zone, may_decide=may(me, "moderation.decide", one)),
            "evidence": evidence,
            "wordings": wordings,
            "pieces": pieces_of(one, wordings[-1]["text"]) if wordings else [],
            "said": said,
            "shots": shots_of(evidence) if evidence and may_read else [],
            "faults": faults_of(evidence, said) if evidence else [],
            "may_read": may_read,
            "act": act,
            "act_line": act_line(act) if act else None,
            "card": card_of(act) if act and act.state == ActState.BY_HAND else None,
            "may_decide": may(me, "outbox.decide", act) if act else False,
            "notices": notices_of(one) if may(me, "moderation.decide", one) else [],
            "sees": terms.sees[:2],
            "lifts": said_lifting(one.account) if one.lifted_by_us else "",
            "told": without_codes(one.act.payload["words"]) if one.act and terms.shows_reason else "",
            "zone": zone,
            **chain_context(one, may_read=may_read),
            **keeping_context(
                one, reverse("moderation:hold_restriction", args=[one.pk]), may_hold=may(me, "moderation.hold", one)
            ),
            **(copy_context(one, reverse("moderation:restriction_copy", args=[one.pk])) if gives else {}),
        },
    )


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, Restriction, "moderation.decide", pk=pk)
    me = person_of(request)
    was_card = one.act is not None and one.act.state == ActState.BY_HAND
    try:
        lifted = releasing.release(restriction=one, by=me)
    except ModerationError as error:
        messages.error(request, str(error))
        return redirect("moderation:restriction", one.pk)
    say_sent(request, [lifted.release_act], _said(lifted, was_card=was_card))
    by_hand = lifted.release_act is not None and lifted.release_act.state == ActState.BY_HAND
    return redirect("moderation:restriction", one.pk) if by_hand else redirect("moderation:restricted")


def _said(lifted: Restriction, *, was_card: bool) -> str:
    """The message after a release. `was_card`: a person was to restrict, and may have done so."""
    act = lifted.release_act
    if act is None and was_card:
        return "Карточку сняли. Если в сети уже ограничили руками, снимите там же."
    if act is None:
        return "Сняли: в сеть ничего не ушло."
    if act.state == ActState.BY_HAND:
        return "Записали. Карточка с шагами ниже: сделайте и отметьте."
    return "Снимаем ограничение. Как ответит сеть, видно здесь."


def _last_act(one: Restriction) -> Act | None:
    return one.release_act if is_being_released(one) or one.ended_at else one.act
