"""«Ограничить автора», «Ограничены», «Снять ограничение»."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.inbox.domain.queries import author_of
from veche.inbox.models import Message
from veche.moderation.domain import release as releasing
from veche.moderation.domain.authors import open_restriction, restrictions, restrictions_of, why_not_this_author
from veche.moderation.domain.evidence_integrity import faults_of, said_of
from veche.moderation.domain.gravity import by_gravity
from veche.moderation.domain.ladder import asked_open, take_step
from veche.moderation.domain.norms import norms_of
from veche.moderation.domain.notices import notices_of, without_codes
from veche.moderation.domain.release import is_being_released
from veche.moderation.domain.review import due_for_review
from veche.moderation.domain.steps import next_step
from veche.moderation.domain.terms import grounds_for, may_restrict, said_lifting, sees_of
from veche.moderation.errors import ModerationError
from veche.moderation.forms import RestrictForm
from veche.moderation.lines import copy_context, line_of, shots_of, step_choices, wordings_of
from veche.moderation.models import AskedRestriction, AuthorWarning, Restriction
from veche.networks.registry import NETWORKS
from veche.outbox.domain.by_hand import card_of
from veche.outbox.domain.queries import line_of as act_line
from veche.outbox.enums import ActState
from veche.outbox.message_views import say_sent
from veche.outbox.models import Act
from veche.staff.access import may, own_allowed, permission_required, person_of

PAGE = 30


@require_http_methods(["GET", "POST"])
def restrict(request: HttpRequest, pk: int) -> HttpResponse:
    message = own_allowed(request, Message, "moderation.decide", pk=pk)
    me = person_of(request)
    if request.method == "GET":
        return _ask(request, message, {"term": "", "ground": _proposed(message), "why": ""})
    form = RestrictForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else form.cleaned_data | {"why": form["why"].value() or ""}
    given = {name: chosen.get(name, "") for name in ("ground", "term", "why")}
    if "why" in form.errors:
        return _ask(request, message, given, error=str(form.errors["why"][0]))
    try:
        made = take_step(message=message, by=me, ground=given["ground"], step=given["term"], why=given["why"])
    except ModerationError as error:
        return _ask(request, message, given, error=str(error))
    return _done(request, message, made)


def _done(request: HttpRequest, message: Message, made: AuthorWarning | AskedRestriction | Restriction) -> HttpResponse:
    if isinstance(made, AuthorWarning):
        messages.success(request, "Предупреждение записали. Скажите о нём автору ответом ниже.")
        return redirect(_talk(request, message))
    if isinstance(made, AskedRestriction):
        messages.success(request, "Ждём второго человека. До его «да» автор пишет, как писал.")
        return redirect("moderation:asked", made.pk)
    if made.act is not None and made.act.state == ActState.BY_HAND:
        messages.success(request, "Записали. Карточка с шагами ниже: сделайте и отметьте.")
        return redirect("moderation:restriction", made.pk)
    say_sent(request, [made.act], "Ограничиваем автора. Как ответит сеть, видно в «Ограничены».")
    return redirect(_talk(request, message))


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
    return render(
        request,
        "moderation/restriction.html",
        {
            "one": one,
            "line": line_of(one, zone=zone, may_decide=may(me, "moderation.decide", one)),
            "evidence": evidence,
            "wordings": wordings_of(evidence) if evidence and may_read else [],
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


def _ask(request: HttpRequest, message: Message, given: dict[str, Any], *, error: str = "") -> HttpResponse:
    """Render the form; chosen values stay chosen."""
    account, zone = message.account, message.administration.time_zone
    standing = open_restriction(account, message.author_id)
    ability, norms = may_restrict(account), norms_of(message.administration_id)
    step = next_step(message) if message.author_id else None
    context = {
        "message": message,
        "author": author_of(message),
        "before": restrictions_of(account, message.author_id).count() if message.author_id else 0,
        "grounds": [(one.value, one.label, one == given["ground"], norms[one]) for one in grounds_for(message)],
        "steps": step_choices(message, step.step, given["term"], zone) if step else [],
        "step": step,
        "why": given["why"],
        "refused": why_not_this_author(message),
        "sees": sees_of(message),
        "ability": ability,
        "takes_comment": NETWORKS[account.network].restriction.takes_comment,
        "standing": line_of(standing, zone=zone, may_decide=True) if standing else None,
        "error": error,
        "back": _talk(request, message),
        "zone": zone,
    }
    return render(request, "moderation/restrict.html", context, status=422 if error else 200)


def _proposed(message: Message) -> str:
    """The ground of the comment's deletion, else the one proposed."""
    last = message.rulings.filter(undone_at=None).exclude(ground="").last()
    proposal = getattr(message, "proposal", None)
    if last:
        return str(last.ground)
    return next(iter(by_gravity(proposal)), "") if proposal else ""


def _last_act(one: Restriction) -> Act | None:
    return one.release_act if is_being_released(one) or one.ended_at else one.act


def _talk(request: HttpRequest, message: Message) -> str:
    query = request.GET.urlencode()
    return reverse("web:message", args=[message.pk]) + (f"?{query}" if query else "")
