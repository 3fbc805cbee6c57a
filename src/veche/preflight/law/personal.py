"""Kind personal_data: a private person's telephone, home, papers, birthday, illness. Contacts of offices are none."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice

from veche.preflight.finding import KindFinding
from veche.screening.names import Named, persons
from veche.screening.papers import papers

_PHONE = re.compile(r"(?<![\d№+])(?:\+7|8|7)[\s( -]{0,3}(9\d{2})[\s) -]{0,3}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")
_LANDLINE = re.compile(r"(?<![\d-])(?:(?:\+7|8)[\s( -]{0,3}[3-8]\d{2,4}[\s) -]{0,3})?\d{1,3}-\d{2}-\d{2}(?![\d-])")
_OFFICE = re.compile(
    r"при[её]мн\w*|диспетч\w*|горяч\w+\s+лини\w+|аварийн\w*|администраци\w*|справ(?:ок|очн\w*|ки)|единый\s+номер|\bеддс\b|регистратур\w*|официальн\w*|дежурн\w*|мфц|поликлин\w*|больниц\w*|канцеляр\w*|кол+-центр\w*|водоканал\w*|теплосет\w*|"
    r"управлени\w*|отдел\w*|комитет\w*|департамент\w*|пресс-служб\w*|секретар\w*|полици\w*|мчс|спасател\w*|касс[аыеу]|музе[йяею]\w*|библиотек\w*|школ\w*|сад(?:а|у|ик\w*)?\b|центр\w*|мбу|мку|маоу|мбоу|ук\b|тсж|компани\w*|организатор\w*|оргкомитет\w*|штаб\w*|редакци\w*|специалист\w*|участков\w*|волонт[её]р\w*|"
    r"консультаци\w*|запис(?:ь|аться|и)|заявк\w*|регистраци\w*|для\s+справок|по\s+вопросам|уточн\w+|подробност\w*|приют\w*|отлов\w*|автовокзал\w*|перевозчик\w*|дк\b|клуб\w*|студи\w*|секци\w*|тренер\w*|магазин\w*|салон\w*|служб[аыеу]\w*|военкомат\w*|контактн\w+\s+телефон|телефон\s+доверия|пункт\w*",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"личн\w+|\bего\b|\bе[её]\b|\bих\b|сосед\w*|домашн\w+|хозя(?:ин|ева|йк)\w*|владел\w+"
    r"|мам[аыеу]\w*|пап[аыеу]\b|отц\w*|матер\w*|родител\w*|бабушк\w*|дедушк\w*|пенсионер\w*"
    r"|жител(?:ь|я|ю|ем|ьниц\w*)\b|пострадавш\w*|заявител\w*|автор\w*\s+(?:жалоб|обращени"
    r"|письм)\w*|потерявш\w*|наш[её]л\w*|пропавш\w*|многодетн\w*|семь[яиеёю]\w*|ветеран\w*|сын\w*"
    r"|доч\w*|муж\w*|жен[аыеу]\b|звоните\s+(?:ему|ей)|спросить|погорел\w*|должник\w*|нарушител\w*",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"(?:(?:ул(?:ица|ице|ицы|ицу|\.)?|пр(?:оспект\w*|-т|\.)|пер(?:еул\w+|\.)|бульвар\w*|б-р|мкр\w*\.?|микрорайон\w*|проезд\w*|шоссе|тракт\w*|набережн\w+|наб\.|площад\w+|пл\.)\s{0,2})?"
    r"[А-ЯЁ0-9][\wё-]{1,25}(?:\s[А-ЯЁа-яё][\wё-]{1,20}){0,2}?,?\s{0,2}(?:(?:д(?:ом)?\w{0,2}\.?\s{0,2})?\d{1,3}\s?[а-гА-Г]?(?:[/к]\s?\d{1,2})?|дом\w?\s\d{1,3}),?\s{0,2}(?:(?:корп(?:ус)?\.?|к\.|подъезд|под\.|этаж)\s?\d{1,2},?\s{0,2}){0,2}"
    r"(?:кв(?:артир[аеуы])?\.?|комн(?:ат[аеуы])?\.?)\s{0,2}№?\s?\d{1,4}(?!\s?(?:м\b|кв|метр|[-–]\s?\d))"
    r"|\bв\s+квартир[уе]\s+№?\s?\d{1,3}\b[^.!?\n]{0,40}?(?:по|на|дома?|ул\w*\.?)\s[А-ЯЁ\d]"
)
_HYPHENED = re.compile(
    r"\b(?:ул\.?|улиц[аеуы]|пр\.|просп\w*\.?|пер\."
    r"|переул\w+)\s{0,2}[А-ЯЁ][а-яё-]{2,25},?\s\d{1,3}[а-г]?\s?[–-]\s?\d{1,3}(?![\d:])"
)
_HOUSE = re.compile(
    r"\b(?:прожива\w+|жив[её]т|живут|прописан\w*|зарегистрирован\w*\s+по\s+адресу"
    r"|домашний\s+адрес)\b[^.!?\n]{0,30}?(?:ул(?:\.|иц\w+)|пер\.|переул\w+|просп\w*\.?|пр\.|дом\w*"
    r"|адрес\w*)\s?[^.!?\n]{1,30}?\d{1,3}",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?:дат[аы]\s+рождения|родил\w{1,3}|д\.\s?р\.|рожд\w*\.?"
    r"|день\s+рождения)\D{0,18}(\d{1,2}[.\s]\s?(?:\d{1,2}|[а-яё]{3,8})[.\s]\s?((?:19|20)\d\d))"
    r"|(\d{1,2}[.\s](?:\d{2}|[а-яё]{3,8})[.\s]((?:19|20)\d\d))\s?(?:г\.?\s?р|года?\s+рождени|г/р"
    r"|года рожд)|\(\s?(\d{1,2}\.\d{2}\.((?:19|20)\d\d))\s?\)|,\s(\d{1,2}\.\d{2}\.((?:19[3-9]"
    r"|20[012])\d))\s?(?:г\.|р\.|,|\.|$)",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"\bдиагно(?:з\w*|стирова\w+)|\bвич\b|\bвич-\w+|шизофрени\w+|туберкул[её]з\w*|сахарн\w+\s+диабет\w*|\bдиабет\w*|\bонкологи\w+|\bрак(?:а|ом)?\s+(?:груди|л[её]гк|желуд|кож|кров|молочн|кишеч|щитовид|простат)\w*|лейкоз\w*|опухол\w+|инсульт\w*|инфаркт\w*|эпилепси\w+|гепатит\w*|аутизм\w*|менингит\w*|энцефалит\w*|сальмонелл[её]з\w*|дизентери\w+|сифилис\w*|чесотк\w+|педикул[её]з\w*|коклюш\w*|ветрянк\w+|дцп\b|депресси\w+|психиатр\w*|"
    r"наркологи\w*|алкоголизм\w*|наркомани\w+|беременн\w+|инвалид\w*\s+(?:[123i]+|перв\w+|втор\w+|треть\w+|с\s+детств\w+)|инвалидност\w+|пневмони\w+|коронавирус\w*|ковид\w*|covid\w*|перелом\w*|сотрясени\w+|реанимаци\w+|операци\w+\s+на\s+(?:сердц|мозг|позвоноч)\w*|кома\b|в\s+коме\b|порок\w*\s+сердца|астм\w+|сколиоз\w*|выкидыш\w*|аборт\w*|состоит\s+на\s+уч[её]те|псих\w+\s+расстройств\w*|рассеянн\w+\s+склероз\w*|болезн\w+\s+(?:паркинсон|альцгеймер|крон)\w*",
    re.IGNORECASE,
)
# Of a person with given name and surname: «кошка Дуся заболела» is none.
_FELL_ILL = re.compile(r"\b(?:заболел[аи]?|болеет(?!\s+за)|госпитализирова[а-я]+)\b", re.IGNORECASE)
_PUBLIC = re.compile(
    r"\b(?:глав(?:а|ы|е|у|ой)|мэр\w*|губернатор\w*|депутат\w*|министр\w*|начальник\w*|директор\w*"
    r"|руководител\w*|заместител\w*|председател\w*|врач\w*|хирург\w*|терапевт\w*|онколог\w*"
    r"|кардиолог\w*|педиатр\w*|психолог\w*|фельдшер\w*|специалист\w*|профессор\w*|доктор\w*"
    r"|лектор\w*|уч[её]н(?:ый|ого|ому|ым|ые|ых)|поэт\w*|писател\w*|художник\w*|композитор\w*"
    r"|космонавт\w*|акт[её]р\w*|геро[йяею]\w*|академик\w*|маршал\w*|генерал\w*|кинорежисс[её]р\w*"
    r"|полковод\w*|изобретател\w*|основател\w*|изобр[её]л\w*|открыл\w*)\b",
    re.IGNORECASE,
)
_FIO = re.compile(
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:вич|вна|ична|вича|вны|вне"
    r"|вну|вичу|вичем|вной)\b|[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:вич|вна|ична|вича|вны|вне|вну|вичу"
    r"|вичем|вной)\s[А-ЯЁ][а-яё]+|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+"
    r"|[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?"
)
_CITY_MAIL = re.compile(r"[\w.+-]{2,40}@[\w.-]{3,40}\.\w{2,8}")
_PLATE = re.compile(
    r"(?<![\wА-Яа-яё])[АВЕКМНОРСТУХавекмнорстух]\s?\d{3}\s?[АВЕКМНОРСТУХавекмнорстух]{2}\s?(?:\d{2,3}"
    r"|RUS)?(?![\wА-Яа-яё])"
)
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…](?=\s+[А-ЯЁ«0-9+])|(?=\n)|$)")
_WHY = {
    "phone": "телефон человека", "home": "адрес с квартирой", "paper": "номер документа", "born": "имя и дата рождения",
    "ill": "имя и здоровье", "mail": "почта человека", "car": "номер машины человека",
}  # fmt: skip
_PASSPORT = re.compile(r"(?:паспорт\w*|серия)\D{0,25}(\d{2}\s?\d{2}\D{0,8}\d{6})(?!\d)", re.IGNORECASE)
_BANK_CARD = re.compile(
    r"(?:карт[аыуеой]\w*|перевод\w*|сбер\w*)\D{0,40}(\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4})(?!\d)", re.IGNORECASE
)
_CITY_VEHICLE = re.compile(
    r"автобус|маршрут|троллейб|трамва|техник|снегоубор|эваку\w+ (?:служ|тех)|мусоровоз", re.IGNORECASE
)
_OWN_CAR = re.compile(r"машин|автомоб|водител|госномер", re.IGNORECASE)
OLDEST = 105
# More places of one kind are not read: the time per text is bounded.
MOST = 40


def personal_data(text: str, today: date) -> Iterator[KindFinding]:
    """A finding for each place; overlapping ones are one."""
    names = persons(text) if len(text) < 6_000 and re.search(r"[А-ЯЁ]", text) else []
    found = sorted({(*span, why) for why, span in _places(text, names, today)}, key=lambda one: (one[0], -one[1]))
    past = -1
    for start, end, why in found:
        if start >= past:
            past = end
            message = (
                f"Похоже на личные сведения: {_WHY[why]}. Публиковать их можно только с письменного "
                f"согласия: уберите или получите его."
            )
            yield KindFinding("personal_data", start, end, "error", message)


def _places(text: str, names: Sequence[Named], today: date) -> Iterator[tuple[str, tuple[int, int]]]:
    """Kind and span of each place, as they are found; they may overlap."""
    if re.search(r"\d", text):
        yield from (("phone", span) for span in _phones(text, names))
        yield from (("home", span) for span in _homes(text, names))
        yield from (("paper", span) for span in _paper_numbers(text))
        yield from (("born", span) for span in _births(text, names, today))
        yield from (("car", span) for span in _cars(text, names))
    yield from (("ill", span) for span in _illnesses(text, names))
    yield from (("mail", one.span()) for one in _CITY_MAIL.finditer(text) if _is_private_mail(text, one, names))


def _homes(text: str, names: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Addresses with a flat, and houses where the sentence or a name near by says that somebody lives there."""
    # «ул. Ленина, 8-913…»: the number behind the street is a telephone and no house.
    houses = _PHONE.sub(lambda one: " " * len(one.group()), text)
    yield from (one.span() for one in _FLAT.finditer(houses))
    for one in _HYPHENED.finditer(houses):
        if _PRIVATE.search(_sentence(text, one.start())) or _near(names, one.span(), full=True, within=60):
            yield one.span()
    for one in _HOUSE.finditer(houses):
        if _near(names, one.span()) or _PRIVATE.search(_sentence(text, one.start())):
            yield one.span()


def _paper_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Numbers of passports, bank cards and other papers of a person."""
    low = text.lower().replace("ё", "е")
    if len(low) == len(text):
        of_body = re.search(r"ооо|ип\b|организаци|учрежд|огрн", low)
        yield from ((one.start, one.end) for one in papers(low) if not (one.rule == "inn" and of_body))
    yield from (one.span(1) for one in _PASSPORT.finditer(text))
    yield from (one.span(1) for one in _BANK_CARD.finditer(text))


def _cars(text: str, names: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Number plates, except those of buses and machines of the city."""
    for one in _PLATE.finditer(text):
        sentence = _sentence(text, one.start())
        private = _PRIVATE.search(sentence) or _near(names, one.span()) or _OWN_CAR.search(sentence)
        if private and not _CITY_VEHICLE.search(sentence):
            yield one.span()


def _sentence(text: str, at: int) -> str:
    start = max(
        text.rfind("\n", 0, at) + 1,
        max(
            (one.end() for one in re.finditer(r"(?<![А-ЯЁ])[.!?…]\s+(?=[А-ЯЁ«])", text[max(0, at - 250) : at])),
            default=0,
        )
        + max(0, at - 250),
    )
    rest = re.search(r"[!?…]|(?<![А-ЯЁ])\.\s+[А-ЯЁ«]|\n", text[at : at + 250])
    return text[start : at + (rest.start() if rest else 250)]


def _near(names: Sequence[Named], span: tuple[int, int], *, full: bool = False, within: int = 110) -> bool:
    return any(
        (one.full or not full) and (abs(one.start - span[1]) < within or abs(span[0] - one.end) < within)
        for one in names
    )


def _phones(text: str, names: Sequence[Named]) -> Iterator[tuple[int, int]]:
    for one in islice(_PHONE.finditer(text), MOST):
        said = _sentence(text, one.start())
        named = any(text.find(said) <= person.start < text.find(said) + len(said) for person in names) or bool(
            _given_with_phone(text, one)
        )
        private = _PRIVATE.search(said)
        office = _OFFICE.search(said) or re.match(r"\s*\((?:при|дежур|диспетч|отдел)", text[one.end() :])
        if (named or private) and not (
            office
            and not re.search(
                r"личн|домашн|мобильн\w+\s+(?:его|е[её])|хозя|владел|пострадавш|мам[аыу]|бабушк"
                r"|пенсионер|должник|заявител|жительниц|жителя",
                said,
                re.IGNORECASE,
            )
        ):
            yield one.span()
    for one in _LANDLINE.finditer(text):
        said = _sentence(text, one.start())
        if re.search(
            r"домашн\w+\s+телефон|личн\w+\s+телефон|телефон\w*\s+(?:хозя|владел|пенсионер"
            r"|жительниц|пострадавш|заявител)\w*",
            said,
            re.IGNORECASE,
        ):
            yield one.span()


def _given_with_phone(text: str, one: re.Match[str]) -> re.Match[str] | None:
    """«8 913 000-00-00, Марина», «Марина, 8 913…»."""
    return re.search(
        r"^\s*[,(—–-]\s*(?:спросить\s+)?[А-ЯЁ][а-яё]{2,12}\b", text[one.end() : one.end() + 40]
    ) or re.search(
        r"\b[А-ЯЁ][а-яё]{3,12}\s*[,:(—–-]?\s*(?:тел\.?:?\s*)?$", text[max(0, one.start() - 30) : one.start()]
    )


def _births(text: str, names: Sequence[Named], today: date) -> Iterator[tuple[int, int]]:
    for one in _BORN.finditer(text):
        year = next((int(group) for group in one.groups() if group and re.fullmatch(r"\d{4}", group)), 0)
        said = _sentence(text, one.start())
        if not year or today.year - year > OLDEST or year > today.year or _PUBLIC.search(said):
            continue
        if _near(names, one.span(), within=60) or _FIO.search(said):
            yield one.span()


def _illnesses(text: str, names: Sequence[Named]) -> Iterator[tuple[int, int]]:
    for one in islice(chain(_ILL.finditer(text), _FELL_ILL.finditer(text)), MOST):
        said = _sentence(text, one.start())
        start = max(0, text.find(said, max(0, one.start() - 260)))
        inside = [person for person in names if start <= person.start < start + len(said)]
        is_told = one.re is _ILL or any(person.full for person in inside)
        named = (bool(inside) and is_told) or bool(_FIO.search(said))
        if named and not _PUBLIC.search(said):
            yield one.span()
            return


def _is_private_mail(text: str, one: re.Match[str], names: Sequence[Named]) -> bool:
    said = _sentence(text, one.start())
    free = re.search(
        r"@(?:gmail|mail|yandex|ya|bk|list|inbox|rambler|icloud|hotmail|outlook)\.", one.group(), re.IGNORECASE
    )
    office = _OFFICE.search(said) or re.match(
        r"(?:adm|info|press|priem|school|mup|mku|gorod|city|otdel|kult|sport|konkurs|zayavk)",
        one.group(),
        re.IGNORECASE,
    )
    return bool(re.search(r"личн\w+\s+(?:почт|адрес|e-?mail|ящик)\w*", said, re.IGNORECASE)) or bool(
        free and not office and (_PRIVATE.search(said) or _near(names, one.span(), within=60))
    )
