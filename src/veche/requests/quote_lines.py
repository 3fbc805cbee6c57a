"""What residents write, apart from the words about it, in a request that quotes them."""

import re
from dataclasses import dataclass
from typing import Final

_HEADING: Final = re.compile(r"Жител[иь] пиш[уе]т.*:")
_QUOTE: Final = re.compile(r"— (?P<text>.+?)(?: \(так написали (?P<times>\d+)\))?")


@dataclass(frozen=True, slots=True)
class Quotes:
    """`before`: the words up to the heading, itself included; `rows`: what is written, and by how many."""

    before: str
    rows: tuple[tuple[str, int], ...]
    after: str


def quotes_of(text: str) -> Quotes | None:
    """The quotes below the first heading; None if the text has none."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines, 1) if _HEADING.fullmatch(line)), len(lines))
    rows: list[tuple[str, int]] = []
    for line in lines[start:]:
        if not (found := _QUOTE.fullmatch(line)):
            break
        rows.append((found["text"], int(found["times"] or 1)))
    if not rows:
        return None
    return Quotes("\n".join(lines[:start]), tuple(rows), "\n".join(lines[start + len(rows) :]))
