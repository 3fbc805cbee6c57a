"""Items of the plan that a file's rows are about, and what a row would change in one: hour, networks, department."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Prefetch

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.kernel import clock
from veche.kit.moments import spoken
from veche.networks.registry import NETWORKS
from veche.plan.domain.begun import begun_among
from veche.plan.models import PlanItem
from veche.plan.reading.row_text import same_title
from veche.staff.models import Administration, Department

NOWHERE = "не названы"
NO_DEPARTMENT = "без отдела"


class Change(NamedTuple):
    """`label`: what changes, "" for the hour. `was`, `became`: in words."""

    label: str
    was: str
    became: str

    def __str__(self) -> str:
        label = f"{self.label}: " if self.label else ""
        return f"{label}в плане {self.was}, в файле {self.became}"


class Asked(NamedTuple):
    """A row that may become an item: its day and its title."""

    day: date
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """The item that a row is about, None if none or several could be meant. `is_there`: the plan has the title that
    day. `is_begun`: the item has a text."""

    item: PlanItem | None
    is_there: bool
    is_begun: bool = False


NOT_THERE = Found(None, is_there=False)


class ItemsThere:
    """Items on the days of a file that have the title of one of its rows. Four queries, whatever the number.

    `asked`: rows of the file, each matter of a day once.
    """

    def __init__(self, administration: Administration, asked: Sequence[Asked]) -> None:
        self.zone, self.now = administration.time_zone, clock.now()
        self.rows = Counter(same_title(one.title) for one in asked)
        self.rows_of_day = Counter((one.day, same_title(one.title)) for one in asked)
        self.items = _items_of(administration, asked, self.rows) if asked else []
        self.begun = begun_among(administration, [item.pk for item in self.items])
        self.by_title: defaultdict[str, list[PlanItem]] = defaultdict(list)
        self.by_day: defaultdict[tuple[date, str], list[PlanItem]] = defaultdict(list)
        for item in self.items:
            title = same_title(item.title)
            self.by_title[title].append(item)
            self.by_day[self._there(item).date(), title].append(item)

    def about(self, title: str, day: date, hour: time | None) -> Found:
        """The item of that day and hour, else the only one of the day, else the only one that stands on another day."""
        key = same_title(title)
        here = self.by_day.get((day, key), [])
        at_hour = [item for item in here if hour is None or self._there(item).time() == hour]
        only = here if len(here) == self.rows_of_day[day, key] == 1 else []
        elsewhere = [] if here else self._elsewhere(key)
        item = next(iter((*at_hour, *only, *elsewhere)), None)
        return Found(item, bool(here), item is not None and item.pk in self.begun)

    def hour_of(self, item: PlanItem) -> time:
        return self._there(item).time()

    def _elsewhere(self, title: str) -> list[PlanItem]:
        """The item ahead, if the file has the title in one row and the plan in one item: the row moves it."""
        there = self.by_title.get(title, [])
        return [one for one in there if one.publish_at > self.now] if len(there) == self.rows[title] == 1 else []

    def _there(self, item: PlanItem) -> datetime:
        return clock.local(item.publish_at, self.zone)


def _items_of(administration: Administration, asked: Sequence[Asked], titles: Iterable[str]) -> list[PlanItem]:
    wanted, days = frozenset(titles), [one.day for one in asked]
    start = clock.day_bounds(min(days), administration.time_zone)[0]
    end = clock.day_bounds(max(days), administration.time_zone)[1]
    there = PlanItem.objects.of(administration).filter(cancelled_at=None, publish_at__gte=start, publish_at__lt=end)
    named = there.values_list("pk", "title").order_by()
    return read_items(administration, [pk for pk, title in named if same_title(title) in wanted])


def read_items(administration: Administration, numbers: Sequence[int]) -> list[PlanItem]:
    """Items with department and accounts, by hour."""
    items = PlanItem.objects.of(administration).filter(pk__in=numbers).select_related("department", "administration")
    accounts = Account.objects.of(administration).filter(closed_at=None).order_by(by_network(), "title")
    return list(items.prefetch_related(Prefetch("accounts", accounts)).order_by("publish_at", "pk"))


def changes_of(
    item: PlanItem, when: datetime, accounts: Sequence[Account], department: Department | None
) -> Iterator[Change]:
    """`accounts`, `department`: none if the file names none; the item keeps its own then."""
    zone, own = item.administration.time_zone, [*item.accounts.all()]
    if when != item.publish_at:
        yield Change("", spoken(item.publish_at, zone), spoken(when, zone))
    if accounts and {one.pk for one in accounts} != {one.pk for one in own}:
        yield Change("Сети", *_networks(own, accounts))
    if department is not None and department.pk != item.department_id:
        yield Change("Отдел", item.department.name if item.department else NO_DEPARTMENT, department.name)


def _networks(own: Sequence[Account], others: Sequence[Account]) -> tuple[str, str]:
    """Networks of both, or their accounts if the networks are the same."""
    badges = [[NETWORKS[one.network].names.badge for one in accounts] for accounts in (own, others)]
    told = (
        badges if set(badges[0]) != set(badges[1]) else [[one.title for one in accounts] for accounts in (own, others)]
    )
    was, became = (", ".join(dict.fromkeys(one)) for one in told)
    return was or NOWHERE, became
