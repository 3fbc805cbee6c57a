"""«Решение»: what becomes of the words, on which ground, and what of their author, on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.inbox.domain.asking import question_goes
from veche.inbox.domain.queries import about_author, author_of, reading_of_talk
from veche.inbox.models import Message
from veche.moderation.domain.authors import open_restriction, restrictions_of, why_not_this_author
from veche.moderation.domain.decidable import standing_of
from veche.moderation.domain.decide import Decided, DecisionChoice, decide
from veche.moderation.domain.gravity import by_gravity
from veche.moderation.domain.norms import norms_of
from veche.moderation.domain.notices import Draft, preview_of
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.domain.steps import next_step
from veche.moderation.domain.terms import may_restrict, sees_of
from veche.moderation.enums import NO_STEP, What
from veche.moderation.errors import ModerationError
from veche.moderation.forms import RestrictForm
from veche.moderation.lines import (
    done_steps,
    ground_choices,
    line_of,
    looks_like,
    marked,
    proposals_in_words,
    step_choices,
)
from veche.moderation.models import AskedRestriction, AuthorWarning
from veche.networks.registry import NETWORKS
from veche.outbox.enums import ActState
from veche.outbox.message_views import say_sent
from veche.outbox.models import Act
from veche.staff.access import own_allowed, person_of

FIELDS = ("what", "ground", "term", "why")


@require_http_methods(["GET", "POST"])
def restrict(request: HttpRequest, pk: int) -> HttpResponse:
    message = own_allowed(request, Message, "moderation.decide", pk=pk)
    if request.method == "GET":
        return _ask(request, message, {"what": _usual(message), "term": "", "ground": _proposed(message), "why": ""})
    form = RestrictForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else form.cleaned_data | {"why": form["why"].value() or ""}
    given = {name: chosen.get(name, "") for name in FIELDS}
    if "why" in form.errors:
        return _ask(request, message, given, error=str(form.errors["why"][0]))
    choice = DecisionChoice(given["what"], given["ground"], given["term"], given["why"], form.shown)
    try:
        decided = decide(message=message, by=person_of(request), choice=choice)
    except ModerationError as error:
        return _ask(request, message, given, error=str(error))
    return _done(request, message, decided)


def _done(request: HttpRequest, message: Message, decided: Decided) -> HttpResponse:
    made, ruling = decided.made, decided.ruling
    deleted = ruling.act if ruling else None
    if isinstance(made, AskedRestriction):
        _say(request, deleted, "Ждём второго человека. До его «да» автор пишет, как писал.")
        return redirect("moderation:asked", made.pk)
    if made is not None and not isinstance(made, AuthorWarning):
        if made.act is not None and made.act.state == ActState.BY_HAND:
            _say(request, deleted, "Записали. Карточка с шагами ниже: сделайте и отметьте.")
            return redirect("moderation:restriction", made.pk)
        say_sent(request, [made.act], "Ограничиваем автора. Как ответит сеть, видно в «Ограничены».")
        return redirect(_talk(request, message))
    said = "Предупреждение записали. Скажите о нём автору ответом ниже." if made else ""
    if not said and deleted is None:
        said = "Оставили: не нарушение."
    _say(request, deleted, said)
    return redirect(_talk(request, message))


def _say(request: HttpRequest, deleted: Act | None, words: str) -> None:
    """Message after the decision; none of a deletion that can be undone, because the comment's page shows it."""
    if words:
        messages.success(request, words)
    elif deleted is not None and deleted.state == ActState.BY_HAND:
        messages.success(request, "Записали. Карточка с шагами ждёт: сделайте и отметьте.")


def _ask(request: HttpRequest, message: Message, given: dict[str, Any], *, error: str = "") -> HttpResponse:
    """Render the page; what was chosen stays chosen."""
    norms = norms_of(message.administration_id)
    drafted = given["ground"] or _proposed(message)
    context = {
        **_about_words(message, given),
        **_about_author(message, given),
        **_shown_now(message),
        "groups": ground_choices(message, norms, given["ground"]),
        "why": given["why"],
        "told": preview_of(Draft(message, drafted, norms[drafted])) if drafted else "",
        "error": error,
        "back": _talk(request, message),
        "zone": message.administration.time_zone,
    }
    return render(request, "moderation/restrict.html", context, status=422 if error else 200)


def _about_words(message: Message, given: dict[str, Any]) -> dict[str, Any]:
    """The message, what the program found in it, and what may become of it."""
    decidable = message.state in standing_of(message) and not message.ours
    return {
        "message": message,
        "pieces": marked(message),
        "proposed": proposals_in_words(message),
        "looks_like": looks_like(message),
        "asks": question_goes(message),
        "lost": why_not_restorable(message.account),
        "talk": reading_of_talk(message).read(),
        "what": [(one.value, one.label, one == given["what"]) for one in What] if decidable else [],
    }


def _about_author(message: Message, given: dict[str, Any]) -> dict[str, Any]:
    """Who wrote it, what was done about them before, and the steps to choose from."""
    account, zone, author = message.account, message.administration.time_zone, author_of(message)
    standing = open_restriction(account, message.author_id)
    step = next_step(message) if message.author_id else None
    refused, able = why_not_this_author(message), may_restrict(account)
    may_limit = not (standing or refused or message.ours or not message.author_id or able.mode == "absent")
    return {
        "author": author,
        "about_author": about_author(author),
        "before": restrictions_of(account, message.author_id).count() if message.author_id else 0,
        "history": f"{reverse('web:inbox')}?show=all&author={message.pk}",
        "steps": step_choices(message, step.step, given["term"], zone) if step and may_limit else [],
        "no_step": (NO_STEP, given["term"] == NO_STEP or not may_limit),
        "step": step,
        "done": done_steps(step) if step else [],
        "refused": refused,
        "sees": sees_of(message),
        "ability": able,
        "may_limit": may_limit,
        "takes_comment": NETWORKS[account.network].restriction.takes_comment and not message.private,
        "standing": line_of(standing, zone=zone, may_decide=True) if standing else None,
    }


def _shown_now(message: Message) -> dict[str, int]:
    """What the page shows, as `DecisionForm` takes it back."""
    return {
        "seen": message.wordings.count(),
        "answered": message.answers.order_by("-pk").values_list("pk", flat=True).first() or 0,
        "ruled": message.rulings.filter(undone_at=None).order_by("-pk").values_list("pk", flat=True).first() or 0,
    }


def _usual(message: Message) -> str:
    """The choice that is marked at first: to delete where the program proposes it, else none."""
    return What.DELETE.value if getattr(message, "proposal", None) and _proposed(message) else ""


def _proposed(message: Message) -> str:
    """The ground of the comment's deletion, else the one proposed."""
    last = message.rulings.filter(undone_at=None).exclude(ground="").last()
    if last:
        return str(last.ground)
    proposal = getattr(message, "proposal", None)
    return next(iter(by_gravity(proposal)), "") if proposal else ""


def _talk(request: HttpRequest, message: Message) -> str:
    query = request.GET.urlencode()
    return reverse("web:message", args=[message.pk]) + (f"?{query}" if query else "")
