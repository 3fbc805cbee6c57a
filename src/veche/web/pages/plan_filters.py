"""What the month and the list show of the plan: by state, network, department and category. The address keeps it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from veche.networks.registry import NETWORKS
from veche.outbox.domain.queries import HINDERED
from veche.outbox.enums import ActState
from veche.plan.enums import PostCategory
from veche.posts.enums import PostState
from veche.publishing.domain.foreign_standings import PAST_VECHE
from veche.publishing.domain.queries import DIVERGED
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


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; "" for everything. `month`: `2026-12`; `view`: the name of the page that shows it."""

    month: str
    show: str = ""
    net: str = ""
    department: str = ""
    category: str = ""
    past: str = ""
    view: str = "web:month"

    @property
    def url(self) -> str:
        asked = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "view"}
        return f"{reverse(self.view)}?{urlencode({name: value for name, value in asked.items() if value})}"

    @property
    def as_month(self) -> str:
        return replace(self, view="web:month", past="").url

    @property
    def as_list(self) -> str:
        return replace(self, view="web:plan_list", past="").url

    @property
    def chosen(self) -> int:
        """How many of network, department and category are chosen."""
        return sum(bool(one) for one in (self.net, self.department, self.category))


def wish_of(said: QueryDict, first: date, view: str = "web:month") -> Wish:
    """Unknown values are left out."""
    return Wish(
        view=view,
        month=f"{first:%Y-%m}",
        show=said.get("show", "") if said.get("show") in KINDS else "",
        net=said.get("net", "") if said.get("net") in NETWORKS else "",
        department=said.get("department", "") if said.get("department", "").isdecimal() else "",
        category=said.get("category", "") if said.get("category") in PostCategory.values else "",
        past="1" if said.get("past") == "1" else "",
    )


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    url: str
    active: bool
    icon: str = ""


def chips(shown: Sequence[Entry], wish: Wish) -> list[Chip]:
    """`shown`: those that `is_wanted` leaves without a state. A kind without entries has a chip only while chosen."""
    numbers = Counter(kind_of(entry) for entry in shown)
    kinds = [name for name in KINDS if numbers[name] or name == wish.show]
    return [
        Chip(f"Всё {len(shown)}", replace(wish, show="").url, active=not wish.show),
        *(
            Chip(
                f"{KINDS[name].label} {numbers[name]}",
                replace(wish, show=name).url,
                active=wish.show == name,
                icon=KINDS[name].icon,
            )
            for name in kinds
        ),
    ]


def kind_of(entry: Entry) -> str:
    return next(name for name, kind in KINDS.items() if entry.stand.state in kind.states)


class Filtered(Protocol):
    """An item of the plan, or what a page has read of it."""

    @property
    def department(self) -> Any: ...
    @property
    def department_id(self) -> int | None: ...


def is_wanted(item: Filtered, entry: Entry, wish: Wish) -> bool:
    """Network, department and category; the state is `kind_of`."""
    return (
        (not wish.net or wish.net in entry.nets.every)
        and (not wish.department or str(item.department_id) == wish.department)
        and (not wish.category or entry.category == wish.category)
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A select of the filter: `options` are value, words, chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


def choices(items: Iterable[Filtered], networks: Iterable[str], wish: Wish) -> list[Choice]:
    """Departments are those that `items` name."""
    departments = {str(item.department.pk): item.department.name for item in items if item.department}
    by_name = sorted(departments.items(), key=lambda one: one[1])
    return [
        _choice("net", "Сеть", [(slug, NETWORKS[slug].title) for slug in networks], wish.net),
        _choice("department", "Отдел", by_name, wish.department),
        _choice("category", "Рубрика", PostCategory.choices, wish.category),
    ]


def _choice(name: str, label: str, options: Iterable[Any], chosen: str) -> Choice:
    return Choice(name, label, tuple((value, str(words), value == chosen) for value, words in options))
