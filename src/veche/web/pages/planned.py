"""Plan entries of a month, of which hundreds are drawn: read as tuples, in a third of the time that models take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.plan.enums import OccasionKind
from veche.plan.models import PlanItem
from veche.publishing.domain.foreign_standings import reading_of_past_veche
from veche.publishing.domain.queries import Standing, at_their_hours
from veche.publishing.domain.stands import Asked, newest_version, reading_of_standings
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import read_together
from veche.web.pages.entries import accounts_named, ids_of_accounts, put_past_veche


class ShownOccasion(NamedTuple):
    """`office`: its name, or ""."""

    kind: str
    office: str

    def get_kind_display(self) -> str:
        return str(OccasionKind(self.kind).label)


class ShownDepartment(NamedTuple):
    pk: int
    name: str


class ShownPost(NamedTuple):
    pk: int
    state: str


@dataclass(slots=True)
class Planned:
    """An item of the plan by the names of `PlanItem`, with what `items_between` adds."""

    pk: int
    title: str
    publish_at: datetime
    format: str
    category: str
    series_id: int | None
    department: ShownDepartment | None
    occasion: ShownOccasion | None
    post: ShownPost | None
    going_to: list[Account]
    found: list[Standing]
    newest: int | None = None

    @property
    def department_id(self) -> int | None:
        return self.department and self.department.pk


def planned_between(
    administration: Administration, start: datetime, end: datetime, shelf: Mapping[int, Account]
) -> list[Planned]:
    """`items_between` for a page that asks nothing else of an item. Two queries."""
    asked, goes_to = list[Asked](), dict[str | None, list[Account]]()
    found = list[Planned]()
    for row in _read(administration, start, end):
        pk, title, publish_at, form, category, series, department, name, kind, office, post, state, newest, ids = row
        if ids not in goes_to:
            goes_to[ids] = accounts_named(ids, shelf)
        item = Planned(
            *(pk, title, publish_at, form, category, series),
            ShownDepartment(department, name) if department else None,
            ShownOccasion(kind, office or "") if kind else None,
            ShownPost(post, state) if post else None,
            goes_to[ids],
            [],
            newest,
        )
        if item.post:
            asked.append(Asked(post, state, item.going_to, newest))
        found.append(item)
    stands, past = read_together(
        reading_of_standings(administration, asked, shelf),
        reading_of_past_veche(administration, [item.pk for item in found]),
    )
    for item in found:
        if item.post:
            item.found = stands[item.post.pk]
    put_past_veche(found, past)
    return found


@compiled_once
def _read(administration: Administration, start: datetime, end: datetime) -> QuerySet[PlanItem, Any]:
    here = at_their_hours(administration, start, end).filter(cancelled_at=None).order_by().values("pk")
    items: QuerySet[PlanItem] = PlanItem.objects.of(administration).filter(pk__in=here)
    told = items.annotate(newest=newest_version(administration), goes_to=ids_of_accounts(administration))
    return told.order_by("pk").values_list(
        *("pk", "title", "publish_at", "format", "category", "series", "department", "department__name"),
        *("occasion__kind", "occasion__office__name", "post", "post__state", "newest", "goes_to"),
    )
