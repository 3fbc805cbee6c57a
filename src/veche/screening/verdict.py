"""The result of screening an incoming text. It proposes; a person decides. Criticism is never a ground."""

from dataclasses import dataclass

# Clause 2.5 and the rules of official pages. Toxicity is an additional signal, never a ground.
GROUNDS = ("obscene", "insult", "threat", "spam", "illegal", "personal_data")
# «Нарушающие действующее законодательство»: no single person makes these quieter.
LAW_GROUNDS = frozenset({"threat", "illegal", "personal_data"})


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` in code points of the original text; `words`: the reason in Russian, for a moderator."""

    ground: str
    start: int
    end: int
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Screening:
    """`proposed`: grounds over their threshold, the highest score first.

    `scores`: 0…1, of all grounds and of "toxicity". `spans`: what led to the scores, in the order of the text; also for
    grounds below their threshold.
    """

    proposed: tuple[str, ...]
    scores: dict[str, float]
    spans: tuple[Found, ...]

    def spans_of(self, ground: str) -> tuple[Found, ...]:
        """The spans of this ground."""
        return tuple(found for found in self.spans if found.ground == ground)
