"""Ranges of entry numbers: «1-240» in a journal fact, «Записи № 1–240» for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

type Span = tuple[int, int]  # both inclusive


@dataclass(slots=True)
class Spans:
    """`all`: in order, not adjacent."""

    all: list[Span] = field(default_factory=list)

    @classmethod
    def parse(cls, told: object, *, below: int) -> Self:
        """Parse ranges; ignore what is no range of numbers below `below`."""
        return cls(_joined(span for text in (told if isinstance(told, list) else []) if (span := _span(text, below))))

    def add(self, number: int) -> None:
        """Add a number; numbers come in order."""
        if self.all and self.all[-1][1] + 1 >= number:
            self.all[-1] = (self.all[-1][0], number)
        else:
            self.all.append((number, number))

    def with_more(self, others: "Spans") -> "Spans":
        return Spans(_joined([*self.all, *others.all]))

    def without(self, others: "Spans") -> "Spans":
        left = self.all
        for taken in others.all:
            left = [piece for span in left for piece in _minus(span, taken)]
        return Spans(left)

    def facts(self) -> list[str]:
        return [f"{first}-{last}" for first, last in self.all]

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.all)

    def __bool__(self) -> bool:
        return bool(self.all)


def _span(text: object, below: int) -> Span | None:
    first, _, last = str(text).partition("-")
    if not (first.isdecimal() and last.isdecimal() and len(first) < 19 and len(last) < 19):
        return None
    return (int(first), int(last)) if 0 < int(first) <= int(last) < below else None


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and joined[-1][1] + 1 >= first:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _minus(span: Span, taken: Span) -> Iterator[Span]:
    first, last = span
    if taken[0] > last or taken[1] < first:
        yield span
        return
    if first < taken[0]:
        yield first, taken[0] - 1
    if last > taken[1]:
        yield taken[1] + 1, last
