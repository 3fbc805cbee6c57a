"""Personal data of private persons: numbers of papers, private telephones, homes, who owns a car.

A telephone of a reception, a street with a house, a price or a date is nobody's secret. Scores grow when a name stands
beside; the full name of an official alone is no ground.
"""

import re
from collections.abc import Iterator

from veche.screening.hits import Hit

_MAY_BE = re.compile(
    r"\d[\d\s().\-iоol]{3,}\d|\d\s*г|кв|комн|@|восемь|плюс семь|[авекмнорстухabekmhopctyx]\d{3}|диагноз|учете|инн|полис"
    r"|собака|\(at\)|\bвич\b|шизофр|туберк"
)
_DIGIT = re.compile(r"\d")
_SPELT_SIGNS = ("восемь", "плюс семь", "диагноз", "учете", "собака", "(at)", "вич", "шизофр", "туберк", "@")
_SEP = r"[\s().\-–,]{0,3}"
_PAPERS = (
    ("passport", 0.9, "номер паспорта", re.compile(r"(?:паспорт|серия)[^.!?\n]{0,40}?(\d{2}\s?\d{2}\s?(?:[№n,]"
        r"|номер|ном\.?)?\s{0,2}\d{6})(?!\d)")),
    ("passport", 0.9, "номер паспорта", re.compile(r"(?<!\d)(\d{2}\s?\d{2}\s?(?:[№n,]"
        r"|номер)?\s?\d{6})(?!\d)[^.!?\n]{0,30}?паспорт")),
    ("snils", 0.9, "номер СНИЛС", re.compile(r"(?<!\d)(\d{3}[- ]\d{3}[- ]\d{3}[- ]?\d{2})(?!\d)")),
    ("snils", 0.85, "номер СНИЛС", re.compile(r"снилс\D{0,20}(\d{11})(?!\d)")),
    ("inn", 0.85, "ИНН человека", re.compile(r"инн\D{0,20}(\d{12})(?!\d)")),
    ("policy", 0.85, "номер полиса", re.compile(r"полис\D{0,20}(\d{4}[\s-]?\d{4}[\s-]?\d{4}[\s-]?\d{4})(?!\d)")),
    ("birth-paper", 0.85, "свидетельство о рождении", re.compile(r"(?:свидетельств|св-во"
        r"|св\.)[^.!?\n]{0,30}?([ivxlіхv1-9]{1,5}[-–\s][а-я]{2}[\s,№n]{0,3}\d{6})(?!\d)")),
    ("licence", 0.75, "номер водительского удостоверения", re.compile(r"(?:ву|удостоверени\w+"
        r"|права)\D{0,20}(\d{2}\s?\d{2}\s?\d{6})(?!\d)")),
    ("account", 0.75, "номер счёта", re.compile(r"(?<!\d)(40817\d{15})(?!\d)")),
)  # fmt: skip
_CARD = re.compile(r"(?<![\d.,])(?:\d{4}([\s-]?)\d{4}\1\d{4}\1\d{4}|\d{16})(?![\d.,]?\d)")
_PHONE = re.compile(rf"(?<![\da-z+])(?:\+?\s?7|8|(?=9)){_SEP}(?:9(?:{_SEP}\d){{9}})(?!{_SEP}?\d{{4}})(?!\d)")
_SPELT = re.compile(
    r"(?:восемь|плюс семь)[\s,.\-]{1,3}(?:девят[а-я]+|\d{3}|девять)(?:[\s,.\-]{1,3}(?:[а-я]{3,14}|\d{1,4})){2,9}"
)
_SPACED = re.compile(r"(?<!\d)(?:\+?7|8)[\s-]?9\d{2}\s(?:пробел|тире|дефис)[\s\w-]{5,40}\d")
_PLAYED = re.compile(r"(?<!\w)\+?[78з9][\dоoilзбg|\s().\-]{9,22}(?!\w)")
_DIGITS = str.maketrans("оoilзбg|", "00113691")
_SPELT_MAIL = re.compile(
    r"[\w.]{2,30}\s?(?:собака|\(at\)|\[at\]|\(собака\)|\[собака\])\s?(?:mail|yandex|gmail|яндекс|мейл|маил|джимейл|bk|list|rambler)"
    r"\s?(?:\.|точка)\s?\w{2,3}"
)
_FLAT = re.compile(
    r"(?:дом|д\.)\s?\d{1,3}[а-г]?,?\s?(?:кв|квартира)\.?\s?\d{1,3}(?!\s?[-–]\s?\d)"
    r"|кв(?:артир[ауеы])?\.?\s?\d{1,3}[\s,]{1,2}(?:по|на|в|дома?|ул\.?|д\.)\s[^.!?\n\d]{0,30}\d{1,3}"
)
_ADDRESS = re.compile(
    r"(?:ул\.?|улиц\w{1,3}|пр-т|пр\.|просп\w{0,7}\.?|пер\.?|переул\w{1,4}|бул\w{0,6}\.?|б-р|мкр\.?|проезд\w?|тракт\w?|"
    r"общаг\w|общежити\w|дом\w?|д\.|адрес\w?|прописан\w?|жив[её]т|живу|проживает|на|по|:|,|^)\s{0,2}"
    r"(?:[а-я\-]{3,25}\s){0,2}?(?:[а-я\d\-]{3,25}[,.]?\s{1,2})(?:д(?:ом)?\.?\s?)?\d{1,3}\s?[а-г]?(?:[/к]\d{1,2})?[,.]?\s{0,3}"
    r"(?:подъезд\s?\d{1,2}[,.]?\s?)?(?:кв\.?|квартир[ауеы]|комн\.?"
    r"|комнат[ауые])\s?№?\s?\d{1,3}(?!\s?(?:[-–]\s?\d|м\b|кв|метр|руб|тыс))"
)
_BARE_ADDRESS = re.compile(
    r"[а-я\-]{4,20}(?:ая|ого|ва|на|ой|ный|ки|го|ской|сного|ира|да)\s\d{1,3}[а-г]?\s?[-–]\s?\d{1,3}(?![\d.:\-–])"
)
_HOUSE = re.compile(
    r"(?:жив[её]т|проживает|прописан\w?|прож\.)\s[^.!?\n]{0,40}?[а-я]{4,20}[\s,]{1,2}(?:д\.?\s?)?\d{1,3}"
)
_BORN = re.compile(
    r"(?:\d{1,2}\.\d{1,2}\.)?(?:19|20)\d{2}\s?(?:г\.?\s?р\b|г/р|года рожд)|\b\d{1,2}\.\d{1,2}\.(?:19[4-9]\d"
    r"|20[0-2]\d)\b|\b(?:19|20)\d{2}\s(?=года рожд)"
)
_ILL = re.compile(
    r"диагноз\w*|состоит на уч[её]те|\bвич\b|шизофрени\w+|туберкул[её]з\w*|алимент\w+|судим\w*"
    r"|справк\w+ о доходах|зарплат\w+"
)
_PLATE = re.compile(
    r"(?<![а-яa-z\d])[авекмнорстухabekmhopctyx]\s?\d{3}\s?[авекмнорстухabekmhopctyx]{2}\s?\d{0,3}(?![а-яa-z\d])"
)
_MAIL = re.compile(
    r"[\w.+-]{2,40}@(?:yandex|ya|mail|gmail|bk|list|inbox|rambler|icloud|outlook|hotmail|internet|vk)\.(?:ru|com)",
    re.IGNORECASE,
)
_OFFICE_MAIL = re.compile(
    r"adm|info|press|uk|gkh|jkh|zhkh|school|shkol|mup|office|priem|tsg|sad|dou|mbou|gorod|city|obr|kult|hotline"
    r"|pochta|support|centr|duma|reestr|mfc|kanc",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(
    r"[А-ЯЁ][а-яё\-]{2,20}\s+[А-ЯЁ][а-яё]{2,14}\s+[А-ЯЁ][а-яё]{3,18}(?:ич|на|ча|чу|ой|ны|не|ну|чем)\b"
    r"|[А-ЯЁ][а-яё]{2,14}\s+[А-ЯЁ][а-яё]{3,18}(?:вич|вна|вны|вне|вной|вичу|вича|ична|ичны|ичне)\b"
    r"|[А-ЯЁ][а-яё\-]{2,20}\s[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё\-]{2,20}"
)
_SHORT_NAME = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[А-ЯЁ][а-яё]{2,14}\s[А-ЯЁ][а-яё]{2,14}\b|фамилия\s+[А-ЯЁ]|зовут\s+[А-ЯЁ]"
)
_OFFICE = re.compile(
    r"при[её]мн|диспетч|горяч\w{2,3}\sлини|аварийн|администрац|справочн|\bе?ддс|регистратур|официальн|дежурн"
    r"|мфц|поликлин|единый|единого|канцеляр|"
    r"колл-центр|контактн|сайт|участков\w+ пункт|деканат|редакци|водоканал|теплосет|горэлектро|\bук\b|управляющ"
    r"|секретар|отдел|росгаз|скор\w{2} помощ|полиц"
)
_PRIVATE = re.compile(
    r"личн|\bего\b|\bе[её]\b|\bих\b|сосед|домашн|мой|мо[ея]|фамилия|зовут|позвоните ей|звоните ему|хозяин"
    r"|владел|начальниц|кляузн|мошенн|должн|жив[её]т"
)
_TRANSPORT = re.compile(
    r"автобус|маршрутк|троллейб|тролейб|трамва|трактор|камаз|мусоровоз|снегоубор|самосвал|скорая|газель"
)


def personal(text: str, raw: str) -> Iterator[Hit]:
    """`text` is folded, `raw` as it came: names are known by their capitals."""
    if not (_DIGIT.search(text) or any(sign in text for sign in _SPELT_SIGNS)) or not _MAY_BE.search(text):
        return
    full_name, named = bool(_FULL_NAME.search(raw)), False
    named = full_name or bool(_SHORT_NAME.search(raw))
    for rule, score, why, pattern in _PAPERS:
        for match in pattern.finditer(text):
            yield Hit("personal_data", *match.span(1), rule, why, score)
    yield from _cards(text)
    yield from _phones(text, named=named)
    yield from _homes(text, named=named)
    yield from _people(text, full_name=full_name, named=named)
    yield from _cars(text, named=named)
    for match in _SPELT_MAIL.finditer(text):
        yield Hit("personal_data", *match.span(), "mail", "почта человека", 0.6)


def mails(raw: str) -> Iterator[Hit]:
    """Private addresses, in places of the text as it came."""
    for match in _MAIL.finditer(raw):
        if not _OFFICE_MAIL.search(match[0]) and not _OFFICE.search(
            raw[max(0, match.start() - 40) : match.start()].lower()
        ):
            yield Hit("personal_data", *match.span(), "mail", "почта человека", 0.6)


def _cards(text: str) -> Iterator[Hit]:
    for match in _CARD.finditer(text):
        near = text[max(0, match.start() - 60) : match.end() + 40]
        said = re.search(r"карт|мир\b|сбер|тинькоф|перевод|перевед|скиньте|счет|реквизит", near)
        if said or luhn(re.sub(r"\D", "", match[0])):
            yield Hit("personal_data", *match.span(), "card", "номер банковской карты", 0.85 if said else 0.75)


def luhn(digits: str) -> bool:
    """Whether a number's check digit fits, as that of every bank card does (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _phones(text: str, *, named: bool) -> Iterator[Hit]:
    for pattern in (_PHONE, _SPELT, _SPACED, _PLAYED):
        for match in pattern.finditer(text):
            if pattern is _PLAYED and not _is_mobile(match[0]):
                continue
            near = text[max(0, match.start() - 60) : match.end() + 40]
            private = bool(_PRIVATE.search(near))
            if _OFFICE.search(near) and not private:
                continue
            yield Hit("personal_data", *match.span(), "phone", "личный телефон", 0.85 if named or private else 0.6)


def _is_mobile(run: str) -> bool:
    """Letters among digits: «89I3OOO5544»; mostly digits, and ten of them after the country's."""
    digits = "".join(re.findall(r"\d", run.translate(_DIGITS)))
    return sum(char.isdigit() for char in run) >= 7 and bool(re.fullmatch(r"[78]?9\d{9}", digits))


def _homes(text: str, *, named: bool) -> Iterator[Hit]:
    for match in _ADDRESS.finditer(text):
        yield Hit("personal_data", *match.span(), "home", "адрес с квартирой", 0.8 if named else 0.65)
    for match in _FLAT.finditer(text):
        yield Hit("personal_data", *match.span(), "home", "адрес с квартирой", 0.6)
    if len(text) < 400 and re.search(r"адрес|прописан|жив[её]т|живу|\bтел|\bт\.|фамили|прожив|\bкв\b", text):
        for match in _BARE_ADDRESS.finditer(text):
            yield Hit("personal_data", *match.span(), "home", "адрес с квартирой", 0.65)
    if named:
        for match in _HOUSE.finditer(text):
            yield Hit("personal_data", *match.span(), "home", "кто и где живёт", 0.6)


def _people(text: str, *, full_name: bool, named: bool) -> Iterator[Hit]:
    if not named:
        return
    for match in _BORN.finditer(text):
        if full_name or "р" in match[0]:
            yield Hit("personal_data", *match.span(), "born", "имя и дата рождения", 0.7)
    if len(text) < 400 and (full_name or _PRIVATE.search(text)):
        for match in _ILL.finditer(text):
            if match[0].startswith(("диагноз", "состоит", "вич", "шизо", "тубер", "алимент")):
                yield Hit("personal_data", *match.span(), "health", "имя и болезнь, учёт или долг", 0.65)


def _cars(text: str, *, named: bool) -> Iterator[Hit]:
    for match in _PLATE.finditer(text):
        near = text[max(0, match.start() - 40) : match.end() + 20]
        if named or not _TRANSPORT.search(near):
            yield Hit("personal_data", *match.span(), "car", "номер чужой машины", 0.8 if named else 0.55)
