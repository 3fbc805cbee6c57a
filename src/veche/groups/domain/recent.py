"""What became of the decisions about groups of the last minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from veche.groups.enums import GroupKind, Outcome
from veche.groups.models import GroupDecision, GroupedMessage
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.staff.models import Administration

SHOWN_FOR = timedelta(minutes=10)
MOST = 8


@dataclass(frozen=True, slots=True)
class Recent:
    """`comments`: all of its entries; `done`, `left`: of these. `reasons`: why comments were left out, and how many."""

    decision: GroupDecision
    comments: int
    done: int
    left: int
    reasons: Sequence[tuple[str, int]]


def recent(administration: Administration) -> list[Recent]:
    """Decisions of the last minutes, newest first. One query, and one more if a comment was left out."""
    rows = GroupDecision.objects.of(administration).filter(at__gte=now() - SHOWN_FOR).select_related("by")
    counted = rows.annotate(
        comments=Count("entries"),
        done=Count("entries", filter=Q(entries__outcome=Outcome.DONE)),
        left=Count("entries", filter=Q(entries__outcome=Outcome.LEFT)),
    )
    found = list(counted.order_by("-pk")[:MOST])
    reasons = _reasons(administration, [one.pk for one in found if one.left])
    return [Recent(one, one.comments, one.done, one.left, reasons.get(one.pk, [])) for one in found]


def key_of(decision: GroupDecision) -> str:
    """The group of a decision that was taken back, as an address names it; "" if it is no group any more. One query."""
    rows = Message.objects.of(decision.administration_id).filter(
        pk__in=decision.entries.order_by("pk").values("message")[:1]
    )
    found = rows.values_list("same_as", "sorted__first", "in_case__case", "conversation").first()
    if found is None:
        return ""
    numbers = dict(zip((GroupKind.SAME, GroupKind.TROUBLE, GroupKind.CASE, GroupKind.POST), found, strict=True))
    number = numbers[GroupKind(decision.kind)]
    return f"{decision.kind}-{number}" if number else ""


def ticked_in(decision: GroupDecision) -> frozenset[int]:
    """Ids of the comments that it was about. One query."""
    return frozenset(decision.entries.values_list("message", flat=True))


def _reasons(administration: Administration, ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    if not ids:
        return {}
    rows = GroupedMessage.objects.of(administration).filter(decision__in=ids, outcome=Outcome.LEFT).order_by()
    found: dict[int, list[tuple[str, int]]] = {}
    counted = rows.values_list("decision", "why").annotate(number=Count("pk"))
    for decision, why, number in counted.order_by("-number", "why"):
        found.setdefault(decision, []).append((why, number))
    return found
