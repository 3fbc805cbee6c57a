"""Propose cases: what the routing engine takes for a question waits for one press of a person."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.cases.domain.propose import AROUND, MOST, comment_of, router_of, whose
from veche.cases.enums import QuestionState
from veche.cases.models import Case, CaseMessage, CaseSettings, Question
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.routing.route import Comment, Route
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Administration

BATCH = 300
# A transaction that began earlier may still add a message with a smaller number, so reading ends before the first one
# that is younger.
LAG = timedelta(seconds=20)

# A comment that was deleted for its words may ask too; one that was kept or answered was decided about as a whole.
ASKING = (MessageState.NEW, MessageState.DELETING, MessageState.DELETED, MessageState.RESTORING)

# The owner of a trouble that is known already: an open case, or the first question about it that waits.
Owner = Case | Question


def read_new() -> int:
    """Read the new comments of all administrations. Returns how many questions were found."""
    return sum(_read(city) for city in Administration.objects.order_by("pk"))


def waiting(administration: Administration) -> "QuerySet[Question]":
    """Questions that nobody has decided about, here or elsewhere."""
    rows: QuerySet[Question] = Question.objects.of(administration).filter(decided_at=None)
    return rows.filter(message__state__in=ASKING, message__in_case=None)


def _read(city: Administration) -> int:
    _settle(city)
    terms, _ = CaseSettings.objects.get_or_create(administration=city)
    # Nothing is proposed about the past of an account that has just been connected.
    rows = Message.objects.of(city).filter(ours=False, private=False, at__gte=now() - AROUND)
    rows = rows.filter(pk__gt=terms.read_to).select_related("in_case").order_by("pk")[:BATCH]
    settled = now() - LAG
    found = list(takewhile(lambda one: one.received_at <= settled, rows))
    if not found:
        return 0
    fresh = [one for one in found if one.state == MessageState.NEW and not hasattr(one, "in_case")]
    known = _known(city) if fresh else []
    departments = list(departments_to_choose(city))
    among = _answers_to_residents(city, fresh)
    comments = [comment_of(message) for message, _ in known]
    comments += [Comment(one.text, str(one.conversation_id), one.pk in among, one.at) for one in fresh]
    routes = router_of(departments).route(comments) if fresh else []
    made = _questions(fresh, routes[len(known) :], _owners(known, routes))
    several = {(route.topic, route.department): route for _, route in made}
    marked = {key: whose(city, route, departments) for key, route in several.items()}
    with transaction.atomic():
        mine = CaseSettings.objects.of(city).filter(pk=terms.pk, read_to=terms.read_to)
        if not mine.update(read_to=found[-1].pk):  # another worker was quicker
            return 0
        for question, route in made:
            question.topic, question.department = marked[route.topic, route.department]
            question.save()
    return len(made)


def _settle(city: Administration) -> None:
    """End the questions that somebody has decided about elsewhere: in the inbox, in the network, in a case."""
    rows = Question.objects.of(city).filter(decided_at=None)
    over = rows.filter(~Q(message__state__in=ASKING) | Q(message__in_case__isnull=False))
    over.update(state=QuestionState.ELSEWHERE, decided_at=now())


def _known(city: Administration) -> list[tuple[Message, Owner]]:
    """Comments of troubles that are known already, with their owners."""
    since = now() - AROUND
    told = ("message", "lead", "into")
    questions = waiting(city).filter(message__at__gte=since).select_related(*told).order_by("pk")[:MOST]
    entries = CaseMessage.objects.of(city).filter(case__closed_at=None, message__at__gte=since)
    found: list[tuple[Message, Owner]] = [
        (one.message, one.case) for one in entries.select_related("message", "case").order_by("pk")[:MOST]
    ]
    return found + [(one.message, one.into or one.lead or one) for one in questions]


def _owners(known: Sequence[tuple[Message, Owner]], routes: Sequence[Route]) -> dict[int, Owner]:
    """By group; an open case before a question."""
    found: dict[int, Owner] = {}
    for (_, owner), route in zip(known, routes, strict=False):
        if route.group is not None:
            found.setdefault(route.group, owner)
    return found


def _answers_to_residents(city: Administration, fresh: Sequence[Message]) -> set[int]:
    """Keys of the comments that answer another resident's."""
    parents = {(one.conversation_id, one.reply_to): one.pk for one in fresh if one.reply_to}
    rows = Message.objects.of(city).filter(
        conversation__in={place for place, _ in parents}, remote_id__in={number for _, number in parents}, ours=False
    )
    others = set(rows.values_list("conversation_id", "remote_id")) if parents else set()
    return {one.pk for one in fresh if (one.conversation_id, one.reply_to) in others}


def _questions(
    fresh: Sequence[Message], routes: Sequence[Route], owners: dict[int, Owner]
) -> list[tuple[Question, Route]]:
    """Unsaved questions with their routes; a trouble's first one comes before the others."""
    made = []
    for message, route in zip(fresh, routes, strict=True):
        if not route.is_question or route.group is None:
            continue
        owner = owners.get(route.group)
        question = Question(
            administration_id=message.administration_id,
            message=message,
            reasons=list(route.reasons),
            lead=owner if isinstance(owner, Question) else None,
            into=owner if isinstance(owner, Case) else None,
            at=now(),
        )
        owners.setdefault(route.group, question)
        made.append((question, route))
    return made
