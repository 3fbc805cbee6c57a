"""Comments about one trouble: the same topic, the same place or the same words, near in time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from veche.routing.addresses import Places
from veche.routing.topics import topics

# How long a trouble that is named by its place may go on.
AT_A_PLACE = timedelta(days=3)
# Without a place only the same words near in time, under one post, are one trouble.
BY_WORDS = timedelta(hours=24)
ALIKE = 0.45


@dataclass(frozen=True, slots=True)
class Trouble:
    """A question to be grouped. `at`: None if unknown. `topics`: `topic` and those that may be meant as well.

    `lemmas`: of all its telling words; `subject`: words of its topic; `asked`: what of it is asked, such as «when».
    """

    number: int
    topic: str | None
    topics: tuple[str, ...]
    places: Places
    lemmas: frozenset[str]
    subject: frozenset[str]
    asked: frozenset[str]
    post: str
    at: datetime | None


@dataclass(slots=True)
class _Group:
    number: int
    topic: str | None
    members: list[Trouble] = field(default_factory=list)


def grouped(troubles: Sequence[Trouble]) -> dict[int, int]:
    """For the number of each trouble, the number of the first one of its group."""
    found: dict[int, int] = {}
    by_key: dict[tuple[str, ...], list[_Group]] = {}
    for trouble in troubles:
        keys = _keys(trouble)
        group = next((one for key in keys for one in by_key.get(key, ()) if _belongs(trouble, one)), None)
        if group is None:
            group = _Group(trouble.number, trouble.topic)
        group.members.append(trouble)
        for key in keys:
            if group not in by_key.setdefault(key, []):
                by_key[key].append(group)
        found[trouble.number] = group.number
    return found


def _keys(trouble: Trouble) -> list[tuple[str, ...]]:
    """Under which keys its group is looked for."""
    if trouble.places.keys:
        return [(topic, *place) for topic in trouble.topics or ("",) for place in sorted(trouble.places.keys)]
    return [(trouble.topic or "", "post", trouble.post)]


def _belongs(trouble: Trouble, group: _Group) -> bool:
    """Whether the trouble is near in time to one of the group's and does not contradict any."""
    if not any(_near(trouble, one) for one in group.members):
        return False
    if trouble.places.keys:
        return _fit(trouble, group)
    return _is_alike_any(trouble, group)


def _fit(trouble: Trouble, group: _Group) -> bool:
    houses = {house for one in group.members for house in one.places.houses}
    reach = topics()[trouble.topic].houses if trouble.topic else 0
    if not houses or not trouble.places.houses:
        return bool(reach) or not trouble.places.streets or _is_alike_any(trouble, group)
    return any(abs(one - other) <= reach for one in trouble.places.houses for other in houses)


def _is_alike_any(trouble: Trouble, group: _Group) -> bool:
    return any(_alike(trouble, one) for one in group.members)


def _near(one: Trouble, other: Trouble) -> bool:
    if one.at is None or other.at is None:
        return True
    reach = AT_A_PLACE if one.places.keys else BY_WORDS
    return abs(one.at - other.at) <= reach


def _alike(one: Trouble, other: Trouble) -> bool:
    """Whether they ask the same of the same, or have most of their words in common."""
    if one.subject & other.subject and one.asked & other.asked:
        return True
    shared, whole = one.lemmas & other.lemmas, one.lemmas | other.lemmas
    return bool(shared) and len(shared) / len(whole) >= ALIKE
