"""R13: abbreviations. R15: numbers of documents. R16: dates and numbers in the format of documents."""

import re
from collections.abc import Iterator
from datetime import date

from veche.morphology.months import MONTHS_OF
from veche.style.dictionary import table
from veche.style.finding import RawFinding
from veche.style.text import Text, Word

_ABBREVIATION = re.compile(r"(?<![\w«-])[А-ЯЁ]{2,6}(?:и[А-ЯЁ]{1,4})?(?![\w-])")
_PAPER = (
    r"(?:постановлени|распоряжени|приказ|решени|указ|закон|письм|протокол|договор|контракт|соглашени|регламент|порядк|"
    r"положени|кодекс)\w{0,4}"
)
_PART, _PART_WORD = r"(?:ч|п|пп|ст|абз)\.\s?\d[\d.]*", r"(?:пункт|част|стат|подпункт|раздел|абзац)\w{0,4}\s+\d[\d.]*"
_DAY = r"\d{1,2}(?:\.\d{1,2}\.\d{2,4}|\s+[а-яё]{3,9}\s+\d{4})\s*(?:г\.|года)?"
_NUMBER = r"(?:№|N)\s?\d[\w/.-]*"
_PAPERS = (
    re.compile(
        rf"(?:федеральн\w{{2,3}}\s+)?\b{_PAPER}\s+(?:[а-яёА-ЯЁ]{{2,20}}\s+){{0,6}}?(?:от\s+{_DAY}\s*)?{_NUMBER}(?:\s+от\s+{_DAY})?",
        re.IGNORECASE,
    ),
    re.compile(rf"\bот\s+{_DAY}\s*{_NUMBER}|{_NUMBER}\s+от\s+{_DAY}", re.IGNORECASE),
    re.compile(rf"\b{_PAPER}\s+(?:[а-яёА-ЯЁ]{{2,20}}\s+){{0,6}}?от\s+{_DAY}", re.IGNORECASE),
    re.compile(r"(?:№|N)\s?\d+-(?:ФЗ|ФКЗ|ЗС|П|РП|р|п|па)(?!\w)"),
    re.compile(rf"\b{_PART}(?:,?\s+{_PART}){{0,4}}(?:\s+[А-ЯЁ][А-Яа-яё]{{1,6}}(?:\s+РФ)?)?"),
    re.compile(
        rf"\b{_PART_WORD}(?:\s+{_PART_WORD}){{0,4}}",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:ГОСТ|СНиП|СП|СанПиН)\s+(?:Р\s+)?\d[\d.-]*"),
)
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_DOTTED = re.compile(r"(?<![\d.,№:/-])(\d{1,2})\.(0[1-9]|1[0-2])(?:\.(\d{4}|\d{2}))?(?![\d%:]|\.\d)(?:\s?г\.)?")
_SPELLED = (
    r"(?:одн|один|дв|тр|четыр|пят|шест|сем|восем|восьм|девят|десят|двадцат|сорок|девяност|сто|сот|тысяч|миллион|ноль)"
)
_TWICE = re.compile(rf"\b\d[\d ]{{0,12}}\s?\({_SPELLED}[а-яё]{{0,12}}(?:\s[а-яё]{{2,20}}){{0,6}}\)", re.IGNORECASE)
_CLOCK_HOURS = re.compile(r"\b\d{1,2}[:.-]\d{2}\s+час(?:ов|а)\b|\b\d{1,2}\s+час(?:ов|а)\s+00\s+минут\b", re.IGNORECASE)
_DATED = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS_OF)})\s+(\d{{4}})", re.IGNORECASE)
_PART_BEGUN = re.compile(r"(?:част|пункт|раздел)", re.IGNORECASE)
_NO_PAPER = re.compile(
    r"\s+(?:(?:на|в)\s+(?:карт|схем|маршрут|план[еу]|меню|анкет|тест)|фильм|сериал|мультфильм|книг|роман|повест|сказк|маршрут|меню|экзамен|"
    r"тест|квест|игр|саг|трилоги|выставк|концерт|экскурси|урок|курс)",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\s?(?:руб|тыс|млн|млрд|км|кило|метр|м\b|кг|литр|тонн|гектар|секунд|минут|очк|евро|доллар|га\b|час|%|процент|градус|балл|куб|кв)"
)


def abbreviations(text: Text) -> Iterator[RawFinding]:
    known, spelled = frozenset(table("abbreviations")["known"]), table("abbreviations")["spelled"]
    seen: set[str] = set()
    for sentence in text.sentences:
        shouted = sum(1 for word in sentence.words if word.text.isupper() and len(word.text) > 1)
        if shouted > max(2, sentence.length / 2):
            continue
        for word in sentence.words:
            said = word.text
            if not _ABBREVIATION.fullmatch(said) or said in known or said in seen or word.quoted:
                continue
            if said not in spelled and _plain_word(word):
                continue
            seen.add(said)
            if not _explained(text.source, said, word.start):
                means = f"это {spelled[said]}" if said in spelled else "расшифруйте"
                yield RawFinding("R13", word.start, word.end, "warning", f"«{said}» поймёт не каждый: {means}.")


def _plain_word(word: Word) -> bool:
    """Whether the word is shouted («УРА», «НЕТ») and no abbreviation."""
    reading = word.reading
    return reading is not None and reading.source == "dictionary" and "Abbr" not in reading.labels


def _explained(source: str, said: str, at: int) -> bool:
    """Whether the text explains the abbreviation: «многоквартирный дом (МКД)», «далее — МКД», «МКД (многоквартирный
    дом)», «МКД, то есть», or its words just before.
    """
    around = source[max(0, at - 80) : at + len(said) + 80]
    if re.search(rf"{said}(?:,\s(?:то\sесть|или|т\.\s?е\.)\s|\sрасшифровыва)", around) or re.search(
        rf"\((?:далее\s*[–—-]\s*)?{said}\)|{said}\s*\([а-яё]{{4,}}|{said}\s[–—-]\s(?:это\s)?[а-яё]{{4,}}", around
    ):
        return True
    before = re.findall(r"[а-яёА-ЯЁ-]+", source[max(0, at - 120) : at])
    initials = "".join(part[0] for word in before for part in word.split("-") if part).upper()
    return said.upper() in initials


def papers(text: Text) -> Iterator[RawFinding]:
    """Numbers of documents; of overlapping matches the longest."""
    found = [(one.start(), one.end()) for pattern in _PAPERS for one in pattern.finditer(text.masked)]
    last = -1
    found = [(start, end) for start, end in found if not _of_no_paper(text.masked, start, end)]
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= last and start not in text.quoted:
            last = end
            said = text.source[start:end].rstrip(" .,")
            message = f"«{said}»: номер ради номера. Скажите суть, а на документ дайте ссылку в конце."
            yield RawFinding("R15", start, start + len(said), "warning", message, family="form")


def _of_no_paper(source: str, start: int, end: int) -> bool:
    """Whether the number is no document's: «часть 2 фильма», «пункт 5 на карте»."""
    return bool(_PART_BEGUN.match(source, start) and _NO_PAPER.match(source, end))


def dates(text: Text) -> Iterator[RawFinding]:
    source = text.masked
    for found in _DOTTED.finditer(source):
        if _is_date(source, found):
            day, month = int(found[1]), MONTHS_OF[int(found[2]) - 1]
            message = f"«{found.group()}»: дату легче прочесть словами. Напишите «{day} {month}», лучше с днём недели."
            yield RawFinding("R16", found.start(), found.end(), "warning", message)
    for found in _TWICE.finditer(source):
        if not re.search(r"\((?:далее|см|кроме|включ|при|по|на|в|с|без|до|от|кв|звон)", found.group(), re.IGNORECASE):
            yield RawFinding(
                "R16", found.start(), found.end(), "warning", f"«{found.group()}»: число сказано дважды. Хватит цифры."
            )
    for found in _CLOCK_HOURS.finditer(source):
        yield RawFinding(
            "R16",
            found.start(),
            found.end(),
            "warning",
            f"«{found.group()}»: напишите просто «в 18:00» или «в шесть вечера».",
        )
    yield from _weekdays(source)


def _is_date(source: str, found: re.Match[str]) -> bool:
    if not 1 <= int(found[1]) <= 31:
        return False
    if found[3]:
        return True
    before, after = (
        source[max(0, found.start() - 12) : found.start()].lower(),
        source[found.end() : found.end() + 12].lower(),
    )
    if _MEASURE.match(after) or re.search(
        r"(?:\bв|\bп\.|пункт\w*|версия|[<>=]|дома?|счет|счёт|рейс|номер|маршрут|квартира|цена|стоимость|температура|рост|на|около|почти|более|менее|-|–|—|час\w*|время:?)\s*$",
        before,
    ):
        return False
    # «с 08.00 до 17.10» are hours
    return not re.search(r"\d{1,2}\.\d0\s*(?:до|-|–|—)\s*$", before) and not re.match(
        r"\s*(?:до|-|–|—)\s*\d{1,2}\.(?:00|[1-5]\d)", after
    )


def _weekdays(source: str) -> Iterator[RawFinding]:
    """Weekdays that do not match the full date next to them."""
    for found in _DATED.finditer(source):
        try:
            right = date(int(found[3]), MONTHS_OF.index(found[2].lower()) + 1, int(found[1])).weekday()
        except ValueError:
            yield RawFinding("R16", found.start(), found.end(), "error", f"Такого дня нет: {found.group()}.")
            continue
        near = (max(0, found.start() - 18), min(len(source), found.end() + 22))
        for number, stem in enumerate(_WEEKDAYS):
            named = re.compile(rf"\b{stem}\w{{0,2}}\b", re.IGNORECASE).search(source, *near)
            if (
                named
                and number != right
                and not re.search(
                    r"[.!?\n]\s",
                    source[min(named.end(), found.end()) : max(named.start(), found.start())]
                    .replace("года", "")
                    .replace("г. ", ""),
                )
            ):
                start, end = min(named.start(), found.start()), max(named.end(), found.end())
                says = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")[right]
                yield RawFinding("R16", start, end, "error", f"День недели не сходится: {found.group()} — {says}.")
                break
