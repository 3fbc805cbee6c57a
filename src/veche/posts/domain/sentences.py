"""Two texts compared sentence by sentence, so that each change can be taken or left alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from veche.morphology.sentences import sentences
from veche.posts.domain.changes import BudgetedMatcher


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """`old` stands at `base[start:end]`; `old` empty: `new` is added there, `new` empty: `old` is removed."""

    start: int
    end: int
    old: str
    new: str


def pieces(text: str) -> list[str]:
    """Sentences and the blanks between them; joined they are the text."""
    found, at = list[str](), 0
    for sentence in sentences(text):
        found += [text[at : sentence.start], text[sentence.start : sentence.end]]
        at = sentence.end
    return [piece for piece in (*found, text[at:]) if piece]


def sentence_changes(base: str, proposed: str) -> list[SentenceChange]:
    """Changes that lead from `base` to `proposed`, in order. Each may be applied without the others."""
    a, b = pieces(base), pieces(proposed)
    offsets = _offsets(a)
    found = []
    for kind, a1, a2, b1, b2 in BudgetedMatcher(a, b).get_opcodes():
        if kind == "equal":
            continue
        # As many sentences as before: each is a change of its own.
        same = a2 - a1 == b2 - b1
        parts = [(n, n + 1, [b[b1 + n - a1]]) for n in range(a1, a2)] if same else [(a1, a2, b[b1:b2])]
        for first, last, new in parts:
            change = SentenceChange(offsets[first], offsets[last], "".join(a[first:last]), "".join(new))
            found += [change] if change.old != change.new else []
    return found


def replaced(text: str, parts: Iterable[tuple[tuple[int, int], str]]) -> str:
    """`text` with other words at these places, which do not overlap."""
    for (start, end), new in sorted(parts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def places_in(current: str, base: str, changes: Sequence[SentenceChange]) -> list[tuple[int, int] | None]:
    """Where the old words of each change of `base` stand in `current`; None if somebody has changed them since.

    Added words need both their neighbours, because they have no old words.
    """
    a, b = pieces(base), pieces(current)
    starts, offsets = _offsets(a), _offsets(b)
    index = {start: number for number, start in enumerate(starts)}
    kept = {
        block.a + n: block.b + n for block in BudgetedMatcher(a, b).get_matching_blocks() for n in range(block.size)
    }
    return [_place(index[one.start], index[one.end], a, kept, offsets) for one in changes]


def _place(
    first: int, last: int, base: Sequence[str], kept: dict[int, int], offsets: Sequence[int]
) -> tuple[int, int] | None:
    """Place of the pieces `first` to `last` of the base. `kept`: numbers of unchanged pieces, then and now."""
    needed = list(range(first, last))
    if not any(base[number].strip() for number in needed):
        needed = [number for number in range(first - 1, last + 1) if 0 <= number < len(base)]
    now = [kept.get(number, -1) for number in needed]
    if -1 in now or any(after != before + 1 for before, after in pairwise(now)):
        return None
    if not now:
        return (0, 0) if len(offsets) == 1 else None
    begins = now[0] + first - needed[0]
    return offsets[begins], offsets[begins + last - first]


def _offsets(parts: Sequence[str]) -> list[int]:
    """Where each part begins, then where the last one ends."""
    found = [0]
    for part in parts:
        found.append(found[-1] + len(part))
    return found
