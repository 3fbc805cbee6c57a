"""Comments and private messages that were deleted."""

from datetime import timedelta

from django.db.models import QuerySet

from veche.moderation.enums import RulingVerb
from veche.moderation.models import Ruling
from veche.outbox.domain.states import ALL_BUT_OUT
from veche.staff.compiled import this_moment
from veche.staff.models import Administration

WEEK = timedelta(days=7)


def deletions(
    administration: Administration, *, ground: str = "", taken_back: bool = False, lately: bool = False
) -> "QuerySet[Ruling]":
    """Deletions, newest first.

    `taken_back`: include those cancelled before they left. `lately`: only executed ones of the last week.
    """
    rows = Ruling.objects.of(administration).filter(verb=RulingVerb.DELETE)
    rows = rows if taken_back else rows.filter(undone_at=None)
    rows = rows.filter(ground=ground) if ground else rows
    if lately:  # not «sent or confirmed»: SQLite would begin with all acts that are
        rows = rows.filter(at__gte=this_moment() - WEEK, act__isnull=False).exclude(act__state__in=ALL_BUT_OUT)
    found: QuerySet[Ruling] = rows.select_related(
        "message__account__passport", "person", "act__confirmed_by", "evidence"
    ).order_by("-at", "-pk")
    return found


def for_list(found: "QuerySet[Ruling]") -> "QuerySet[Ruling]":
    """`deletions` with what a line of their list says, without evidence and payloads."""
    told = ("account__network", "text")
    of_act = ("verb", "state", "reason", "proof", "proven_at", "confirmed_by__display_name")
    lines: QuerySet[Ruling] = found.select_related(None).select_related(
        "message__account", "person", "act__confirmed_by"
    )
    return lines.only(
        *("ground", "at", "private", "person__display_name"),
        *(f"message__{name}" for name in told),
        *(f"act__{name}" for name in of_act),
    )
