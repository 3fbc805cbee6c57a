"""Which column of a plan is what: by the heading, or, without one, by what stands in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from veche.documents.table import Row
from veche.plan.reading.days import is_weekday, read_day
from veche.plan.reading.english import kind_of_heading
from veche.plan.reading.hours import read_hour
from veche.plan.reading.names import network_of_heading, networks_in
from veche.plan.reading.outcome import Period

# How far down a heading may stand: above it are «Утверждаю» and the title.
DEEPEST_HEADING = 40
_WORKING_DAYS = 5
# Patterns of headings by what the column holds, the likeliest first.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "weekday": (r"^(?!.*дат).*(?:день недели|дни недели)",),
    "date": (
        r"дат[аы]\b.*(?:публик|выход|размещ|пост)|(?:публик|выход|размещ).*\bдат[аы]",
        r"^дат[аы]\b(?!.*(?:подготов|сдач|материал))|^когда|^число$|^день$|^date$",
        r"^дата и время|срок.*(?:публик|выход|размещ)|^срок[и]?$",
        r"\bдата\b(?!.*(?:подготов|сдач|материал|согласов|утвержд|создан|событи|мероприят|повод|тем[аы]|назван|наименован))",
    ),
    "time": (r"^время|^час[ы]?\b|^time$",),
    "networks": (
        r"соц\.? ?сет|социальн\w+ сет|^сет[ьи]|площадк|^канал|^куда|^где (?:размещ|публик)|аккаунт",
        r"место (?:размещ|публик)|ресурс",
    ),
    "place": (r"^мест[оа]\b(?!.*(?:размещ|публик))|^адрес\b|локаци",),
    "format": (r"формат|^тип\b|^вид\b|форма подачи|тип контент",),
    "department": (
        r"^отдел|подраздел|управлени|^орган\b|department",
        r"ответствен|исполнител|кто готовит|кто отвечает",
    ),
    "speaker": (r"^спикер|^кто говорит|^выступающ|^эксперт",),
    "occasion": (r"^повод$",),
    "occasion_day": (r"^день повода$",),
    "category": (r"рубрик|категори",),
    "status": (r"статус|отметк|состояни|выполнен",),
    "note": (r"примечан|комментари|заметк",),
    "title": (
        r"^тем[аы]\b|заголов|о чем|^назван|наименован|^что (?:публик|размещ)|^title$",
        r"инфоповод|информационн\w+ повод|событи|мероприяти|^публикаци|^пост\b",
        r"содержани|описани|^материал|^текст|контент",
    ),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Numbers of columns, from 0. `titles`: the likeliest first. `of_network`: columns of one network each, its slug.

    `heading`: number of the heading's last row, 0 without one.
    """

    heading: int = 0
    date: int | None = None
    time: int | None = None
    weekday: int | None = None
    networks: int | None = None
    format: int | None = None
    department: int | None = None
    category: int | None = None
    speaker: int | None = None
    occasion: int | None = None
    occasion_day: int | None = None
    place: int | None = None
    status: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    titles: tuple[int, ...] = ()
    of_network: Mapping[int, str] = field(default_factory=dict)


def find_columns(rows: Sequence[Row], period: Period) -> Columns | None:
    """The columns of a sheet; None if there is no heading and no column with days."""
    filled = [row for row in rows if not row.is_blank]
    above = filled[:DEEPEST_HEADING]
    # A line with one word may be the heading of a narrow table, or the name of the table below.
    is_named_below = any(map(is_heading, above))
    for place, row in enumerate(above):
        named = _named(row)
        if "title" in named and (len(named) > 1 or (len(row.cells) < 3 and not is_named_below)):
            return _columns_of_heading(filled[place + 1 :], row, named)
    return _guessed(filled, period)


def is_heading(row: Row) -> bool:
    """Whether a row repeats a heading, as on the next page of a printed plan."""
    named = _named(row)
    return "title" in named and "date" in named


def is_other_heading(row: Row, heading: Row | None) -> bool:
    """Whether a row is a heading of other columns than `heading`, or any if there is none above."""
    named = _named(row)
    least = {"title", "date"} if heading is not None else {"title"}
    filled = sum(bool(cell.text) for cell in row.cells)
    if not least <= named.keys() or len(named) < 2 or sum(map(len, named.values())) * 2 < filled:
        return False
    return heading is None or named != _named(heading)


def column_of_titles(row: Row) -> int | None:
    """Beside days across: the column of what is done on them, «Тема» or «Рубрика»."""
    named = _named(row)
    return next((named[kind][0] for kind in ("title", "category") if kind in named), None)


def blocks_across(row: Row) -> list[tuple[int, int]]:
    """First column, and the one after the last, of each table whose headings stand beside each other in a row.

    [] if there is one table at most. The headings of a table come again, or stand behind an empty column.
    """
    texts = [" ".join(cell.text.casefold().split()) for cell in row.cells]
    begins = next((column for column, text in enumerate(texts) if text), None)
    if begins is None:
        return []
    again = [column for column, text in enumerate(texts) if text == texts[begins]]
    apart = [begins, *(n for n in range(begins + 1, len(texts)) if texts[n] and not texts[n - 1])]
    for firsts in (again, apart):
        blocks = [(first, end) for first, end in pairwise([*firsts, len(texts)])]
        if len(blocks) > 1 and all(_heads(row, *block) for block in blocks):
            return blocks
    return []


def _heads(row: Row, first: int, end: int) -> bool:
    """Whether the columns have headings of a table of their own: of a list, or of a week."""
    part = Row(row.number, row.cells[first:end])
    return is_heading(part) or sum(is_weekday(cell.text) for cell in part.cells) >= _WORKING_DAYS


def _named(row: Row) -> dict[str, list[int]]:
    """Columns of each kind that a row's cells name, the likeliest first."""
    found: dict[str, list[tuple[int, int]]] = {}
    for column, cell in enumerate(row.cells):
        text = " ".join(cell.text.casefold().replace("ё", "е").split()) if isinstance(cell.value, str) else ""
        kind = _kind(text)
        if kind:
            found.setdefault(kind[0], []).append((kind[1], column))
    return {kind: [column for _, column in sorted(columns)] for kind, columns in found.items()}


def _kind(text: str) -> tuple[str, int] | None:
    """The kind of a column and how likely it is, 0 is best; None for another column. A heading is short."""
    if not text or len(text) > 80:
        return None
    for kind, patterns in _HEADINGS.items():
        for place, pattern in enumerate(patterns):
            if re.search(pattern, text):
                return kind, place
    english = kind_of_heading(text)
    return (english, 0) if english else None


def _columns_of_heading(rows: Sequence[Row], heading: Row, named: Mapping[str, list[int]]) -> Columns:
    """The columns that a heading names, and its second line if there is one: «Соцсети» above «ВК», «ОК», «ТГ»."""
    first = {name: columns[0] for name, columns in named.items()}
    of_network = _of_network(heading)
    last = heading.number
    own = [*named.get("date", ()), *named["title"]]
    if rows and (second := _of_network(rows[0])) and not any(rows[0].cell(column).text for column in own):
        of_network, last = of_network | second, rows[0].number
    return Columns(
        heading=last,
        date=first.get("date"),
        time=first.get("time"),
        weekday=first.get("weekday"),
        networks=_networks(rows, heading, named, of_network),
        format=first.get("format"),
        department=first.get("department"),
        category=first.get("category"),
        speaker=first.get("speaker"),
        occasion=first.get("occasion"),
        occasion_day=first.get("occasion_day"),
        place=first.get("place"),
        status=tuple(named.get("status", ())),
        notes=tuple(named.get("note", ())),
        titles=tuple(named["title"]),
        of_network=of_network,
    )


def _networks(
    rows: Sequence[Row], heading: Row, named: Mapping[str, list[int]], of_network: Mapping[int, str]
) -> int | None:
    """The column of networks: by its heading, or the first unnamed one whose cells name nothing else."""
    if "networks" in named:
        return None if named["networks"][0] in of_network else named["networks"][0]
    taken = {column for columns in named.values() for column in columns} | set(of_network)
    width = max((len(row.cells) for row in (heading, *rows)), default=0)
    free = (column for column in range(width) if column not in taken)
    return None if of_network else next((column for column in free if _holds_networks(rows, column)), None)


def _holds_networks(rows: Sequence[Row], column: int) -> bool:
    said = [text for row in rows if (text := row.cell(column).text)]
    return bool(said) and all(found and not unknown for found, unknown in map(networks_in, said))


def _of_network(row: Row) -> dict[int, str]:
    found = {}
    for column, cell in enumerate(row.cells):
        slug = network_of_heading(cell.text) if cell.text and len(cell.text) <= 30 else None
        if slug:
            found[column] = slug
    return found


def _has_day(row: Row, column: int | None, period: Period) -> bool:
    return column is not None and read_day(row.cell(column), period).day is not None


def _guessed(rows: Sequence[Row], period: Period) -> Columns | None:
    """Without a heading: the column with most days is the date, the one with the longest texts beside it the title.

    Columns of hours and of networks are those that hold nothing else. Where only headings of one cell are days, as
    «7 декабря» above its rows, there is no column of the date."""
    width = max((len(row.cells) for row in rows), default=0)
    days = [_count_days(rows, column, period) for column in range(width)]
    if not days or max(days) == (0, 0):
        return None
    dates: int | None = days.index(max(days))
    below = [row for row in rows if sum(bool(cell.text) for cell in row.cells) > 1]
    if below and not any(_has_day(row, column, period) for row in below for column in range(width)):
        rows, dates = below, None
    others = [column for column in range(width) if column != dates]
    hours = next((column for column in others if _holds_hours(rows, column)), None)
    networks = next((column for column in others if column != hours and _holds_networks(rows, column)), None)
    lengths = {
        column: sum(len(row.cell(column).text) for row in rows) for column in others if column not in (hours, networks)
    }
    if not any(lengths.values()):
        return None
    return Columns(date=dates, time=hours, networks=networks, titles=(max(lengths, key=lambda one: lengths[one]),))


def _count_days(rows: Sequence[Row], column: int, period: Period) -> tuple[int, int]:
    """How many cells name a day of a month, and how many are days at all: plain numbers may count the rows."""
    found = [row.cell(column) for row in rows if _has_day(row, column, period)]
    return sum(not cell.text.isdecimal() for cell in found), len(found)


def _holds_hours(rows: Sequence[Row], column: int) -> bool:
    """Whether a column has hours and nothing else; plain numbers count the rows."""
    cells = [cell for row in rows if (cell := row.cell(column)).text]
    return bool(cells) and all(read_hour(cell)[0] is not None and not cell.text.isdecimal() for cell in cells)
