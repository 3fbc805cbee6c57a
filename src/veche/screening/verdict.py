"""What a screening says of an incoming text. It proposes; a person decides. Criticism is never a ground."""

from dataclasses import dataclass

# Clause 2.5 and the rules of official pages. Toxicity is a signal beside them, never a ground.
GROUNDS = ("obscene", "insult", "threat", "spam", "illegal", "personal_data")


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]`, in code points of the text as it came; `words` says why, in Russian, for a moderator."""

    ground: str
    start: int
    end: int
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Screening:
    """`proposed`: grounds over their threshold, the surest first. `scores`: 0…1, of all grounds and of "toxicity".

    `spans`: what led to the grounds, in the order of the text; also to grounds that stayed below their threshold.
    """

    proposed: tuple[str, ...]
    scores: dict[str, float]
    spans: tuple[Found, ...]

    def spans_of(self, ground: str) -> tuple[Found, ...]:
        """Those that led to this ground."""
        return tuple(found for found in self.spans if found.ground == ground)
