"""A4: hashtags. At most two, at the end; several words as #ДеньГорода, which a screen reader can split."""

import re
from collections.abc import Iterator
from functools import lru_cache

from veche.morphology.words import is_known, readings
from veche.preflight.finding import KindFinding

MOST = 2
_TAG = re.compile(r"(?<![\w/&])#([^\W_][\w]{1,80})(?:@\w+)?")
_REST = re.compile(r"(?:\s|[.,;!)»]|#\w+(?:@\w+)?|https?://\S+|@\w+|[^\w\s#])*")
_LATIN_WORDS = re.compile(
    r"(?:city|day|open|data|live|news|fest|sport|run|time|my|love|park|art|music|night|street"
    r"|russia|best|team|go|new|year|work|shop|food)+"
)
SHORTEST = 3


def hashtags(text: str) -> Iterator[KindFinding]:
    found = list(_TAG.finditer(text))
    glued = [one for one in found if _is_glued(one[1])]
    for one in glued:
        yield KindFinding(
            "A4",
            *one.span(),
            "warning",
            f"«{one.group()}»: слова слиплись, диктор прочтёт их одним. Каждое слово — с заглавной: #ДеньГорода.",
        )
    rest = [one for one in found if one not in glued]
    if len(found) > MOST and (over := [one for one in found[MOST:] if one in rest] or (rest[-1:] if not glued else [])):
        yield KindFinding(
            "A4",
            over[0].start(),
            over[-1].end(),
            "warning",
            f"Хештегов {len(found)}, хватит двух: диктор читает каждый.",
        )
        return
    inner = next((one for one in rest if not _at_end(text, one)), None)
    if inner is not None:
        yield KindFinding(
            "A4", *inner.span(), "warning", f"«{inner.group()}» посреди текста: перенесите хештеги в конец."
        )


def _at_end(text: str, one: re.Match[str]) -> bool:
    """Whether only tags, links and signs follow in the text, or the tag stands in a row of tags."""
    rest = _REST.match(text, one.end())
    if rest is not None and rest.end() == len(text):
        return True
    start = text.rfind("\n", 0, one.start()) + 1
    line = text[start:].partition("\n")[0]
    return not re.search(r"\w", _TAG.sub("", line))


@lru_cache(maxsize=5_000)
def _is_glued(tag: str) -> bool:
    """Whether the tag has several words in one case: «деньгорода», «ДЕНЬГОРОДА», «Деньгорода»."""
    parts = [part for part in re.split(r"[_\d]+", tag) if part]
    return any(_is_glued_part(part) for part in parts)


def _is_glued_part(part: str) -> bool:
    if len(part) < 2 * SHORTEST or re.search(r"[a-zа-яё][A-ZА-ЯЁ]", part):
        return False
    low = part.lower()
    if re.fullmatch(r"[a-z]+", low):
        return bool(_LATIN_WORDS.fullmatch(low)) and len(low) > 6
    return not is_known(low) and not _is_single(low) and _splits(low)


def _is_single(low: str) -> bool:
    """Whether the letters are one word that the dictionary lacks, such as the name of a town."""
    return bool(re.search(r"(?:ск|цк|град|горск|поль)(?:ий|ая|ое|ие|ого|ом|е|а|у)?$", low)) and not any(
        _is_word(low[:at]) and len(low[at:]) > 4 and is_known(low[at:]) for at in range(3, len(low) - 4)
    )


def _splits(low: str) -> bool:
    """Whether the letters are two or three known words."""
    for at in range(1, len(low) - 2):
        if not _is_word(low[:at]):
            continue
        rest = low[at:]
        if _is_word(rest) and max(at, len(rest)) >= 4:
            return True
        if len(rest) > 5 and any(_is_word(rest[:cut]) and _is_word(rest[cut:]) for cut in range(1, len(rest) - 2)):
            return True
    return False


_LITTLE = {
    "в",
    "и",
    "к",
    "о",
    "с",
    "у",
    "на",
    "за",
    "по",
    "до",
    "от",
    "из",
    "мы",
    "не",
    "ты",
    "вы",
    "я",
    "со",
    "об",
    "год",
    "для",
}


def _is_word(word: str) -> bool:
    """Whether the letters are a word by themselves; of short ones only the common."""
    if word in _LITTLE:
        return True
    if len(word) < SHORTEST or not is_known(word):
        return False
    return len(word) > 3 or any(
        reading.source == "dictionary"
        and reading.pos in {"NOUN", "VERB", "ADJ", "DET", "PRON", "NUM"}
        and "Abbr" not in reading.labels
        for reading in readings(word)[:2]
    )
