"""Where files are used and who is asked about them: rooms above register what they know, in their own `apps.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from veche.media.models import Media
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class Use:
    """`title` of the thing, its `url`, and its state in words."""

    title: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Uses:
    """`of`: uses of a file that a person may open, newest first, at most twenty.

    `used`: files of an administration that are used; `shown_to`: files that a person sees because of such a use.
    """

    of: Callable[[Media, Person], Iterable[Use]]
    used: Callable[[int], Q]
    shown_to: Callable[[Person], Q]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Where what a file lacks is asked for: the `url` of the form; `asked`: the open request about it, if any."""

    url: str
    asked: Use | None = None


# How a person asks for what a file lacks; None if they may not.
type Ask = Callable[[Media, Person], Inquiry | None]
# Stops what may not go out with a file as its rights now stand; returns titles.
type Stop = Callable[[Media, Person], Iterable[str]]

_known: list[Uses] = []
_stops: list[Stop] = []
_asks: list[Ask] = []


def register(uses: Uses) -> None:
    _known.append(uses)


def stop_with(stop: Stop) -> None:
    _stops[:] = [stop]


def ask_with(ask: Ask) -> None:
    _asks[:] = [ask]


def inquiry_about(media: Media, person: Person) -> Inquiry | None:
    return next((ask(media, person) for ask in _asks), None)


def stop_uses(media: Media, person: Person) -> list[str]:
    """Stop what may not go out with the file any more. Returns titles of what was stopped now."""
    return [title for stop in _stops for title in stop(media, person)]


def uses_of(media: Media, person: Person) -> list[Use]:
    return [use for known in _known for use in known.of(media, person)]


def used(administration_id: int) -> Q:
    """Files that something uses; none if no room has registered."""
    found = Q(pk__in=[])
    for known in _known:
        found |= known.used(administration_id)
    return found


def shown_to(person: Person) -> Q:
    """Files that the person sees in something else than the library."""
    found = Q(pk__in=[])
    for known in _known:
        found |= known.shown_to(person)
    return found
