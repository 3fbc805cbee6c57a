"""The registry of what can be found. Each room registers its kinds in its app's `ready()`.

This room keeps a kind's slug and the id of an object, and learns the rest from the kind: which tables its words come
from, what they are, and how a person is shown it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from veche.staff.models import Administration


def the_same(values: Collection[int]) -> Iterable[int]:
    return values


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose rows an object is made of. A row added, deleted or changed in one of `columns` makes it stale.

    `says`: the column of the row that leads to the object; `leads_to`: from its values to ids of objects.
    """

    model: type[Model]
    says: str = "id"
    columns: Sequence[str] = ()
    leads_to: Callable[[Collection[int]], Iterable[int]] = the_same

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)  # noqa: SLF001 -- documented by Django


@dataclass(frozen=True, slots=True)
class Words:
    """What the index keeps of an object. `at`: its place in the order, and what filters by date ask.

    `people`: ids of whoever had a hand in it, `author` first among them. `marks`: what filters of its own room ask, as
    words without spaces.
    """

    administration_id: int
    at: datetime
    texts: Sequence[str]
    author: int | None = None
    people: Collection[int] = ()
    networks: Collection[str] = ()
    marks: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Stand:
    """Networks in which an object has come equally far. `state`: a face of `web.faces`; "" if there is none to tell."""

    networks: Sequence[str]
    state: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An object as a page shows it. `when`: in words; `who`: names; `notes`: short words («снято с плана»).

    `texts`: where the words are marked, beside the title. The first that has one of them is shown.
    """

    title: str
    url: str
    texts: Sequence[str]
    when: str
    who: str = ""
    stands: Sequence[Stand] = ()
    notes: Sequence[str] = ()


def not_shown(_administration: Administration, _ids: Collection[int]) -> Mapping[int, Found]:
    """What an `own_page` shows is not for the page of the search."""
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """`permission`: without it a person finds none of them. `version`: raise it when `read` says something else; all
    are then read again.

    `everything`: all of every administration that must be found. `read`: by id, without those that must not be found.
    `show`: by id, of one administration; a constant number of queries. `own_page`: the address where its room finds
    these words; such objects, of which there may be a million, stand there alone.
    """

    slug: str
    title: str
    one: str
    icon: str
    permission: str
    sources: Sequence[Source]
    everything: Callable[[], QuerySet[Any, Any]]
    read: Callable[[Collection[int]], Mapping[int, Words]]
    show: Callable[[Administration, Collection[int]], Mapping[int, Found]] = not_shown
    own_page: Callable[[str], str] | None = None
    order: int = 100
    version: int = 1


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if _kinds.setdefault(kind.slug, kind) != kind:
        raise ValueError(f"{kind.slug} is registered twice")


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda one: (one.order, one.slug))


def kind_of(slug: str) -> Kind | None:
    """None if no room registers it any more."""
    return _kinds.get(slug)
