"""Where material goes that people sent: each room registers the places that it offers.

Two sources: a parcel of the tray, and the answer to a request. This room and `requests` show the buttons and know
nothing of the rooms behind them.
"""

from collections.abc import Callable
from dataclasses import dataclass

PARCEL, ANSWER = "parcel", "answer"


@dataclass(frozen=True, slots=True)
class Destination:
    """A button. `url`: its address by the id of the source; `post`: it acts at once, else it opens a page.

    `kinds`: of requests whose answers it takes; empty: of all.
    """

    label: str
    icon: str
    url: Callable[[int], str]
    post: bool = False
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    icon: str
    url: str
    post: bool


_known: dict[tuple[str, str], Destination] = {}


def register(source: str, found: Destination) -> None:
    """One with the same label replaces the earlier."""
    _known[source, found.label] = found


def buttons(source: str, pk: int, kind: str = "") -> list[Button]:
    places = [place for (of, _), place in _known.items() if of == source and (not place.kinds or kind in place.kinds)]
    return [Button(place.label, place.icon, place.url(pk), place.post) for place in places]
