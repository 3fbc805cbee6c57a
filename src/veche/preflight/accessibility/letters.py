"""A10: capitals, letters that only look like letters, signs instead of words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from veche.morphology.words import is_known, readings
from veche.preflight.finding import KindFinding

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w+|(?<!\w)[#@]\w+|erid\S*\s?\S+", re.IGNORECASE
)
_CAPITAL = re.compile(r"(?<![\w-])[А-ЯЁ]{2,}(?:-[А-ЯЁ]{2,})*(?![\wа-яё])")
_BETWEEN = re.compile(r"[\s,\-–—!«»\"()№\d:.]{0,5}(?:[А-ЯЁ][\s]{1,2})?")
_JUMPING = re.compile(r"(?<!\w)[А-Яа-яЁё]{5,}(?!\w)")
_FANCY = re.compile(
    "[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189\uff21-\uff3a\uff41-\uff5a"
    "\u1d00-\u1d2b\u1d43-\u1d61\u1d78\u2090-\u209c\u02b0-\u02b8\u02e1-\u02e3\ua730\ua731]+|(?:[^\\W\\d_][\u0300\u0301\u0332-\u0338\u0359-\u036f\u20d0-\u20ef]+){3,}"
)
_SPACED = re.compile(r"(?<![\w])(?:[А-ЯЁа-яё] ){4,}[А-ЯЁа-яё](?!\w)")
_SIGNS = re.compile(
    r"(?<=[а-яё»]) ?& ?(?=[А-Яа-яё«])|(?<=[а-яё»]) ?(?:=|⇒|➔|→|➡️?|\+) ?(?=[А-Яа-яё«])"
    r"|(?<=[А-Яа-яЁё])[@$€](?=[а-яё])|(?<![\w])(?:@|\$|€)(?=[а-яё]{2})"
)
_NAMES = {
    "МАКС",
    "МИР",
    "СОЮЗ",
    "РОДИНА",
    "ВЕЧЕ",
    "ЕДИНСТВО",
    "СПИД",
    "ГРАНТ",
    "ЛАДА",
    "ВЕСТИ",
    "НАУКА",
    "СПОРТ",
    "АНО",
    "МАУ",
}


def letters(text: str) -> Iterator[KindFinding]:
    """One finding for each way of writing, at its first place."""
    masked = ADDRESS.sub(lambda one: " " * len(one.group()), text)
    shouted = [*_capitals(masked), *(one.span() for one in _SPACED.finditer(masked))]
    if shouted:
        start, end = min(shouted)
        yield KindFinding(
            "A10",
            start,
            end,
            "warning",
            "Заглавные буквы подряд: диктор может прочесть их по одной. Напишите строчными.",
        )
    fancy = [
        *(one.span() for one in _FANCY.finditer(text)),
        *(one.span() for one in _JUMPING.finditer(masked) if _jumps(one.group())),
    ]
    if fancy:
        start, end = min(fancy)
        end = _grown(text, end)
        yield KindFinding(
            "A10", start, end, "warning", f"«{text[start:end]}»: таких букв диктор не прочтёт. Наберите обычными."
        )
    if signs := _SIGNS.search(masked):
        yield KindFinding("A10", *signs.span(), "warning", f"«{signs.group().strip()}» вместо слова: напишите словом.")


def _grown(text: str, end: int) -> int:
    """Past the following words in such letters."""
    past = re.compile(rf"(?:\s*(?:{_FANCY.pattern}))*").match(text, end)
    return past.end() if past else end


def _jumps(word: str) -> bool:
    """«зАбОр»: the case changes upwards three times."""
    return len(re.findall(r"[а-яё][А-ЯЁ]", word)) >= 2 and len(re.findall(r"[А-ЯЁ]{2}", word)) == 0


def _capitals(masked: str) -> Iterator[tuple[int, int]]:
    """Runs of words in capitals with a common word in them; one long word is a run too."""
    run: list[re.Match[str]] = []
    for one in _CAPITAL.finditer(masked):
        if run and not _BETWEEN.fullmatch(masked, run[-1].end(), one.start()):
            yield from _shouted(run, masked)
            run = []
        run.append(one)
    yield from _shouted(run, masked)


def _shouted(run: list[re.Match[str]], masked: str) -> Iterator[tuple[int, int]]:
    if len(run) == 1 and masked[run[0].start() - 1 : run[0].start()] in {"«", '"'} and run[0].start():
        # A title: акция «СДЕЛАЕМ».
        return
    words = [one for one in run if _is_common(one.group())]
    if words and (any(len(one.group()) > 3 for one in words) or len(words) > 1):
        yield words[0].start(), words[-1].end()


@lru_cache(maxsize=5_000)
def _is_common(word: str) -> bool:
    """Whether the capitals are an ordinary word and no abbreviation or trade mark."""
    if word in _NAMES:
        return False
    parts = word.split("-")
    if len(parts) > 1:
        return all(_is_common(part) for part in parts)
    if not is_known(word.lower()) or (
        len(word) < 4
        and word
        not in {
            "ВСЕ",
            "ВСЁ",
            "МЫ",
            "ВАС",
            "НЕ",
            "НЕТ",
            "ДА",
            "ВЫ",
            "ДЛЯ",
            "ЧТО",
            "КТО",
            "КАК",
            "ДОМ",
            "УРА",
            "ДНИ",
            "ДЕНЬ",
            "ГОД",
            "НАШ",
            "ВАМ",
        }
    ):
        return False
    return not any("Abbr" in reading.labels or "Fixd" in reading.labels for reading in readings(word.lower())[:3])
