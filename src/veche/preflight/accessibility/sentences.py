"""A1: long sentences. A2: long paragraphs. A11: abbreviations. A12: passive voice and rare words."""

import re
from collections.abc import Iterator, Sequence

from veche.preflight.finding import KindFinding
from veche.style.finding import RawFinding
from veche.style.rules.voice import passives
from veche.style.text import Text

LONGEST, PARAGRAPH = 25, 400
_KINDS = {"R13": "A11", "R14": "A12"}


def sentences(text: Text) -> Iterator[KindFinding]:
    for sentence in text.sentences:
        if sentence.length > LONGEST and sentence.kind != "heading":
            message = f"В предложении слов: {sentence.length}. На слух понятно до {LONGEST}: разделите его."
            yield KindFinding("A1", sentence.start, sentence.end, "warning", message)


def paragraphs(source: str) -> Iterator[KindFinding]:
    for line in re.finditer(r"[^\n]+", source):
        said = line.group().strip()
        if len(said) > PARAGRAPH:
            start = line.start() + line.group().index(said)
            message = f"В абзаце знаков: {len(said)}. Разбейте его: дольше {PARAGRAPH} в ленте не читают."
            yield KindFinding("A2", start, start + len(said), "warning", message)


def from_style(text: Text, found: Sequence[RawFinding]) -> Iterator[KindFinding]:
    """What `style` finds is said once, as a finding of this family."""
    for one in found:
        kind = _KINDS.get(one.rule)
        if kind and one.severity != "hint":
            yield KindFinding(kind, one.start, one.end, one.severity, one.message, one.replacement)
    # `style` prefers to call «было принято решение» an empty verb; here the voice counts.
    for one in passives(text):
        if one.severity != "hint":
            yield KindFinding("A12", one.start, one.end, one.severity, one.message, one.replacement)
