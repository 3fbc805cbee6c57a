"""Agreement of proposals with the grounds of the set."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tests.screening_set import GROUNDS, Line

# text → the grounds proposed for it
type Proposals = Mapping[str, Collection[str]]

HARD, NEWS = "comments", "news"


@dataclass(frozen=True, slots=True)
class Agreement:
    """`lines`: those with this ground in the set."""

    lines: int
    hits: int
    false: int

    @property
    def recall(self) -> float:
        return self.hits / self.lines

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false)

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.lines + self.hits + self.false)


def agreement(ground: str, lines: Sequence[Line], proposals: Proposals) -> Agreement:
    """For spam, illegal offers do not count, because people disagree whether they are advertisements too."""
    if ground == "spam":
        lines = [line for line in lines if "illegal" not in line.grounds]
    with_it = [line for line in lines if ground in line.grounds]
    hits = sum(ground in proposals[line.text] for line in with_it)
    return Agreement(len(with_it), hits, sum(ground in proposals[line.text] for line in lines) - hits)


def agreements(lines: Sequence[Line], proposals: Proposals) -> dict[str, Agreement]:
    return {ground: agreement(ground, lines, proposals) for ground in GROUNDS}


def false_share(kind: str, lines: Sequence[Line], proposals: Proposals) -> float:
    """The share of clean comments, or of news posts, for which anything is proposed."""
    clean = [line for line in lines if not line.grounds and ("news" in line.file) == (kind == NEWS)]
    return sum(bool(proposals[line.text]) for line in clean) / len(clean)
