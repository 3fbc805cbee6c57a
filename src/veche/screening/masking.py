"""Mask who is named in a text and where people live or can be reached, before it leaves for training.

It masks too much rather than too little. What is taken out leaves a blank of the training templates, such as `{тел}` or
`{фио}` (`scripts/screening_sources.py`), which training fills with invented values.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

from veche.morphology.words import is_known, readings
from veche.screening.names import LIKE_SURNAME, REMEMBERED, persons
from veche.screening.screen import screen

NAME, PERSON, NICK, LINK, PHONE, MAIL, HOME, DATE, CODE = (
    f"{{{blank}}}" for blank in ("имя", "фио", "ник", "ссылка", "тел", "почта", "адрес", "дата", "код")
)
type Cut = tuple[int, int, str]

# Of the rules of `personal_data`; an illness or a child's class identifies nobody once name and address are gone.
_BLANKS: Final = {
    "phone": PHONE,
    "home-phone": PHONE,
    "mail": MAIL,
    "nick": NICK,
    "home": HOME,
    "passport": "{паспорт}",
    "snils": "{снилс}",
    "inn": CODE,
    "policy": CODE,
    "birth-paper": CODE,
    "licence": CODE,
    "account": "{карта}",
    "card": "{карта}",
    "plate": CODE,
    "car": CODE,
    "born": DATE,
}
_SEP = r"[ \t.()\-–—/_*+]{0,3}"
_PATTERNS: Final = (
    # VK's way to name a person or a community: [id1|Имя].
    (NICK, re.compile(r"\[(?:id|club|public|event)\d+\|[^\]]*\]|\*(?:id|club)\d+", re.IGNORECASE)),
    (
        MAIL,
        re.compile(
            r"[\w.+-]{2,40}\s?(?:@|\(at\)|\[at\]|\(собака\)|\sсобака\s)\s?[\w-]{2,30}"
            r"(?:\s?(?:\.|\(dot\)|точка)\s?[a-zа-я]{2,10})+",
            re.IGNORECASE,
        ),
    ),
    (
        LINK,
        re.compile(
            r"(?:https?://|www\.)\S+"
            r"|\b(?:vk|ok|t|wa|youtu|instagram|facebook)\s?\.\s?(?:com|ru|me|be)\s?/\s?[\w./?=&%-]+"
            r"|\b[a-zа-я0-9][a-zа-я0-9-]{1,40}(?:\.[a-zа-я0-9-]{2,30})*\."
            r"(?:ru|рф|com|net|org|su|me|site|online|info|biz|top|shop|xyz|club|io|cc|pro|store)\b(?:/\S*)?",
            re.IGNORECASE,
        ),
    ),
    (NICK, re.compile(r"[\w.+-]{0,40}@[\w.]{2,40}")),
    (NICK, re.compile(r"\b(?:id|wall|topic|photo|video)\s?-?\d{4,14}(?:_\d+)?\b", re.IGNORECASE)),
    (NICK, re.compile(r"(?<![\w.])(?=[A-Za-z0-9_.]*[A-Za-z])(?=[A-Za-z0-9_.]*[_\d])[A-Za-z][A-Za-z0-9_.]{3,40}\b")),
    # A date with its year, or a day and a month of a person's life.
    (DATE, re.compile(r"(?<!\d)\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)?\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}\s?г\.?\s?р\b")),
    # A sign of a car.
    (
        CODE,
        re.compile(
            r"(?<![а-яa-z\d])[авекмнорстухabekmhopctyx]\s?\d{3}\s?[авекмнорстухabekmhopctyx]{2}\s?\d{0,3}(?![а-яa-z\d])",
            re.IGNORECASE,
        ),
    ),
    # A number of a paper with letters in it.
    (CODE, re.compile(r"\b(?=\w*\d{5})(?=\w*[A-Za-zА-Яа-яЁё])\w{6,20}\b")),
    # Seven digits and more, with whatever stands between them and letters that look like digits.
    (PHONE, re.compile(rf"(?<![\w])\+?(?=[\dОоЗзлl]*\d)(?:[\dОоЗзOolI]{_SEP}){{6,24}}\d(?!\w)")),
)
# Five and six digits: a landline, a code of a door, a house with its flat; a sum of money is none.
_SHORT = re.compile(rf"(?<!\w)(?:\d{_SEP}){{4,5}}\d(?!\w)(?!\s?(?:руб|р\b|р\.|₽|тыс|млн|млрд|к\b|чел|м\b|км|кг|%))")
_STREET = (
    r"(?:ул\.?|улиц\w{1,3}|пр-к?т\.?|просп\w{0,7}\.?|пер\.?|переул\w{1,4}|б-р|бульвар\w?|мкр\.?|микрорайон\w?|проезд\w?"
    r"|тупик\w?|тракт\w?|набережн\w{2,3}|площад\w{1,3}|шоссе|квартал\w?)"
)
_NUMBER = r"\d{1,3}(?:\s?[а-гА-Г]\b)?(?:\s?[/\-–к]\s?\d{1,3}){0,2}(?!\d)"
_FLAT = r"(?:[\s,.]{0,3}(?:кв|квартир[ауеы]|комн|комнат[ауые]|подъезд|этаж|под)\.?\s?№?\s?\d{1,3})?"
_STREETS: Final = (
    re.compile(
        rf"\b{_STREET}\s+[А-ЯЁа-яё\d\-]{{2,25}}(?:\s[А-ЯЁ][а-яё]+)?[\s,]{{1,2}}(?:д(?:ом)?\.?\s?)?{_NUMBER}{_FLAT}"
    ),
    re.compile(rf"\b[А-ЯЁ][а-яё\-]{{2,25}}\s{_STREET}[\s,]{{1,2}}(?:д(?:ом)?\.?\s?)?{_NUMBER}{_FLAT}", re.IGNORECASE),
    re.compile(
        rf"\b[А-ЯЁ][а-яё\-]{{3,25}}\s(?:д(?:ом)?\.?\s?)?{_NUMBER}{_FLAT}(?!\s?(?:час|руб|лет|год|дн|%|недел|мес))"
    ),
    re.compile(rf"\b[А-ЯЁ]{{4,25}}\s{_NUMBER}(?:[\s,]{{1,2}}КВ\.?\s?\d{{1,3}})?"),
)
# After names were masked, as many streets bear one.
_HOUSES: Final = (
    re.compile(rf"\{{имя\}},?\s(?:д(?:ом)?\.?\s?)?{_NUMBER}{_FLAT}(?!\s?(?:час|руб|лет|год|дн|%|недел|мес))"),
    re.compile(r"\b(?:дом[аеу]?|д\.)\s?№?\s?\d{1,3}\s?[а-г]?(?:[/к\-]\d{1,3})?", re.IGNORECASE),
    re.compile(
        r"\b(?:кв|квартир[ауеы]|комнат[ауые])\.?\s?№?\s?\d{1,3}\b|\b\d{1,3}-?[а-я]{0,2}\s(?:кв\b|квартир\w{1,2})"
    ),
)
_REST_OF_HOUSE = re.compile(r"\s?[-–/]\s?\d{1,3}(?!\d)")
_WORD = re.compile(r"(?<![\w*@$])[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*(?![\w*@$])")
_STARTS = re.compile(r"(?:^|[.!?…:;\n«»\"()]\s*)$")
_BLANK = r"\{(?:имя|фио)\}"
_CAPITAL = r"(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?)"
_BESIDE = re.compile(rf"(?:{_CAPITAL}\s){{1,2}}{_BLANK}(?:\s{_CAPITAL}){{0,2}}|{_BLANK}(?:\s{_CAPITAL}){{1,2}}")
_ROW = re.compile(r"(?:\{(?:имя|фио)\}[ \t]*){2,}")
_LETTERS: Final = 3
# No braces of ours, no invisible signs inside a number, one kind of hyphen and space.
_PLAIN: Final = str.maketrans(
    {"{": "(", "}": ")"}
    | dict.fromkeys("\u2010\u2011\u2012", "-")
    | dict.fromkeys("\u200b\u2060\ufeff", None)
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
)
_LATIN_PERSON = re.compile(r"\b[A-Z](?:[a-z]{2,15}\s[A-Z][a-z]{3,20}|[A-Z]{2,15}\s[A-Z]{4,20})\b")


def masked(text: str, known: Collection[str] = ()) -> str:
    """The text with blanks. `known`: names of the author and of the others in the talk, masked in any form."""
    plain = text.translate(_PLAIN)
    for cuts in (_by_pattern, _by_rule, _by_street, lambda rest: _names(rest, known), _beside_names, _by_house):
        plain = _blanked(plain, cuts(plain))
    return _ROW.sub(lambda match: PERSON + (" " if match[0][-1].isspace() else ""), plain)


def _by_pattern(text: str) -> Iterator[Cut]:
    for blank, pattern in (*_PATTERNS, (PHONE, _SHORT)):
        yield from ((*match.span(), blank) for match in pattern.finditer(text))


def _by_rule(text: str) -> Iterator[Cut]:
    """What the rules of `personal_data` have found."""
    for one in screen(text).spans:
        if one.ground == "personal_data" and one.rule in _BLANKS:
            yield one.start, one.end, _BLANKS[one.rule]


def _by_street(text: str) -> Iterator[Cut]:
    for pattern in _STREETS:
        yield from ((*match.span(), HOME) for match in pattern.finditer(text))


def _beside_names(text: str) -> Iterator[Cut]:
    """A capital or an initial beside a masked name belongs to it."""
    for match in _BESIDE.finditer(text):
        yield (*match.span(), PERSON)


def _by_house(text: str) -> Iterator[Cut]:
    for pattern in _HOUSES:
        yield from ((*match.span(), HOME) for match in pattern.finditer(text))


def _names(text: str, known: Collection[str]) -> Iterator[Cut]:
    yield from ((one.start, one.end, PERSON if one.full else NAME) for one in persons(text))
    stems = {_stem(word.lower()) for name in known for word in _WORD.findall(name) if len(word) >= _LETTERS}
    latin = {word.lower() for name in known for word in re.findall(r"[A-Za-z]{3,}", name)}
    for match in _WORD.finditer(text):
        word = match[0]
        if _stem(word.lower()) in stems or _is_name(word, starts=bool(_STARTS.search(text[: match.start()][-3:]))):
            yield (*match.span(), NAME)
    yield from ((*match.span(), PERSON) for match in _LATIN_PERSON.finditer(text))
    for match in re.finditer(r"[A-Za-z]{3,}", text):
        if match[0].lower() in latin:
            yield (*match.span(), NAME)


def _is_name(word: str, *, starts: bool) -> bool:
    """`starts`: the word begins a sentence, where a capital says nothing."""
    if word.isupper() and len(word) > _LETTERS and LIKE_SURNAME.search(word.lower()) and not is_known(word.lower()):
        return True
    capital = word[0].isupper() and not word.isupper()
    if any(_kind(part.lower()) == "name" for part in word.split("-")):
        return True
    if capital and any(_kind(part.lower()) == "maybe" for part in word.split("-")):
        return True
    if not capital or len(word) < _LETTERS:
        return False
    return not is_known(word.lower()) if starts else _kind(word.lower()) != "place"


@lru_cache(maxsize=REMEMBERED)
def _kind(word: str) -> str:
    """ "name": nothing but a name; "maybe": also a common word («вера», «мороз»); "place"; "" otherwise."""
    found = readings(word)
    types = [reading.feats.get("NameType") for reading in found]
    if "Geo" in types and not {"Giv", "Pat", "Sur"} & set(types):
        return "place"
    personal = [one for one in types if one in {"Giv", "Pat", "Sur"}]
    if not personal or len(word) < _LETTERS:
        return ""
    named = {reading.lemma for reading in found if reading.feats.get("NameType")}
    # «Иванов» is also what belongs to Ivan.
    return "name" if all(reading.lemma in named for reading in found) else "maybe"


def _stem(word: str) -> str:
    """What the forms of a name have in common: «ковалёва», «ковалёвой»."""
    plain = word.replace("ё", "е")
    return plain[: max(_LETTERS, len(plain) - 2)] if len(plain) > 4 else plain.rstrip("аеиоуыьюяй") or plain


def _blanked(text: str, cuts: Iterable[Cut]) -> str:
    """Replace each cut by its blank; of overlapping ones the first and longest counts. Blanks stay as they are."""
    taken = [match.span() for match in re.finditer(r"\{[а-я]+\}", text)]
    out, at = [], 0
    for start, end, blank in sorted((_trimmed(text, cut) for cut in cuts), key=lambda cut: (cut[0], -cut[1])):
        if start < at or any((start < b and end > a) and not (start <= a and b <= end) for a, b in taken):
            continue
        out += [text[at:start], blank]
        at = end
    return "".join([*out, text[at:]])


def _trimmed(text: str, cut: Cut) -> Cut:
    start, end, blank = cut
    if blank == HOME and (rest := _REST_OF_HOUSE.match(text, end)):
        end = rest.end()
    found = text[start:end]
    return start + len(found) - len(found.lstrip(" ,.;:")), end - (len(found) - len(found.rstrip(" ,;:"))), blank
