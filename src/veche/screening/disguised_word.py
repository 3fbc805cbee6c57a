"""An obscene word hidden in a text."""

from dataclasses import dataclass

from veche.screening.obscene import Root

# Places of one kind that are checked: enough for a person's text, and it bounds the time for a long run of stars.
MOST = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """`text[start:end]` of a folded text, the hidden root, and the disguise, in Russian."""

    start: int
    end: int
    root: Root
    way: str
