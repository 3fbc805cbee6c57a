"""Where files are used: rooms above register what they know, in their own `apps.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from veche.media.models import Media


@dataclass(frozen=True, slots=True)
class Use:
    """`title` of the thing, its `url`, and its state in words."""

    title: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Uses:
    """`of`: uses of a file, newest first, at most twenty. `used`: files of an administration that are used."""

    of: Callable[[Media], Iterable[Use]]
    used: Callable[[int], Q]


_known: list[Uses] = []


def register(uses: Uses) -> None:
    _known.append(uses)


def uses_of(media: Media) -> list[Use]:
    return [use for known in _known for use in known.of(media)]


def used(administration_id: int) -> Q:
    """Files that something uses; none if no room has registered."""
    found = Q(pk__in=[])
    for known in _known:
        found |= known.used(administration_id)
    return found
