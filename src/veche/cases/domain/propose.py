"""What the routing engine proposes for comments of an administration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.db.models import QuerySet

from veche.cases.domain.marked import as_people_mark
from veche.cases.models import CaseMessage
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.routing.departments import Department as Known
from veche.routing.route import Comment, Route, Router
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Administration, Department

# How far around a comment those about the same trouble are looked for.
AROUND = timedelta(days=3)
MOST = 300


@dataclass(frozen=True, slots=True)
class Proposal:
    topic: str
    department: Department | None
    reasons: tuple[str, ...]


def propose(administration: Administration, message: Message) -> Proposal:
    """Topic, department and importance of a comment, also if the engine takes it for no question: a person does."""
    return _proposal(administration, comment_of(message))


def propose_text(administration: Administration, text: str) -> Proposal:
    """The same for what stands in another system."""
    return _proposal(administration, Comment(text))


def _proposal(administration: Administration, comment: Comment) -> Proposal:
    departments = list(departments_to_choose(administration))
    route = router_of(departments).propose(comment)
    topic, department = whose(administration, route, departments)
    return Proposal(topic, department, route.reasons)


def whose(
    administration: Administration, route: Route, departments: Sequence[Department]
) -> tuple[str, Department | None]:
    """Topic and department of a route, as people have marked others like it. `departments`: those to choose from."""
    named = next((one for one in departments if one.name == route.department), None)
    topic, marked = as_people_mark(administration, (route.topic or "", named.pk if named else None))
    return topic, next((one for one in departments if one.pk == marked), named)


def routes(administration: Administration, messages: Sequence[Message]) -> list[Route]:
    """What the engine says of each comment; those of one trouble have one group."""
    return router_of(list(departments_to_choose(administration))).route([comment_of(one) for one in messages])


def alike(administration: Administration, members: Sequence[Message]) -> list[Message]:
    """Waiting comments near in time, in no case, that the engine groups with one of `members`; oldest first."""
    if not members:
        return []
    first, last = min(one.at for one in members), max(one.at for one in members)
    free = _free(administration).filter(at__gte=first - AROUND, at__lte=last + AROUND)
    near = list(free.exclude(pk__in=[one.pk for one in members]).select_related("account", "conversation")[:MOST])
    found = routes(administration, (*members, *near))
    groups = {route.group for route in found[: len(members)] if route.group is not None}
    return [one for one, route in zip(near, found[len(members) :], strict=True) if _is_of(route, groups)]


def _is_of(route: Route, groups: set[int]) -> bool:
    return route.group is not None and route.group in groups


def _free(administration: Administration) -> "QuerySet[Message]":
    rows: QuerySet[Message] = Message.objects.of(administration).filter(
        ours=False, private=False, followed=False, state=MessageState.NEW
    )
    return rows.exclude(pk__in=CaseMessage.objects.of(administration).values("message")).order_by("at", "pk")


def router_of(departments: Sequence[Department]) -> Router:
    return _made(tuple((one.name, one.answers_for) for one in departments))


@lru_cache(maxsize=8)
def _made(departments: tuple[tuple[str, str], ...]) -> Router:
    return Router([Known(name, answers_for) for name, answers_for in departments])


def comment_of(message: Message) -> Comment:
    return Comment(message.text, str(message.conversation_id), at=message.at)
