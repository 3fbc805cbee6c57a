"""Reads of appeals: the queue, its numbers, one appeal with its decision."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, TextChoices

from veche.appeals.domain.closed_comments import is_closed
from veche.appeals.models import Appeal, Ticket
from veche.inbox.domain.posts import why_nobody_waits
from veche.kernel.clock import now
from veche.moderation.domain.authors import open_restriction
from veche.moderation.models import Restriction, Ruling
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

PAGE = 40
# No database counts further.
LAST_PAGE = 10**9
# As many as «Сегодня» counts.
MOST_TOLD = 100


class Show(TextChoices):
    """What the list shows."""

    WAITING = "waiting", "Ждут решения"
    LATE = "late", "Опаздывают"
    DONE = "done", "Решённые"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Waiting appeals by filter."""

    waiting: int
    late: int


def numbers(administration: Administration) -> Numbers:
    rows = Appeal.objects.of(administration).filter(decided_at=None)
    return Numbers(**rows.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now()))))


def list_page(administration: Administration, show: Show, number: int) -> tuple[list[Appeal], bool]:
    """A page of appeals, and whether there is another: the nearest term first; decided ones newest first."""
    rows = Appeal.objects.of(administration).filter(decided_at__isnull=show != Show.DONE)
    if show == Show.LATE:
        rows = rows.filter(due_at__lt=now())
    order = ("-decided_at", "-pk") if show == Show.DONE else ("due_at", "pk")
    start = (min(number, LAST_PAGE) - 1) * PAGE
    told = rows.select_related("ticket", "ruling__message__account", "restriction__account", "decided_by")
    found = list(told.order_by(*order)[start : start + PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def with_decision(rows: "QuerySet[Appeal]") -> "QuerySet[Appeal]":
    """Appeals with what a page says of their decision."""
    of_message = ("account__passport", "conversation", "proposal")
    names = [f"{kind}__message__{name}" for kind in ("ruling", "restriction") for name in of_message]
    told: QuerySet[Appeal] = rows.select_related(
        *("administration", "ticket", "judge", "decided_by", "card_done_by", "restoration__act"),
        *("ruling__evidence", "restriction__evidence", "restriction__release_act", *names),
    )
    return told


def decision_of(ticket: Ticket) -> Ruling | Restriction | None:
    """The ticket's decision with what a public page says of it."""
    of_message = ("message__account", "message__conversation", "message__proposal", "evidence", "administration")
    if ticket.ruling_id:
        return Ruling.objects.of(ticket.administration_id).select_related(*of_message).get(pk=ticket.ruling_id)
    if ticket.restriction_id:
        rows = Restriction.objects.of(ticket.administration_id)
        return rows.select_related(*of_message).get(pk=ticket.restriction_id)
    return None


def may_write(decision: Ruling | Restriction) -> bool:
    """Whether the author can write there again: unrestricted, the post stands, comments are open. Three queries."""
    message = decision.message
    if message is None or open_restriction(message.account, message.author_id):
        return False
    return not why_nobody_waits(message) and not is_closed(message)


def reading_of_waiting(city: Administration) -> Reading[list[Appeal]]:
    """Waiting appeals with their restrictions, the nearest term first, to read together with others."""
    return Reading(_waiting.bind(city), list)


@compiled_once
def _waiting(city: Administration) -> QuerySet[Appeal]:
    rows: QuerySet[Appeal] = Appeal.objects.of(city).filter(decided_at=None).select_related("restriction")
    return rows.only("due_at", "judge", "restriction__second").order_by("due_at", "pk")[:MOST_TOLD]
