"""Personal data of private persons: document numbers, private telephones and mail, homes, illnesses, children, cars.

An office's telephone, a street with a house, a price or a date are not private. A name nearby raises the score; the
full name of an official alone is no ground.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from veche.screening.contacts import PRIVATE, mails, nicknames, spelt_mails, telephones
from veche.screening.dictionaries import data
from veche.screening.hits import Hit
from veche.screening.names import persons
from veche.screening.papers import papers

# Below any default threshold: a ground only together with the whole text (`weighing`).
LOOSE = 0.4


class LoosePattern(NamedTuple):
    """`first`: a fast pattern without which `pattern` cannot match."""

    rule: str
    why: str
    first: re.Pattern[str]
    pattern: re.Pattern[str]


_ALONE, _BESIDE_NAME = (
    [
        LoosePattern(one["name"], one["why"], re.compile(one.get("first", "")), re.compile("|".join(one["pattern"])))
        for one in data("told")[kind]
    ]
    for kind in ("alone", "beside_name")
)


def loose_data(text: str, *, named: bool) -> Iterator[Hit]:
    """Hits in a short folded text. `named`: a person is named in it."""
    for one in [*_ALONE, *(_BESIDE_NAME if named else ())]:
        if one.first.search(text) and (match := one.pattern.search(text)):
            yield Hit("personal_data", match.start(), match.end(), one.rule, one.why, LOOSE)


_DIGIT = re.compile(r"\d")
# Beginnings that can match in texts without digits and without two capitals: illnesses, a child's class, numbers in
# words.
_MAY_BE = (
    "вич", "диагноз", "учете", "шизофр", "психуш", "психиатр", "диабет", "инвалид", "онколог", "туберк", "нарколог",
    "инсульт", "инфаркт", "эпилепс", "гепатит", "сифилис", "депресс", "класс", "групп", "девят", "восем",
)  # fmt: skip
# Two capitalised words in a row: possibly a name.
_CAPITALS = re.compile(r"[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+")
_FLAT = re.compile(
    r"(?:дом[аеу]?|д\.)\s?\d{1,3}\s?[а-г]?,?\s?(?:по\s[а-я\-]{4,20},?\s?)?(?:[а-я]{3,8}\sподъезд,?\s|подъезд\s\d{1,2},?\s)?(?:кв|квартир[аеу])\.?\s?\d{1,3}(?!\s?[-–]\s?\d)"
    r"|кв(?:артир[ауеы])?\.?\s?\d{1,3}[\s,]{1,2}(?:по|на|в|дома?|ул\.?|д\.)\s[^.!?\n\d]{0,30}\d{1,3}"
)
_ADDRESS = re.compile(
    r"(?:ул\.?|улиц\w{1,3}|пр-т|пр\.|просп\w{0,7}\.?|пер\.?|переул\w{1,4}|бул\w{0,6}\.?|б-р|мкр\.?|проезд\w?|тракт\w?|"
    r"общаг\w|общежити\w|дом\w?|д\.|адрес\w?|прописан\w?|жив[её]т|живу|проживает|на|по|:|,|^)\s{0,2}"
    r"(?:[а-я\-]{3,25}\s){0,2}?(?:[а-я\d\-]{3,25}[,.]?\s{1,2})(?:д(?:ом)?\.?\s?)?\d{1,3}\s?[а-г]?(?:[/к]\d{1,2})?[,.]?\s{0,3}"
    r"(?:подъезд\s?\d{1,2}[,.]?\s?)?(?:кв\.?|квартир[ауеы]|комн\.?"
    r"|комнат[ауые])\s?№?\s?\d{1,3}(?!\s?(?:[-–]\s?\d|м\b|кв|метр|руб|тыс))"
)
_ROOM = re.compile("кв|комн")
_BARE_ADDRESS = re.compile(
    r"[а-я\-]{4,20}(?:ая|ого|ва|на|ой|ный|ки|го|ской|сного|ира|да|ей|ов|ина|ая|кая),?\s\d{1,3}[а-г]?\s?[-–]\s?\d{1,3}(?![\d.:\-–])"
)
_LIVES = re.compile(r"адрес|прописан|жив[её]т|живу|\bтел|\bт\.|фамили|прожив|\bкв\b|сосед|шумит|приезжайте|приходите")
_HOUSE = re.compile(
    r"(?:жив[её]т|проживает|прописан\w?|прож\.|частный дом)[\s,][^.!?\n]{0,40}?[а-я]{4,20}[\s,]{1,2}(?:д\.?\s?)?\d{1,3}"
    r"|[а-я]{5,20}\s\d{1,3}[^.!?\n]{0,12}(?:хозяин|хозяйка|владелец|владелица)"
    r"|из\s\d{1,3}-?й?\s(?:кв\b|квартиры)|квартир[ауые]\s\d{1,3}"
)
_BORN = re.compile(
    r"(?:\d{1,2}\.\d{1,2}\.)?(?:19|20)\d{2}\s?(?:г\.?\s?р\b|г/р|года рожд)|\b\d{1,2}\.\d{1,2}\.(?:19[4-9]\d"
    r"|20[0-2]\d)\b|\b(?:19|20)\d{2}\s(?=года рожд)"
    r"|(?:\bрод\.|родил\w{1,3}|рожден\w{0,3}|день рождения|\bд\.?р\.?\b|дата рожд\w*)"
    r"[^!?\n]{0,15}?\d{1,2}[./\s][а-я\d]{1,8}[./\s]\d{2,4}"
)
_CELEBRATED = re.compile(r"\b(?:герой|ветеран\w{0,2} войны|поэт|писател\w|художник\w?|композитор\w?|космонавт\w?)\b")
_ILL = re.compile(
    r"диагноз\w*|(?:состоит|стоит) на уч[её]те|\bвич\b|шизофрени\w+|туберкул[её]з\w*|алимент\w+|сахарн\w+ диабет"
    r"|инвалид\w*\s(?:[123]|перв|втор|трет|с детств)"
    r"|онкологи\w+|\bрак\s(?:груди|л[её]гк|желуд|кож|кров)\w*|психушк\w|психиатр\w*|наркологи\w*|инсульт\w*|инфаркт\w*|эпилепси\w+"
    r"|гепатит\w*|сифилис\w*|депресси\w+|выкидыш\w*|аборт\w*"
)
_SCHOOL = re.compile(
    r"\b\d{1,2}\s?[-«\"]?\s?[абвгде]\b»?|\b\d{1,2}-?\w{0,3}\s(?:«[а-д]»\s)?класс\w*"
    r"|\b(?:школ|лице|гимназ|садик|детск\w{2} сад|интернат)\w*[^.!?\n]{0,12}?(?:№\s?)?\d{1,3}"
    r"|\b\d{1,3}-?\w{0,3}\s(?:школ|лице|гимназ|садик)\w*|[а-я]{3,12}\sгрупп[ауые]|двадцат\w+\sшкол\w"
)
_CHILD = re.compile(
    r"дочк?[аиьеу]|доч[ьи]|\bсын\w{0,2}|реб[её]н\w+|девочк\w|мальчи\w+|учени\w+|одноклас\w+|хулиган\w?|внук\w?|внучк\w|школьни\w+|воспитан\w+|кличк|обижа\w+|бь[её]т|травит|разбил"
)
_PRAISED = re.compile(
    r"поздравл\w+|победи\w+|олимпиад\w+|соревнован\w+|чемпион\w+|приз[её]р\w*|занял\w?|медал\w+|награ\w+|турнир\w+|конкурс\w*|концерт\w*|выступ\w+"
)
_PLATE = re.compile(
    r"(?<![а-яa-z\d])[авекмнорстухabekmhopctyx]\s?\d{3}\s?[авекмнорстухabekmhopctyx]{2}\s?\d{0,3}(?![а-яa-z\d])"
)
_TRANSPORT = re.compile(
    r"автобус|маршрутк|троллейб|тролейб|трамва|трактор|камаз|мусоровоз|снегоубор|самосвал|скорая|газель"
)
# In a short text the data belong to the named person; in a longer one they may be unrelated.
SHORT = 400


def personal(text: str, raw: str) -> Iterator[Hit]:
    """Hits in a text. `text`: folded; `raw`: original, because names are recognised by capitals."""
    yield from spelt_mails(text)
    digit = _DIGIT.search(text)
    if not (digit or any(word in text for word in _MAY_BE) or _CAPITALS.search(raw)):
        return
    named = persons(raw) if len(raw) < 4 * SHORT else []
    full = any(one.full for one in named)
    if digit:
        yield from papers(text)
        yield from _homes(text, full=full)
        yield from _cars(text, full=full)
    yield from telephones(text, named=bool(named))
    yield from _people(text, full=full, named=bool(named))
    if len(text) < SHORT and (digit or full):
        yield from loose_data(text, named=full)


def reached(raw: str) -> Iterator[Hit]:
    """Mail addresses and nicknames, which folding removes; positions are in the original text."""
    yield from mails(raw)
    yield from nicknames(raw)


def _homes(text: str, *, full: bool) -> Iterator[Hit]:
    if _ROOM.search(text):
        for match in _ADDRESS.finditer(text):
            yield Hit("personal_data", *match.span(), "home", "адрес с квартирой", 0.8 if full else 0.65)
        for match in _FLAT.finditer(text):
            yield Hit("personal_data", *match.span(), "home", "адрес с квартирой", 0.6)
    if len(text) < SHORT and (full or _LIVES.search(text)):
        for match in _BARE_ADDRESS.finditer(text):
            yield Hit("personal_data", *match.span(), "home", "адрес с квартирой", 0.65)
    if full and len(text) < SHORT:
        for match in _HOUSE.finditer(text):
            yield Hit("personal_data", *match.span(), "home", "кто и где живёт", 0.6)


def _people(text: str, *, full: bool, named: bool) -> Iterator[Hit]:
    if not named or len(text) > SHORT:
        return
    if (full or PRIVATE.search(text)) and not _CELEBRATED.search(text):
        for match in _BORN.finditer(text):
            yield Hit("personal_data", *match.span(), "born", "имя и дата рождения", 0.7)
    if full or PRIVATE.search(text):
        for match in _ILL.finditer(text):
            yield Hit("personal_data", *match.span(), "health", "имя и болезнь, учёт или долг", 0.65)
    if full and _CHILD.search(text) and not _PRAISED.search(text):
        for match in _SCHOOL.finditer(text):
            yield Hit("personal_data", *match.span(), "child", "имя ребёнка и где он учится", 0.6)


def _cars(text: str, *, full: bool) -> Iterator[Hit]:
    for match in _PLATE.finditer(text):
        near = text[max(0, match.start() - 40) : match.end() + 20]
        if full or not _TRANSPORT.search(near):
            yield Hit("personal_data", *match.span(), "car", "номер чужой машины", 0.8 if full else 0.55)
