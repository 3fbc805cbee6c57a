"""Posts past Veche of which a person said «наше»: they count like the plan's own.

The same words on several pages are one publication, as an item of the plan is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from veche.publishing.domain.foreign_items import joined
from veche.publishing.domain.foreign_queries import past_veche
from veche.publishing.enums import ForeignVerdict
from veche.publishing.models import LONGEST_TITLE, ForeignPost
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading


class ForeignRow(NamedTuple):
    """A post of ours past Veche. `letters`: as `ForeignPost.letters`."""

    pk: int
    beginning: str
    letters: str
    at: datetime
    category: str
    account: int
    repost: bool

    @property
    def title(self) -> str:
        return self.beginning.strip().split("\n", 1)[0] or "Запись без слов"


def reading_of_past_veche(administration: Administration, start: datetime, end: datetime) -> Reading[list[ForeignRow]]:
    """Our posts of that time that still stand, oldest first."""
    return Reading(_past_veche.bind(administration, start, end), lambda rows: [ForeignRow(*row) for row in rows])


class Joined(NamedTuple):
    """A post past Veche that is an item of the plan."""

    item: int
    account: int


def reading_of_joined(administration: Administration, start: datetime, end: datetime) -> Reading[list[Joined]]:
    """Posts that are items whose hour is in that time. The item counts in its own week, whenever the post came out."""
    return Reading(_joined.bind(administration, start, end), lambda rows: [Joined(*row) for row in rows])


@compiled_once
def _joined(administration: Administration, start: datetime, end: datetime) -> QuerySet[ForeignPost, Any]:
    rows = joined(administration).filter(plan_item__publish_at__gte=start, plan_item__publish_at__lt=end)
    return rows.order_by().values_list("plan_item", "account")


@compiled_once
def _past_veche(administration: Administration, start: datetime, end: datetime) -> QuerySet[ForeignPost, Any]:
    """Those that are no item of the plan; one whose item was dropped counts by itself again."""
    rows = past_veche(administration).filter(
        Q(plan_item=None) | Q(plan_item__cancelled_at__isnull=False), verdict=ForeignVerdict.OURS, gone_at=None
    )
    named = rows.filter(posted_at__gte=start, posted_at__lt=end).annotate(beginning=Left("text", LONGEST_TITLE))
    return named.order_by("posted_at", "pk").values_list(
        "pk", "beginning", "letters", "posted_at", "category", "account", "repost"
    )


def publications(rows: Sequence[ForeignRow], categories: Collection[str]) -> tuple[list[ForeignRow], list[ForeignRow]]:
    """One row for each publication that counts, and one for each that does not."""
    counting = list(_once(row for row in rows if row.category in categories))
    words = {row.letters for row in counting if row.letters}
    beside = _once(row for row in rows if row.category not in categories and row.letters not in words)
    return counting, list(beside)


def _once(rows: Iterable[ForeignRow]) -> Iterator[ForeignRow]:
    """The first row of each text; rows without words are each their own."""
    seen: set[str] = set()
    for row in rows:
        if not row.letters or row.letters not in seen:
            seen.add(row.letters)
            yield row
