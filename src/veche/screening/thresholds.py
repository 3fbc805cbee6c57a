"""Scores from which a ground is proposed; an account may have its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from 0 to 1, one for each ground.

    `decent`: words, in lower case, that people of this installation marked as no violation; they clear no ground of the
    law, which `decent_by_law` does, agreed by two. `added`: (word, ground) that they marked as one.
    """

    obscene: float = 0.5
    insult: float = 0.5
    threat: float = 0.5
    spam: float = 0.5
    illegal: float = 0.5
    personal_data: float = 0.5
    decent: frozenset[str] = frozenset()
    decent_by_law: frozenset[str] = frozenset()
    added: frozenset[tuple[str, str]] = frozenset()

    def of(self, ground: str) -> float:
        """The threshold of one ground."""
        score: float = getattr(self, ground)
        return score


DEFAULT = Thresholds()
