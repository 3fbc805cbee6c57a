"""Contacts of private persons: telephones, mail addresses, nicknames. Published contacts of offices are excluded."""

import re
from collections.abc import Iterator

from veche.screening.hits import Hit

_SEP = r"[\s().\-–,/]{0,3}"
_PHONE = re.compile(rf"(?<![\da-z+])(?:\+?\s?7|8|(?=9)){_SEP}(?:9(?:{_SEP}\d){{9}})(?!{_SEP}?\d{{4}})(?!\d)")
_NUMERAL = (
    r"(?:нол[ья]|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|[а-я]{2,8}надцать|двадцать|тридцать|сорок"
    r"|[а-я]{3,6}десят|девяносто|сто|двести|[а-я]{3,6}ста|[а-я]{4,6}сот|\d{1,4})"
)
_SPELT = re.compile(rf"(?<!\w){_NUMERAL}(?:[\s,.\-]{{1,3}}{_NUMERAL}){{3,11}}(?!\w)")
_SPELT_SIGNS = ("девят", "восем", "пробел", "тире", "дефис")
_SPACED = re.compile(r"(?<!\d)(?:\+?7|8)[\s-]?9\d{2}\s(?:пробел|тире|дефис)[\s\w-]{5,40}\d")
_MIXED_DIGITS = re.compile(r"(?<!\w)\+?[78з9][\dоoilзбg|\s().\-]{9,22}(?!\w)")
_DIGITS = str.maketrans("оoilзбg|", "00113691")
_HOME_PHONE = re.compile(
    r"(?<![\d\-–.,:])(?:8-\d{4}-\d{2}-\d{2}-\d{2}|\d-\d{2}-\d{2}|\d{2}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2})(?![\d\-–.:]\d)"
)
_ASKED_FOR = re.compile(
    r"домашн|спросить|спрос\w{2,3}е|мой|моя|его|ее|бабушк|мам[аыу]|сосед|городской|набер|её номер|ее номер|позвонить"
)
_SPELT_MAIL = re.compile(
    r"[\w.]{2,30}\s?(?:@|собака|собачка|гав|эт|\(эт\)|\(at\)|\[at\]|\(собака\)|\[собака\])\s?(?:mail|yandex|gmail|яндекс|мейл|маил|джимейл|bk|list|rambler|рамблер|inbox|инбокс|outlook|почта)"
    r"\s?(?:\.|точка|\(dot\)|\[dot\])?\s?(?:ru|com|ру|рф|ком|\w{2,7})"
)
_MAIL = re.compile(r"(?<![\w.])[\w.+-]{2,40}@[\w-]{2,30}(?:\.[\w-]{2,12}){1,3}")
_MAIL_HOUSES = (
    "mail", "yandex", "яндекс", "мейл", "маил", "bk", "list", "rambler", "рамблер", "inbox", "инбокс", "outlook",
    "почта",
)  # fmt: skip
# The shortest telephone number, a landline's, has five digits.
_FIVE_DIGITS = re.compile(r"\d(?:\D*\d){4}")
_FREE = re.compile(
    r"@(?:yandex|ya|mail|gmail|bk|list|inbox|rambler|icloud|outlook|hotmail|internet|vk|proton\w{0,5})\.", re.IGNORECASE
)
_OFFICE_MAIL = re.compile(
    r"adm|info|press|uk|gkh|jkh|zhkh|school|shkol|mup|office|priem|tsg|sad|dou|mbou|gorod|city|obr|kult|hotline"
    r"|pochta|support|centr|duma|reestr|mfc|kanc|kadr|konkurs|zakaz|sale|hr@|resume|otdel|museum|teatr|sport|gov|bank|ok@",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"при[её]мн|диспетч|горяч\w{2,3}\sлини|аварийн|администрац|справочн|\bе?ддс|регистратур|официальн|дежурн"
    r"|мфц|поликлин|единый|единого|канцеляр|колл-центр|контактн|сайт|участков\w+ пункт|деканат|редакци|водоканал"
    r"|теплосет|горэлектро|\bук\b|управляющ|секретар|отдел|росгаз|скор\w{2} помощ|полиц|касс[аы]|музе[йя]|библиотек"
    r"|вакансии|автовокзал"
)
PRIVATE = re.compile(
    r"личн|\bего\b|\bе[её]\b|\bих\b|сосед|домашн|мой|мо[ея]|мою|мне\b|фамилия|зовут|позвоните ей|звоните ему"
    r"|хозяин|хозяйк|владел|начальниц|кляузн|мошенн|должн|жив[её]т|бывш|воспитательниц|учительниц"
)
_NICK = re.compile(
    r"(?<![\w@.])@[a-z][a-z0-9_]{4,31}(?![\w.@])|(?:vk\.com/|вк\s?)?\bid\s?\d{6,12}"
    r"|(?:vk\.com|ok\.ru|t\.me|t \. me)\s?/\s?[\w./]{4,40}"
    r"|(?:ник\w{0,2}|под именем)\s@?[a-z][a-z0-9_]{4,31}",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"со мной|\bмой\b|\bмоя\b|\bмое\b|\bего\b|\bее\b|\bих\b|личн|телег[аеу]\b|в телеге|сплетниц|сосед|найти"
    r"|пишите (?:ему|ей|мне)|долбите|вайбер|инст[аеу]|\bтг|тгшк|скайп|дискорд|профил|личк[аеу]|стучитесь|ищите меня"
    r"|логин|ник\b|ватсап|найд[её]те|вот он|вот она|страниц|автор"
)


def telephones(text: str, *, named: bool) -> Iterator[Hit]:
    """Telephones in a folded text: mobile numbers of a person, and landline numbers where a person is asked for."""
    for pattern in _ways(text):
        for match in pattern.finditer(text):
            if (pattern is _MIXED_DIGITS and not _is_mobile(match[0])) or (
                pattern is _SPELT and not _is_spelt(match[0])
            ):
                continue
            near = text[max(0, match.start() - 60) : match.end() + 40]
            private = bool(PRIVATE.search(near))
            if _OFFICE.search(near) and not private:
                continue
            yield Hit("personal_data", *match.span(), "phone", "личный телефон", 0.85 if named or private else 0.6)
    for match in _HOME_PHONE.finditer(text) if "-" in text else ():
        near = text[max(0, match.start() - 40) : match.end() + 40]
        if _ASKED_FOR.search(near) and not _OFFICE.search(near):
            yield Hit("personal_data", *match.span(), "home-phone", "домашний телефон", 0.65)


def _ways(text: str) -> tuple[re.Pattern[str], ...]:
    """The patterns that can match: most texts have neither the digits nor the words."""
    if any(sign in text for sign in _SPELT_SIGNS):
        return (_PHONE, _SPELT, _SPACED, _MIXED_DIGITS)
    return (_PHONE, _MIXED_DIGITS) if _FIVE_DIGITS.search(text) else ()


def _is_mobile(run: str) -> bool:
    """Whether the run is a mobile number with letters for digits, «89I3OOO5544»: mostly digits, ten after the country
    code.
    """
    digits = "".join(re.findall(r"\d", run.translate(_DIGITS)))
    return sum(char.isdigit() for char in run) >= 7 and bool(re.fullmatch(r"[78]?9\d{9}", digits))


def _is_spelt(run: str) -> bool:
    """Whether the words spell a mobile number: «Восемь девятьсот…», «девять четыре семь 330 18 45»."""
    words = re.findall(r"[а-я]+|\d+", run)
    led = words[1:] if words[0] in {"восемь", "семь", "8", "7"} else words
    return any(word.isalpha() for word in words) and len(led) >= 3 and led[0].startswith(("девят", "9"))


def mails(raw: str) -> Iterator[Hit]:
    """Private mail addresses, with positions in the original text."""
    for match in _MAIL.finditer(raw):
        near = raw[max(0, match.start() - 60) : match.end() + 30].lower().replace("ё", "е")
        if _OFFICE_MAIL.search(match[0]) or (_OFFICE.search(near) and not PRIVATE.search(near)):
            continue
        if _FREE.search(match[0]) or PRIVATE.search(near) or re.search(r"почт|адрес|ответ", near):
            yield Hit("personal_data", *match.span(), "mail", "почта человека", 0.6)


def nicknames(raw: str) -> Iterator[Hit]:
    """Own pages or nicknames of people, with positions in the original text."""
    for match in _NICK.finditer(raw):
        near = raw[max(0, match.start() - 60) : match.end() + 40].lower().replace("ё", "е")
        if _OF_SOMEBODY.search(near) and not _OFFICE.search(near):
            yield Hit("personal_data", *match.span(), "nick", "страница или ник человека", 0.6)


def spelt_mails(text: str) -> Iterator[Hit]:
    """Mail addresses in words in a folded text: «Вася собака яндекс точка ру»."""
    for match in _SPELT_MAIL.finditer(text) if any(house in text for house in _MAIL_HOUSES) else ():
        yield Hit("personal_data", *match.span(), "mail", "почта человека", 0.6)
