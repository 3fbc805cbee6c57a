"""Check a post before publishing, by family. Nothing is stored or sent, nothing is forbidden: people decide."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain

from veche.preflight.accessibility.emoji import emoji
from veche.preflight.accessibility.hashtags import hashtags
from veche.preflight.accessibility.hidden import hidden
from veche.preflight.accessibility.letters import letters
from veche.preflight.accessibility.links import links
from veche.preflight.accessibility.media import media
from veche.preflight.accessibility.sentences import from_style, paragraphs, sentences
from veche.preflight.finding import FAMILIES, KindFinding, PreflightFamily
from veche.preflight.law.advertising import advertising
from veche.preflight.law.children import child_photos
from veche.preflight.law.elections import campaigning, polls
from veche.preflight.law.foreign import foreign_words
from veche.preflight.law.links import forbidden_links
from veche.preflight.law.personal import personal_data
from veche.preflight.law.registers import registered
from veche.preflight.law.weekdays import weekdays
from veche.preflight.post import Post
from veche.preflight.registers.index import Index
from veche.style.check import ParsedText

NO_REGISTERS = Index()


def check(
    post: Post,
    *,
    families: Collection[PreflightFamily] = FAMILIES,
    registers: Index = NO_REGISTERS,
    parsed: ParsedText | None = None,
) -> list[KindFinding]:
    """Findings in order of their positions in `post.text`. `parsed`: the same text, if it has been parsed already."""
    text = parsed or ParsedText(post.text)
    found: list[KindFinding] = []
    if "accessibility" in families:
        found += _accessibility(post, text)
    if "law" in families:
        found += _law(post, text, registers)
    return sorted(_once(found), key=lambda one: (one.start, one.end, one.kind))


def _accessibility(post: Post, parsed: ParsedText) -> Iterator[KindFinding]:
    visible = parsed.visible.text
    for one in chain(
        sentences(parsed.text),
        paragraphs(visible),
        emoji(visible),
        hashtags(visible),
        links(visible),
        letters(visible),
        from_style(parsed.text, parsed.raw_findings()),
    ):
        yield _in_source(one, parsed)
    yield from hidden(post.text)
    yield from media(post)


def _law(post: Post, parsed: ParsedText, registers: Index) -> Iterator[KindFinding]:
    visible, today = parsed.visible.text, post.at.today
    for one in chain(
        forbidden_links(visible, registers, today),
        weekdays(visible, today),
        campaigning(visible, post.at),
        polls(visible, post.at),
        advertising(visible, post.at),
        personal_data(visible, today),
        foreign_words(visible),
    ):
        yield _in_source(one, parsed)
    yield from registered(post.text, registers, today)
    yield from child_photos(post)


def _in_source(one: KindFinding, parsed: ParsedText) -> KindFinding:
    start, end = parsed.visible.span_in_source(one.start, one.end)
    return replace(one, start=start, end=end)


# Of two families or kinds that name one fault at one place, the first stays.
_SAME = {("foreign_word", "A12")}


def _once(found: list[KindFinding]) -> Iterator[KindFinding]:
    seen: set[tuple[str, int, int]] = set()
    for one in found:
        key = (one.kind, one.start, one.end)
        doubled = any(
            (other.kind, one.kind) in _SAME and other.start < one.end and one.start < other.end for other in found
        )
        if key not in seen and not doubled:
            seen.add(key)
            yield one
