"""What differs between two texts, by words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from veche.networks.protocol import Poll
from veche.posts.domain.rendering import draft_of
from veche.posts.models import PostVersion

# «17:00», «12.12.2026» and «пресс-служба» change as one word.
_WORDS = re.compile(r"\n|[^\S\n]+|\w+(?:[:.,-]\w+)*|[^\w\s]")
# Beyond this many words difflib's guess at frequent words keeps it fast; below it the answer is exact.
EXACT_UP_TO = 2_000
# A post of the longest that a network takes stays far below; beyond it difflib takes minutes.
MOST_MEETINGS = 300_000

type Step = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind` is "ins", "del" or "": words that are new, gone, or as they were."""

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
    """`texts` names only what differs; pictures are compared by content and words, videos by what stands beside too.

    `poll`, `link` None: the same.
    """

    texts: tuple[TextChange, ...]
    added_pictures: int
    removed_pictures: int
    described_pictures: int
    poll: Paragraphs | None = None
    link: Paragraphs | None = None
    dressed_videos: int = 0

    def __bool__(self) -> bool:
        pictures = self.added_pictures or self.removed_pictures or self.described_pictures
        return bool(self.texts or pictures or self.poll or self.link or self.dressed_videos)


def changed_words(old: str, new: str) -> Paragraphs:
    """The new text in paragraphs, with what is gone (`del`) and what is new (`ins`) between what stayed.

    Without the one kind the pieces give the old text, without the other the new one; only line breaks are dropped.
    """
    return _paragraphs(list(_pieces(_WORDS.findall(old), _WORDS.findall(new))))


def changes(old: PostVersion, new: PostVersion) -> Changes:
    """Reads `variants` and `pictures__media` of both (prefetch them)."""
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
        poll=_changed_poll(was.poll, now_.poll),
        link=_changed_link(was.link, now_.link),
        dressed_videos=sum(old_of[sha] != beside for sha, beside in _beside(new).items() if sha in old_of),
    )


def _beside(version: PostVersion) -> dict[str, tuple[int | None, int | None]]:
    """What stands beside each video: its cover and its subtitles."""
    return {picture.media.sha256: (picture.cover_id, picture.subtitles_id) for picture in version.pictures.all()}


def _changed_link(was: str, now_: str) -> Paragraphs | None:
    """An address changes as a whole."""
    pieces = [Piece(kind, link) for kind, link in (("del", was), ("ins", now_)) if link]
    return [pieces] if was != now_ else None


def _changed_poll(was: Poll | None, now_: Poll | None) -> Paragraphs | None:
    return changed_words(as_text(was), as_text(now_)) if was != now_ else None


def as_text(poll: Poll | None) -> str:
    """As a person reads it: the question, the answers, the rules."""
    if poll is None:
        return ""
    rules = [
        _("можно выбрать несколько") if poll.multiple else _("один ответ"),
        _("анонимно") if poll.anonymous else _("открыто"),
        *([_("дней: %(days)s") % {"days": poll.open_for.days}] if poll.open_for else []),
    ]
    return "\n".join([poll.question, *(f"— {option}" for option in poll.options), ", ".join(rules)])


def joined(mine: str, theirs: str) -> str:
    """Both texts in one for a person to finish: what they share once, where they differ theirs and then mine."""
    a, b = _WORDS.findall(theirs), _WORDS.findall(mine)
    parts: list[str] = []
    for kind, a1, a2, b1, b2 in _steps(a, b):
        their_words, my_words = "".join(a[a1:a2]), "".join(b[b1:b2])
        if kind == "replace" and not their_words[-1:].isspace() and not my_words[:1].isspace():
            their_words += " "
        parts.append(their_words if kind == "equal" else their_words + my_words)
    return "".join(parts)


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for kind, a1, a2, b1, b2 in _steps(old, new):
        if kind == "equal":
            yield Piece("", "".join(old[a1:a2]))
            continue
        if a1 != a2:
            yield Piece("del", "".join(old[a1:a2]))
        if b1 != b2:
            yield Piece("ins", "".join(new[b1:b2]))


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[Step]:
    """difflib's opcodes; of a long text that says few words again and again only what it begins and ends with."""
    if max(len(old), len(new)) <= EXACT_UP_TO:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if _meetings(old, new) > MOST_MEETINGS:
        return _ends_kept(old, new)
    return SequenceMatcher(None, old, new).get_opcodes()


def _meetings(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal words difflib would look at in each of its rounds; it passes the frequent ones over."""
    there, frequent = Counter(new), len(new) // 100 + 1
    return sum(count * there[word] for word, count in Counter(old).items() if there[word] <= frequent)


def _ends_kept(old: Sequence[str], new: Sequence[str]) -> Sequence[Step]:
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    room = shorter - start
    end = next((n for n in range(room) if old[-1 - n] != new[-1 - n]), room)
    a, b = len(old) - end, len(new) - end
    middle: Step = ("replace" if start < a and start < b else "delete" if start < a else "insert", start, a, start, b)
    return [("equal", 0, start, 0, start), middle, ("equal", a, len(old), b, len(new))]


def _paragraphs(pieces: list[Piece]) -> Paragraphs:
    lines: Paragraphs = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(piece.kind, first))
        lines.extend([Piece(piece.kind, text)] for text in others)
    kept = ([piece for piece in line if piece.text] for line in lines)
    return [line for line in kept if line]
