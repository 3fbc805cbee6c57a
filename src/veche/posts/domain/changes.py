"""Word differences of two texts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, groupby

from veche.networks.protocol import Poll
from veche.posts.domain.rendering import draft_of
from veche.posts.models import PostVersion

# «17:00», «12.12.2026» and «пресс-служба» change as one word.
_WORDS = re.compile(r"\n|[^\S\n]+|\w+(?:[:.,-]\w+)*|[^\w\s]")
# The same with the blanks behind them: alone, each blank of the one text would be compared with each of the other.
_WITH_BLANKS = re.compile(r"\n|(?:\w+(?:[:.,-]\w+)*|[^\w\s])[^\S\n]*|[^\S\n]+")
# Beyond this many words difflib passes the frequent ones over; below it every one is compared.
EXACT_UP_TO = 1_000
# Half a second. What two people make of one text of the longest that a network takes stays far below.
MOST_COMPARISONS = 1_500_000


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: "ins", "del" or "" for new, removed and unchanged words."""

    kind: str
    text: str


type Paragraphs = list[list[Piece]]


@dataclass(frozen=True, slots=True)
class TextChange:
    """`network` is "" for the common text."""

    network: str
    paragraphs: Paragraphs


@dataclass(frozen=True, slots=True)
class Changes:
    """`texts`: only those that differ; pictures are compared by content and description, videos with cover and
    subtitles.

    `poll`, `link`, `labels`, `first_comment` None: unchanged.
    """

    texts: tuple[TextChange, ...]
    added_pictures: int
    removed_pictures: int
    described_pictures: int
    reordered: bool = False
    poll: Paragraphs | None = None
    link: Paragraphs | None = None
    labels: Paragraphs | None = None
    first_comment: Paragraphs | None = None
    dressed_videos: int = 0

    def __bool__(self) -> bool:
        pictures = self.added_pictures or self.removed_pictures or self.described_pictures or self.reordered
        beside = self.poll or self.link or self.labels or self.first_comment
        return bool(self.texts or pictures or beside or self.dressed_videos)

    @property
    def common(self) -> Paragraphs:
        """The common text with its changes; [] if it did not change."""
        return next((one.paragraphs for one in self.texts if not one.network), [])


def changed_words(old: str, new: str) -> Paragraphs:
    """The new text in paragraphs, with removed (`del`) and new (`ins`) pieces between unchanged ones.

    Without `ins` pieces it is the old text, without `del` the new one; only line breaks are dropped.
    """
    return in_paragraphs(list(word_pieces(old, new)))


def changes(old: PostVersion, new: PostVersion) -> Changes:
    """Differences of two versions. Reads `variants` and `pictures__media` of both (prefetch them)."""
    was, now_ = draft_of(old), draft_of(new)
    networks = sorted(set(was.variants) | set(now_.variants))
    pairs = [("", was.text, now_.text), *((slug, was.for_network(slug), now_.for_network(slug)) for slug in networks)]
    before = {picture.media.sha256: picture.alt for picture in old.pictures.all()}
    after = {picture.media.sha256: picture.alt for picture in new.pictures.all()}
    old_of = _beside(old)
    return Changes(
        texts=tuple(TextChange(slug, changed_words(a, b)) for slug, a, b in pairs if a != b),
        added_pictures=len(after.keys() - before.keys()),
        removed_pictures=len(before.keys() - after.keys()),
        described_pictures=sum(before[sha] != after[sha] for sha in before.keys() & after.keys()),
        reordered=[sha for sha in before if sha in after] != [sha for sha in after if sha in before],
        poll=_changed_poll(was.poll, now_.poll),
        link=_changed_whole(was.link, now_.link),
        labels=_changed_whole(", ".join(was.labels.words), ", ".join(now_.labels.words)),
        first_comment=_changed_text(was.labels.first_comment, now_.labels.first_comment),
        dressed_videos=sum(old_of[sha] != beside for sha, beside in _beside(new).items() if sha in old_of),
    )


def _beside(version: PostVersion) -> dict[str, tuple[int | None, int | None]]:
    """Cover and subtitles of each video."""
    return {picture.media.sha256: (picture.cover_id, picture.subtitles_id) for picture in version.pictures.all()}


def _changed_whole(was: str, now_: str) -> Paragraphs | None:
    """A link or labels: the former and the new one, each whole."""
    pieces = [Piece(kind, said) for kind, said in (("del", was), ("ins", now_)) if said]
    return [pieces] if was != now_ else None


def _changed_text(was: str, now_: str) -> Paragraphs | None:
    return changed_words(was, now_) if was != now_ else None


def _changed_poll(was: Poll | None, now_: Poll | None) -> Paragraphs | None:
    return changed_words(as_text(was), as_text(now_)) if was != now_ else None


def as_text(poll: Poll | None) -> str:
    """A poll as text: question, answers, rules."""
    if poll is None:
        return ""
    rules = [
        "можно выбрать несколько" if poll.multiple else "один ответ",
        "анонимно" if poll.anonymous else "открыто",
        *([f"дней: {poll.open_for.days}"] if poll.open_for else []),
    ]
    return "\n".join([poll.question, *(f"— {option}" for option in poll.options), ", ".join(rules)])


def joined(mine: str, theirs: str) -> str:
    """Both texts in one for a person to finish: common pieces once, differing ones theirs, then mine."""
    parts: list[str] = []
    for their_words, my_words in _pairs(theirs, mine):
        if their_words == my_words:
            parts.append(my_words)
            continue
        glued = their_words and my_words and not (their_words[-1].isspace() or my_words[0].isspace())
        parts += [their_words, " " if glued else "", my_words]
    return "".join(parts)


def word_pieces(old: str, new: str) -> Iterator[Piece]:
    """The new text with removed and new pieces between unchanged ones."""
    for was, is_now in _pairs(old, new):
        if was == is_now:
            yield Piece("", was)
            continue
        if was:
            yield Piece("del", was)
        if is_now:
            yield Piece("ins", is_now)


def _pairs(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Both texts in alternating pieces, equal and different."""
    for _same, pairs in groupby(_small_pairs(old, new), key=lambda pair: pair[0] == pair[1]):
        was, is_now = zip(*pairs, strict=True)
        yield "".join(was), "".join(is_now)


def _small_pairs(old: str, new: str) -> Iterator[tuple[str, str]]:
    a, b = _WITH_BLANKS.findall(old), _WITH_BLANKS.findall(new)
    for kind, a1, a2, b1, b2 in BudgetedMatcher(a, b).get_opcodes():
        was, is_now = "".join(a[a1:a2]), "".join(b[b1:b2])
        yield from [(was, is_now)] if kind == "equal" else _ends_kept(_WORDS.findall(was), _WORDS.findall(is_now))


class BudgetedMatcher(SequenceMatcher[str]):
    """A `SequenceMatcher` with a limit of work: after `MOST_COMPARISONS` the rest counts as different.

    difflib searches the longest common piece again before and behind each match: two texts that share only commas took
    it minutes.
    """

    b2j: dict[str, list[int]]  # difflib's own, and documented: where each word stands in the new text

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__(None, old, new, autojunk=max(len(old), len(new)) > EXACT_UP_TO)
        self._until = [0, *accumulate(1 + len(self.b2j.get(word, ())) for word in old)]
        self._left = MOST_COMPARISONS

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self._left -= self._until[-1 if ahi is None else ahi] - self._until[alo]
        return super().find_longest_match(alo, ahi, blo, bhi) if self._left > 0 else Match(alo, blo, 0)


def _ends_kept(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Common beginning, difference, common end."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    room = shorter - start
    end = next((n for n in range(room) if old[-1 - n] != new[-1 - n]), room)
    a, b = len(old) - end, len(new) - end
    for was, is_now in ((old[:start], new[:start]), (old[start:a], new[start:b]), (old[a:], new[b:])):
        if was or is_now:
            yield "".join(was), "".join(is_now)


def in_paragraphs(pieces: list[Piece]) -> Paragraphs:
    """Pieces broken at their line breaks, which are dropped."""
    lines: Paragraphs = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(piece.kind, first))
        lines.extend([Piece(piece.kind, text)] for text in others)
    kept = ([piece for piece in line if piece.text] for line in lines)
    return [line for line in kept if line]
