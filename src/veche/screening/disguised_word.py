"""An obscene word that a text hides, however it does."""

from dataclasses import dataclass

from veche.screening.obscene import Root

# So many strange places of one kind are looked at: enough for a person, and a wall of stars takes no longer.
MOST = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """`text[start:end]` of a folded text, the root it hides and the way it is hidden, in Russian."""

    start: int
    end: int
    root: Root
    way: str
