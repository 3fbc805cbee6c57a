"""What a screening says of an incoming text. It proposes; a person decides. Criticism is never a ground."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ground`: illegal | spam | insult | obscene (clause 2.5). `score`: 0…1, how sure the rule is.

    `spans`: (start, end) in code points of the text as it came: the words that led to it.
    """

    ground: str
    score: float
    spans: tuple[tuple[int, int], ...]
    rule: str
