"""Persons and organisations of registers that a text names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from veche.morphology.words import is_known, lemmas, readings
from veche.preflight.law.tokens import Token, cyrillic, tokens
from veche.preflight.registers.declension import candidate_stems, is_form, stems
from veche.preflight.registers.entry import Entry
from veche.preflight.registers.index import Index
from veche.preflight.registers.pattern import Person, Phrase, is_patronymic
from veche.preflight.words import listed

# A bare surname tells whose it is only if it is rare and long.
RARE = 5
# Three ordinary words in a row, the first with a capital, are no coincidence.
ENOUGH = 2
_BEARER = re.compile(
    r"(?:улиц\w{1,3}|\bул\.?|проспект\w?|пр-т|площад\w{1,3}|имени|\bим\.?|сквер\w?|парк\w?"
    r"|переул\w{1,3}|набережн\w{2,3}|школ\w\s+(?:№\s?\d+\s+)?имени)\s{0,2}(?:[А-ЯЁ]\.\s?){0,2}$",
    re.IGNORECASE,
)
_STREET = re.compile(r"\s(?:переул\w{1,3}|проезд\w?|улиц\w{1,3}|площад\w{1,3}|мост\w?|овраг\w?)\b")
_GAP = re.compile(r"\s{1,2}")
_INITIAL_GAP = re.compile(r"\.\s?|\s")
_PHRASE_GAP = re.compile(r"[\s«»\"“”„().,:–—-]{1,4}")
_OPEN, _CLOSE = '«"„“(', '»"”“)'


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` names `entry`."""

    entry: Entry
    start: int
    end: int


def mentions(text: str, index: Index, today: date) -> list[Mention]:
    """All mentions in order; of overlapping ones the longest."""
    if not index:
        return []
    words = tokens(text)
    found = [one for at in range(len(words)) for one in _at(text, words, at, index, today)]
    return _longest(found)


def _longest(found: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    taken: dict[str, set[int]] = {}
    for one in sorted(found, key=lambda mention: mention.start - mention.end):
        places = taken.setdefault(one.entry.kind, set())
        if places.isdisjoint(range(one.start, one.end)):
            places.update(range(one.start, one.end))
            kept.append(one)
    return sorted(kept, key=lambda mention: mention.start)


def _at(text: str, words: list[Token], at: int, index: Index, today: date) -> Iterator[Mention]:
    word = words[at]
    for phrase in index.phrases(word.stems, today):
        if (end := _phrase(text, words, at, phrase)) is not None:
            yield Mention(phrase.entry, word.start, end)
    if word.capital:
        yield from _persons_at(text, words, at, index, today)
        yield from _latin_at(words, at, index, today)


def _persons_at(text: str, words: list[Token], at: int, index: Index, today: date) -> Iterator[Mention]:
    """One mention of each kind of register: of namesakes whom a text does not tell apart, the first."""
    word, seen = words[at], set[str]()
    if not _BEARER.search(text[max(0, word.start - 30) : word.start]) and not _STREET.match(text, word.end):
        near = _Near.of(text, words, at)
        for pattern in index.persons(word.stems, near.letters, today):
            if pattern.entry.kind not in seen and (span := _person(text, words, at, pattern, near)):
                seen.add(pattern.entry.kind)
                yield Mention(pattern.entry, *span)
        for pattern in index.only_persons(word.stems, today):
            if pattern.entry.kind not in seen and _is_bare(words, at, pattern, near):
                yield Mention(pattern.entry, word.start, word.end)


def _latin_at(words: list[Token], at: int, index: Index, today: date) -> Iterator[Mention]:
    latin, seen = cyrillic(words[at].low), set[str]()
    if latin == words[at].low:
        return
    beside = [cyrillic(words[n].low)[:1] for n in (at - 1, at + 1) if 0 <= n < len(words)]
    for pattern in index.persons(candidate_stems(latin), dict.fromkeys(beside), today):
        if pattern.entry.kind not in seen and (span := _latin_person(words, at, latin, pattern)):
            seen.add(pattern.entry.kind)
            yield Mention(pattern.entry, *span)


@dataclass(frozen=True, slots=True)
class _Near:
    """Indices of the words with capitals right beside a surname; `signed`: the initials of one side, if it has any."""

    signed: list[int]
    is_after: bool
    named: list[int]
    letters: tuple[str, ...]

    @classmethod
    def of(cls, text: str, words: list[Token], at: int) -> "_Near":
        sides = [_neighbours(text, words, at, step) for step in (-1, 1)]
        signed = [sorted(n for n in side if _is_initial(text, words[n])) for side in sides]
        named = [n for side in sides for n in side if words[n].capital]
        letters = tuple(dict.fromkeys(words[n].low[:1] for n in named))
        return cls(signed[0] or signed[1], not signed[0], named, letters)


def _latin_person(words: list[Token], at: int, surname: str, pattern: Person) -> tuple[int, int] | None:
    if not is_form(surname, pattern.surname):
        return None
    for other in (at - 1, at + 1):
        if 0 <= other < len(words) and words[other].capital and cyrillic(words[other].low)[:3] == pattern.given[:3]:
            return min(words[at].start, words[other].start), max(words[at].end, words[other].end)
    return None


def _person(text: str, words: list[Token], at: int, pattern: Person, near: _Near) -> tuple[int, int] | None:
    """The span of the person's surname with given name or initials, or None for a namesake or another word."""
    word = words[at]
    if not is_form(word.low, pattern.surname):
        return None
    if near.signed:
        if not _same_letters([words[n].low for n in near.signed], pattern):
            return None
        start = min(word.start, words[near.signed[0]].start)
        end = max(word.end, words[near.signed[-1]].end)
        return start, end + (near.is_after and text[end : end + 1] == ".")
    own = [n for n in near.named if _gives(words[n], pattern)]
    if not own or _other_patronymic(words, near.named, pattern):
        return None
    own += [n for n in near.named if is_patronymic(words[n].low)]
    return min(word.start, *(words[n].start for n in own)), max(word.end, *(words[n].end for n in own))


def _is_bare(words: list[Token], at: int, pattern: Person, near: _Near) -> bool:
    """Whether a surname without a name beside it tells whose it is: no common word or surname."""
    word = words[at]
    return (
        not near.signed
        and len(word.low) >= RARE
        and is_form(word.low, pattern.surname)
        and not is_known(word.low)
        and not is_known(pattern.surname)
        and not any(_is_given(words[n]) or is_patronymic(words[n].low) for n in near.named)
    )


def _neighbours(text: str, words: list[Token], at: int, step: int) -> list[int]:
    """Indices of up to two words that stand right beside, joined by a space or an initial's stop."""
    found = []
    place = at
    for _ in range(2):
        other = place + step
        if not 0 <= other < len(words):
            break
        first, second = (words[other], words[place]) if step < 0 else (words[place], words[other])
        gap = text[first.end : second.start]
        initial = _is_initial(text, first) or (first.capital and len(first.text) == 1)
        if not (_GAP.fullmatch(gap) or (initial and _INITIAL_GAP.fullmatch(gap)) or (gap == ". " and initial)):
            break
        found.append(other)
        place = other
    return found


def _is_initial(text: str, word: Token) -> bool:
    return len(word.text) == 1 and word.capital and text[word.end : word.end + 1] == "."


def _same_letters(initials: list[str], pattern: Person) -> bool:
    names = (pattern.given, pattern.patronymic)
    return all(not name or name[0] == letter for name, letter in zip(names, initials, strict=False))


def _gives(word: Token, pattern: Person) -> bool:
    """Whether the word is the given name in any case."""
    if not pattern.given:
        return False
    return word.low[0] == pattern.given if len(pattern.given) == 1 else is_form(word.low, pattern.given)


def _other_patronymic(words: list[Token], named: list[int], pattern: Person) -> bool:
    told = [words[n].low for n in named if is_patronymic(words[n].low) and not _gives(words[n], pattern)]
    if not told or len(pattern.patronymic) < 2:
        return False
    return not any(
        one[:-3] == pattern.patronymic[:-3]
        or is_form(one, pattern.patronymic)
        or stems(one)[0][:-1] == stems(pattern.patronymic)[0][:-1]
        for one in told
    )


def _is_given(word: Token) -> bool:
    """Whether the word is a given name, in any case."""
    names = listed("given")
    if any(
        stem in names or stem + "а" in names or stem + "й" in names or stem + "я" in names or stem + "ь" in names
        for stem in word.stems
    ):
        return any(is_form(word.low, name) for name in names if name[:2] == word.low[:2])
    return any(
        reading.pos == "PROPN" and reading.source == "dictionary" and "Sgtm" not in reading.labels
        for reading in readings(word.text)[:1]
    )


def _phrase(text: str, words: list[Token], at: int, pattern: Phrase) -> int | None:
    """The end of the organisation's name that begins here; None if the words are not its name."""
    past = at
    for place, wanted in enumerate(pattern.words):
        past = at + place
        if past >= len(words) or not _same(words[past], wanted, acronym=pattern.acronym):
            return None
        if place and not _PHRASE_GAP.fullmatch(text[words[past - 1].end : words[past].start]):
            return None
    start, end = words[at].start, words[past].end
    if pattern.acronym:
        return end if words[at].text.isupper() else None
    head = _head(text, words, at)
    if head == "other":
        return None
    if pattern.whole or head == "kind":
        return end if pattern.whole or words[at].capital or _is_quoted(text, start, end) else None
    return end if _is_name(text, words, at, past, pattern) else None


def _same(word: Token, wanted: str, *, acronym: bool) -> bool:
    if acronym or word.low == wanted:
        return word.low == wanted
    ours, theirs = word.low.split("-"), wanted.split("-")
    return len(ours) == len(theirs) and all(_same_stem(*pair) for pair in zip(ours, theirs, strict=True))


def _same_stem(form: str, wanted: str) -> bool:
    return form == wanted or bool(set(candidate_stems(form)) & set(stems(wanted)))


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in set(_OPEN) and text[end : end + 1] in set(_CLOSE)


def _head(text: str, words: list[Token], at: int) -> str:
    """«kind» if the word before says that an organisation is named, «other» if it names another thing, else «»."""
    if not at or not re.fullmatch(r"[\s«\"„“(:–—-]{1,4}", text[words[at - 1].end : words[at].start]):
        return ""
    found = lemmas(words[at - 1].low) or frozenset(words[at - 1].stems)
    plain = {lemma.replace("ё", "е") for lemma in found}
    if plain & listed("innocent"):
        return "other"
    if plain & (listed("heads") | listed("members")):
        return "kind"
    return "other" if _belongs_to_another(text, words, at) else ""


def _belongs_to_another(text: str, words: list[Token], at: int) -> bool:
    """Whether a noun in the genitive and another thing before it lead to a quoted name: «конкурс фотографий «…»»."""
    if at < 2 or text[words[at].start - 1] not in _OPEN or text[words[at - 2].end : words[at - 1].start] != " ":
        return False
    genitive = any(one.pos == "NOUN" and one.feats.get("Case") == "Gen" for one in readings(words[at - 1].low))
    heads = {lemma.replace("ё", "е") for lemma in lemmas(words[at - 2].low)}
    return genitive and bool(heads & listed("innocent"))


def _is_name(text: str, words: list[Token], at: int, past: int, pattern: Phrase) -> bool:
    """Whether words without a kind before them are a name and no ordinary words."""
    quoted, capital = _is_quoted(text, words[at].start, words[past].end), words[at].capital
    rare = any(not is_known(word) for word in pattern.words if len(word) > 3)
    latin = all(re.fullmatch(r"[a-z\d-]+", word) for word in pattern.words)
    if rare or latin or len(pattern.words) > ENOUGH:
        return capital or quoted
    if len(pattern.words) == 1:
        return False
    begins = not at or bool(re.search(r"[.!?\n]\s*$|^\s*$", text[: words[at].start]))
    return quoted or (capital and (not begins or words[past].capital))
