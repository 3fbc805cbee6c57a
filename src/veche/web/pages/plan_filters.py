"""What the week, the month and the list show of the plan: by state, network, department and category.

The address keeps it, also from one page to another and while an item is moved.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from django.http import QueryDict

from veche.networks.registry import NETWORKS
from veche.outbox.domain.queries import HINDERED
from veche.outbox.enums import ActState
from veche.plan.enums import PostCategory
from veche.posts.enums import PostState
from veche.publishing.domain.foreign_standings import PAST_VECHE
from veche.publishing.domain.queries import DIVERGED
from veche.web.addresses import address_of
from veche.web.pages.entries import Entry


@dataclass(frozen=True, slots=True)
class Kind:
    """Entries whose states mean the same to whoever plans."""

    label: str
    icon: str
    states: frozenset[str]


KINDS = {
    "out": Kind(
        "Вышла", "circle-check", frozenset({ActState.CONFIRMED, "confirmed_by_person", "corrected", PAST_VECHE})
    ),
    "goes": Kind(
        "Уйдёт сама",
        "clock",
        frozenset({ActState.PLANNED, ActState.PREPARING, ActState.SENDING, ActState.SENT, "unproven"}),
    ),
    "paused": Kind("Ждёт конца паузы", "player-pause", frozenset({ActState.PAUSED})),
    "agreed": Kind("Согласована", "checks", frozenset({PostState.APPROVED})),
    "waits": Kind("Ждёт согласия", "hourglass", frozenset({PostState.WAITING})),
    "draft": Kind("Черновик", "pencil", frozenset({PostState.DRAFT, PostState.RETURNED})),
    "idea": Kind("Идея", "bulb", frozenset({"idea"})),
    "trouble": Kind(
        "Разобраться",
        "alert-triangle",
        frozenset(
            {ActState.FAILED, ActState.UNKNOWN, ActState.MISSED, ActState.BY_HAND, ActState.STOPPED}
            | {*HINDERED, *DIVERGED}
        ),
    ),
    "gone": Kind("Снята", "ban", frozenset({"withdrawn", ActState.CANCELLED})),
}


WEEK, MONTH = "web:week", "web:month"
_KIND_OF = {state: frozenset({name}) for name, kind in KINDS.items() for state in kind.states}

# What the week shows beside everything: «Идёт в норму», «От Главы», «Спросили жители», «Ждёт согласия».
WEEK_SHOWS = ("counts", "head", "asked", "waits")
_SHOWS = {WEEK: frozenset(WEEK_SHOWS)}
_SPANS = {WEEK: "week"}


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the address asks for; "" for everything. `month`: `2026-12`, `week`: `2026-W50`; `view`: the name of the
    page that shows it."""

    month: str
    week: str
    show: str = ""
    net: str = ""
    department: str = ""
    category: str = ""
    past: str = ""
    view: str = MONTH

    @property
    def span(self) -> tuple[str, str]:
        """The field that says which days, and its value."""
        name = _SPANS.get(self.view, "month")
        return name, getattr(self, name)

    @property
    def kept(self) -> dict[str, str]:
        """What is filtered, by field; without days and empty fields."""
        asked = {name: getattr(self, name) for name in ("show", "net", "department", "category", "past")}
        return {name: value for name, value in asked.items() if value}

    @property
    def came_from(self) -> dict[str, str]:
        """Fields from which `view_of` and `plan_filter_of` find this page again, without its days."""
        return {"back": "month" if self.view == MONTH else "week", **self.kept}

    @property
    def query(self) -> str:
        """«?show=waits»: the filter for a page that leads back here; "" without one."""
        return f"?{urlencode(self.kept)}" if self.kept else ""

    @property
    def url(self) -> str:
        return f"{address_of(self.view)}?{urlencode([self.span, *self.kept.items()])}"

    @property
    def as_week(self) -> str:
        return self._at(WEEK).url

    @property
    def as_month(self) -> str:
        return self._at(MONTH).url

    @property
    def as_list(self) -> str:
        return self._at("web:plan_list").url

    def in_days_of(self, day: date) -> str:
        """The same page with that day."""
        return replace(self, month=f"{day:%Y-%m}", week=f"{day:%G-W%V}", past="").url

    def as_week_of(self, day: date) -> str:
        return replace(self._at(WEEK), week=f"{day:%G-W%V}").url

    def _at(self, view: str) -> Self:
        """What another page can show of it: states have other names in the week."""
        return replace(self, view=view, past="", show=self.show if self.show in shows_of(view) else "")

    @property
    def chosen(self) -> int:
        """How many of network, department and category are chosen."""
        return sum(bool(one) for one in (self.net, self.department, self.category))


def shows_of(view: str) -> Collection[str]:
    return _SHOWS.get(view, KINDS)


def view_of(said: QueryDict) -> str:
    """The page that a form was opened from: the month, else the week."""
    return MONTH if said.get("back") == "month" else WEEK


def plan_filter_of(said: QueryDict, day: date, view: str = MONTH) -> PlanFilter:
    """Unknown values are left out. `day`: one of the page."""
    return PlanFilter(
        view=view,
        month=f"{day:%Y-%m}",
        week=f"{day:%G-W%V}",
        show=said.get("show", "") if said.get("show") in shows_of(view) else "",
        net=said.get("net", "") if said.get("net") in NETWORKS else "",
        department=said.get("department", "") if said.get("department", "").isdecimal() else "",
        category=said.get("category", "") if said.get("category") in PostCategory.values else "",
        past="1" if said.get("past") == "1" else "",
    )


@dataclass(frozen=True, slots=True)
class Chip:
    """`plus`: with the sign of what counts for the norm."""

    label: str
    url: str
    active: bool
    icon: str = ""
    plus: bool = False


def chips(shown: Sequence[Entry], filters: PlanFilter) -> list[Chip]:
    """`shown`: those of the month that `is_wanted` leaves without a state. A kind without entries has a chip only while
    chosen."""
    numbers = Counter(kind for entry in shown for kind in kinds_of(entry))
    kinds = [name for name in KINDS if numbers[name] or name == filters.show]
    return [
        Chip(f"Всё {len(shown)}", replace(filters, show="").url, active=not filters.show),
        *(
            Chip(
                f"{KINDS[name].label} {numbers[name]}",
                replace(filters, show=name).url,
                active=filters.show == name,
                icon=KINDS[name].icon,
            )
            for name in kinds
        ),
    ]


def kinds_of(entry: Entry) -> frozenset[str]:
    """Keys of `KINDS`: of its state, and «Ждёт согласия» also of what is out while its correction waits."""
    kind = _KIND_OF[entry.stand.state]
    return kind | {"waits"} if entry.waits else kind


class Filtered(Protocol):
    """An item of the plan, or what a page has read of it."""

    @property
    def department(self) -> Any: ...
    @property
    def department_id(self) -> int | None: ...


def is_wanted(item: Filtered, entry: Entry, filters: PlanFilter) -> bool:
    """Network, department and category; the state is `kinds_of`."""
    return (
        (not filters.net or filters.net in entry.nets.every)
        and (not filters.department or str(item.department_id) == filters.department)
        and (not filters.category or entry.category == filters.category)
    )


def is_within(entry: Entry, first: date) -> bool:
    """Whether it stands in the month of `first`: the month's page draws days of its neighbours too, and its chips count
    what the list has."""
    return (entry.when.day.year, entry.when.day.month) == (first.year, first.month)


@dataclass(frozen=True, slots=True)
class Choice:
    """A select of the filter: `options` are value, words, chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


def choices(items: Iterable[Filtered], networks: Iterable[str], filters: PlanFilter) -> list[Choice]:
    """Departments are those that `items` name."""
    departments = {str(item.department.pk): item.department.name for item in items if item.department}
    by_name = sorted(departments.items(), key=lambda one: one[1])
    return [
        _choice("net", "Сеть", [(slug, NETWORKS[slug].title) for slug in networks], filters.net),
        _choice("department", "Отдел", by_name, filters.department),
        _choice("category", "Рубрика", PostCategory.choices, filters.category),
    ]


def _choice(name: str, label: str, options: Iterable[Any], chosen: str) -> Choice:
    return Choice(name, label, tuple((value, str(words), value == chosen) for value, words in options))
