"""Kind foreign_word: foreign words with a Russian equal (168-ФЗ). Names, networks, addresses and tags are none."""

import re
from collections.abc import Iterator
from functools import cache

from veche.morphology.words import lemmas
from veche.preflight.finding import KindFinding
from veche.preflight.words import table

_MASKED = re.compile(
    r"\[([^\]]*)\]\([^)]*\)|(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,80}|[#@][\w.]+"
    r"|(?<![\w-])(?:[\w-]{1,40}\.){1,3}[a-z]{2,10}(?!\w|\.\w)(?:/\S*)?|erid\S*\s?\S*|(?:промокод\w*"
    r"|пароль|логин|код|id|артикул\w*)\W{1,3}\S+",
    re.IGNORECASE,
)
SHORTEST_PART = 3
_JOINTS = frozenset({"to", "of", "and", "the", "for", "in", "at"})
_RUN = re.compile(r"[A-Za-z][A-Za-z'’&-]*(?:[ ][A-Za-z&][A-Za-z'’&-]*)*")
_CYRILLIC = re.compile(r"(?<![\w-])[А-Яа-яЁё]{2,}(?:-[А-Яа-яЁё]{2,})?(?![\w-])")
_BESIDE_AFTER = re.compile(
    r"[»\"”]?\s?(?:\(\s?[«\"]?[А-Яа-яЁё]{3,}[^()]{0,60}\)|[/|]\s?[«\"]?[А-Яа-яЁё]{3,}"
    r"|[,—–]\s(?:то есть|или|т\.\s?е\.|иначе говоря|по-русски)\s|\sили\s(?:попросту\s|просто\s"
    r"|по-русски\s))"
)
_BESIDE_BEFORE = re.compile(
    r"[А-Яа-яЁё]{3,}[»\"”]?\s?(?:\(\s?[«\"]?(?:англ\.?:?\s)?|[/|]\s?[«\"]?)$|(?:то есть|или"
    r"|по-английски|англ\.)\s[«\"]?$"
)
_CAPITAL_START = re.compile(r"(?:^|[.!?…\n:«\"(]\s*|[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?\s*)$")


def foreign_words(text: str) -> Iterator[KindFinding]:
    """A finding for each different word or phrase."""
    masked = _MASKED.sub(lambda one: " " * len(one.group()), text) if re.search(r"[A-Za-z]", text) else text
    seen: set[str] = set()
    for start, end, instead in sorted([*_latin(masked), *_cyrillic(masked)]):
        said = text[start:end]
        if said.lower() in seen or _is_translated(text, start, end):
            seen.add(said.lower())
            continue
        seen.add(said.lower())
        advice = (
            f" Напишите: «{instead}»." if instead else " Скажите по-русски или дайте перевод рядом, тем же шрифтом."
        )
        yield KindFinding(
            "foreign_word", start, end, "warning", f"«{said}»: иностранное слово, у которого есть русское.{advice}"
        )


def _latin(masked: str) -> Iterator[tuple[int, int, str]]:
    known, allowed = table("foreign")["latin"], _words("words")
    for run in _RUN.finditer(masked):
        if re.match(r"[\d_]", masked[run.end() : run.end() + 1]) or re.search(
            r"[\d_.]$", masked[max(0, run.start() - 1) : run.start()]
        ):
            continue
        words = list(re.finditer(r"[A-Za-z&][A-Za-z'’&-]*", run.group()))
        foreign = [one for one in words if one.group().lower() not in allowed]
        if not foreign or _is_name(masked, run, words):
            continue
        said = run.group().strip("-'’& ")
        start = run.start() + run.group().index(said)
        yield start, start + len(said), known.get(said.lower(), "")


def _is_name(masked: str, run: re.Match[str], words: list[re.Match[str]]) -> bool:
    """Whether a run of Latin words is a trade mark, a title, an abbreviation or a person."""
    known = table("foreign")["latin"]
    low = run.group().lower().strip("-'’& ")
    common = low in known or all(one.group().lower().strip("'’") in known for one in words)
    before = masked[max(0, run.start() - 40) : run.start()]
    quoted = before[-1:] in '«"„“' and before[-1:] != ""
    named_before = re.search(r"([А-Яа-яЁё-]+)\s+(?:№?\d+\s+)?[«\"„“]?$", before)
    if (
        named_before
        and (lemmas(named_before[1].lower()) | {named_before[1].lower()}) & _words("bearers")
        and run.group()[:1].isupper()
    ):
        return True
    if all(one.group().isupper() and len(one.group()) < 6 for one in words):
        # An abbreviation or a size; «SALE» is none.
        return not common
    if len(words) > 1 and words[0].group().lower() in known and words[1].group() in _JOINTS:
        # «Welcome to Rubtsovsk».
        return False
    if not any(one.group()[0].islower() for one in words) or run.group()[:1].isupper():
        return not common or (quoted and not _CAPITAL_START.search(before[:-1]) and len(words) > 1)
    # Lower case inside: «iPhone», «eBay».
    return bool(re.search(r"[a-z][A-Z]", run.group()))


def _cyrillic(masked: str) -> Iterator[tuple[int, int, str]]:
    listed_words = _stems()
    for one in _CYRILLIC.finditer(masked):
        low = one.group().lower()
        instead = _looked_up(low, listed_words)
        if instead is None and len(first := low.partition("-")[0]) > SHORTEST_PART:  # «воркаут-площадка»
            instead = _looked_up(first, listed_words)
        if instead is not None and not (
            masked[max(0, one.start() - 1) : one.start()] in {"«", '"'} and one.group()[0].isupper()
        ):
            yield one.start(), one.end(), instead


def _looked_up(low: str, words: dict[str, tuple[str, str]]) -> str | None:
    for cut in range(4):
        stem = low[: len(low) - cut] if cut else low
        if stem in words and _ENDING.fullmatch(low[len(stem) :]):
            return words[stem][1]
    return None


_ENDING = re.compile(r"(?:а|у|ом|е|ы|и|ов|ам|ами|ах|ей|ем|ю|ой|)")


@cache
def _stems() -> dict[str, tuple[str, str]]:
    """Stem → (word, Russian equal)."""
    return {
        (word[:-1] if word[-1] in "аыйьи" else word): (word, instead)
        for word, instead in table("foreign")["cyrillic"].items()
    }


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(table("foreign")["allowed"][key].split())


def _is_translated(text: str, start: int, end: int) -> bool:
    """Whether the translation stands beside: «sale (распродажа)», «распродажа / sale»."""
    return bool(_BESIDE_AFTER.match(text, end) or _BESIDE_BEFORE.search(text[max(0, start - 60) : start]))
