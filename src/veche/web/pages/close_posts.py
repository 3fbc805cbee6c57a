"""Posts that go to one network so close to each other that they push each other out of sight."""

from collections.abc import Collection, Iterator, Sequence

from veche.morphology.numerals import spelled
from veche.plan.domain.free_hours import APART
from veche.web.pages.entries import Entry


def clash(entries: Sequence[Entry]) -> str:
    """«две в 12:00», «12:00 и 12:30»: the first posts of the day that are too close to each other."""
    there = [one for one in sorted(entries, key=lambda one: one.when.at) if not one.past]
    for before, after in close_pairs(there):
        return _too_close(before.when.hour, after.when.hour, [one.when.hour for one in there])
    return ""


def close_pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of posts of one network less than `APART` from each other. `entries`: in the order of their hours."""
    for place, before in enumerate(entries):
        for after in entries[place + 1 :]:
            if after.when.at - before.when.at >= APART:
                break
            if not before.nets.going.isdisjoint(after.nets.going):
                yield before, after


def _too_close(first: str, second: str, hours: Collection[str]) -> str:
    if first != second:
        return f"{first} и {second}"
    number = sum(hour == first for hour in hours)
    return f"{spelled(number, 'Fem')} в {first}"
