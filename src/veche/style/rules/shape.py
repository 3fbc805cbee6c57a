"""R11, R12: long sentences, paragraphs and posts. R20: shouting."""

import re
from collections.abc import Iterator

from veche.morphology.words import is_known
from veche.style.finding import RawFinding
from veche.style.text import Text

LONG, VERY_LONG = 20, 30
PARAGRAPH, POST = 600, 1_500
CAPITALS, TAGS, EMOJI = 3, 5, 8
_BREAK = re.compile(r"\n[^\S\n]*\n")
_SHOUT = re.compile(r"!{3,}|[!?]{4,}")
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_TAG = re.compile(r"(?<!\S)#\w+")
_BETWEEN = re.compile(r"[\s\ufe0f\u200d,]+")
_CAPITAL_WORD = re.compile(r"[А-ЯЁ]{2,}(?:-[А-ЯЁ]+)*")
_RUN = re.compile(r"[А-ЯЁ]{2,}(?:[ ,\-–—!]{1,3}[А-ЯЁ]+(?![а-яё])){0,30}")


def long_sentences(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        if sentence.kind != "heading" and sentence.length > LONG:
            yield RawFinding(
                "R11",
                sentence.start,
                sentence.end,
                "error" if sentence.length > VERY_LONG else "warning",
                f"В предложении слов: {sentence.length}. Разделите его: легко читают до двадцати.",
                family="readability",
            )


def long_paragraphs(text: Text) -> Iterator[RawFinding]:
    source, start = text.source, 0
    for end in [*(found.start() for found in _BREAK.finditer(source)), len(source)]:
        paragraph = source[start:end].strip()
        if len(paragraph) > PARAGRAPH:
            at = source.index(paragraph, start)
            message = f"В абзаце знаков: {len(paragraph)}. Разбейте его пустой строкой: в ленте читают по 3–4 строки."
            yield RawFinding("R12", at, at + len(paragraph), "warning", message, family="readability")
        start = end
    bare = source.strip()
    if len(bare) > POST and "\n" in bare:
        first = bare.split("\n", 1)[0].rstrip()
        at = source.index(first)
        message = (
            f"В записи знаков: {len(bare)}. В соцсетях дочитывают до {POST}: оставьте главное, остальное по ссылке."
        )
        yield RawFinding("R12", at, at + len(first), "hint", message, family="readability")


def shouting(text: Text) -> Iterator[RawFinding]:
    source = text.source
    for found in _SHOUT.finditer(source):
        marks = found.group()
        instead = "!" if set(marks) == {"!"} else "?!"
        yield RawFinding("R20", found.start(), found.end(), "warning", "Хватит одного знака: крик не читают.", instead)
    yield from _capitals(text.masked)
    yield from _too_many(source, _TAG, TAGS, "Хештегов больше четырёх. Оставьте два-три, по которым вас ищут.")
    yield from _too_many(source, _EMOJI, EMOJI, "Значков слишком много. Оставьте один-три.")


def _capitals(masked: str) -> Iterator[RawFinding]:
    for found in _RUN.finditer(masked):
        words = _CAPITAL_WORD.findall(found.group())
        shouted = [word for word in words if len(word) > 3 and is_known(word.lower())]
        if len(shouted) >= 1 and (len(words) >= CAPITALS or (len(shouted) == len(words) and sum(map(len, words)) >= 7)):
            end = found.start() + len(found.group().rstrip(" ,-–—!"))
            yield RawFinding(
                "R20", found.start(), end, "warning", "Сплошные заглавные буквы читаются как крик. Напишите строчными."
            )


def _too_many(source: str, pattern: re.Pattern[str], limit: int, message: str) -> Iterator[RawFinding]:
    """A finding at the last run of matches, if there are more than allowed."""
    found = list(pattern.finditer(source))
    if len(found) < limit:
        return
    first = len(found) - 1
    while first and not _BETWEEN.sub("", source[found[first - 1].end() : found[first].start()]):
        first -= 1
    yield RawFinding("R20", found[first].start(), found[-1].end(), "warning", message)
