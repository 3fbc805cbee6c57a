"""Reads of appeals: numbers of the queue, those that wait, one with its decision."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from veche.appeals.domain.closed_comments import is_closed
from veche.appeals.models import Appeal, Ticket
from veche.inbox.domain.posts import why_nobody_waits
from veche.kernel.clock import now
from veche.moderation.domain.authors import open_restriction
from veche.moderation.models import Restriction, Ruling
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

# As many as «Сегодня» counts.
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Numbers:
    """Waiting appeals by filter. `lost`: those without a number whose decision nobody has found yet."""

    waiting: int
    late: int
    lost: int


def numbers(administration: Administration) -> Numbers:
    rows = Appeal.objects.of(administration).filter(decided_at=None)
    late, lost = Count("pk", filter=Q(due_at__lt=now())), Count("pk", filter=Q(judge=None))
    return Numbers(**rows.aggregate(waiting=Count("pk"), late=late, lost=lost))


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
