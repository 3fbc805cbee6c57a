"""A plan kept as a table: each row with something in it is placed, or left out with a reason."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta

from veche.documents.read import Reader, read_table
from veche.documents.table import EMPTY, Cell, Row, Sheet
from veche.morphology.words import readings
from veche.plan.reading.columns import Columns, find_columns, is_heading
from veche.plan.reading.days import (
    Day,
    is_weekday,
    months_and_years_in,
    read_day,
    read_day_in,
    relative_day_in,
    weekday_in,
)
from veche.plan.reading.hours import read_hour, read_hour_in
from veche.plan.reading.moved import Move, day_of_move, move_in, move_in_note, move_of_day, move_of_title, with_new_day
from veche.plan.reading.names import format_in, is_marked, network_of_heading, networks_in
from veche.plan.reading.outcome import (
    LONGEST_TITLE,
    ItemWords,
    Period,
    PlacedRow,
    PlanWarning,
    ReadPlan,
    Reason,
    UnplacedRow,
    WarningKind,
)
from veche.plan.reading.title_hours import with_hour_of_title

# «Отменено: каток», «ОТМЕНА каток», «Каток (отменили)»; «Отменена электричка» is news.
_CANCELLED = re.compile(
    r"^\W*(?:(?i:отмен[а-я]+|снят[оаы]?|не выходит)\s*[:.!)\]—–-]|ОТМЕН[АЕ][А-Я]*\b|СНЯТО\b)"
    r"|[(\[](?i:отмен[а-я]+|снят[оаы]?)[)\]]\s*$"
)
_CANCELLED_STATUS = re.compile(r"отмен[а-я]*|\bснят[оаы]?\b|не выходит|не публикуем|не нужно", re.IGNORECASE)
# «Отменено из-за дождя»; «отменить бронь, если дождь» is what to do.
_CANCELLED_NOTE = re.compile(r"^\W*(?:отмен(?:а|ено|ена|ен|ены|яется)|снят[оаы]?|не выходит)\b", re.IGNORECASE)
NO_VALUE = "формула без значения"
_FOOTER = re.compile(
    r"^\W*(?:всего\b|подпис|утвержда|согласован|составил|подготовил|проверил|контакты?\b|примечани|приложение|план\b"
    r"|контент-план|медиаплан|\d+\s*(?:-я|-ая)?\s*недел|недел[яюи])",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^\W*(?:итого|исп(?:олнитель|\.)|ответственн[а-я]+ за\b|тел(?:ефон)?[.:]|м\.\s?п\.)|_{3,}", re.IGNORECASE
)
_SIGNER = re.compile(
    r"^\W*(?:начальник|руководитель|глава\b|заместитель|зам\.|директор\b|председатель|(?:пресс-)?секретарь|редактор\b"
    r"|(?:главн\w+ |ведущ\w+ )?специалист\b|и\.\s?о\.)",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\d{1,3}")
_INITIALS = re.compile(r"\b[А-ЯЁ]\.\s?[А-ЯЁ]\.")


def read_plan(
    content: bytes,
    *,
    today: date,
    first: date | None = None,
    last: date | None = None,
    name: str = "",
    read: Reader = read_table,
) -> ReadPlan:
    """Read XLSX or CSV. Raises `UnreadableTable` with a sentence for a person.

    `first`, `last`: bounds of the plan; `name`: of the file, where a year may stand. `read`: for a page `read_apart`.
    """
    table = read(content)
    found = ReadPlan(has_macros=table.has_macros, sheets=tuple(sheet.name for sheet in table.sheets))
    seen: dict[tuple[date, time | None, str], set[str]] = {}
    period = Period(today, first, last, years=tuple(sorted(months_and_years_in(name)[1])))
    for sheet in table.sheets:
        _SheetReader(sheet, period, found, seen).read()
    return found


class _SheetReader:
    """Reads one sheet from the top down.

    `of_sheet`: the network that the sheet is named after, that of rows which name none. `period` and `under` change
    with each heading among the rows; `under` is its day («Понедельник, 11 января»), which rows without a day of their
    own take. `seen`: networks by day, hour and title, to find duplicates in all sheets.
    """

    def __init__(
        self, sheet: Sheet, period: Period, found: ReadPlan, seen: dict[tuple[date, time | None, str], set[str]]
    ) -> None:
        self.sheet, self.found, self.seen = sheet, found, seen
        self.rows = {row.number: row for row in sheet.rows}
        self.period = under_heading(period, sheet.name)
        self.columns = Columns()
        self.of_sheet = network_of_heading(sheet.name)
        self.under: Day | None = None

    def read(self) -> None:
        filled = list(self.sheet.filled())
        columns = find_columns(filled, self.period)
        if columns is None:
            for row in filled:
                self._leave_out(row, Reason.NOT_AN_ITEM)
            return
        self.columns = columns
        for place, row in enumerate(filled):
            if row.number <= columns.heading:
                self.period = under_heading(self.period, _text(row))
                self._leave_out(row, Reason.NOT_AN_ITEM)
            else:
                self._read_row(row, filled[place + 1] if place + 1 < len(filled) else None)

    def _read_row(self, row: Row, after: Row | None) -> None:
        if row.hidden:
            self._leave_out(row, Reason.HIDDEN_ROW)
        elif self._is_section(row, after) or self._is_no_item(row):
            self._leave_out(row, Reason.NOT_AN_ITEM)
        else:
            self._read_item(row)

    def _is_section(self, row: Row, after: Row | None) -> bool:
        """Whether it is a heading among the rows; then those below are understood by it."""
        texts = [cell for cell in row.cells if cell.text]
        if len(texts) != 1:
            return False
        cell = texts[0]
        column = row.cells.index(cell)
        wide = sum(one.part_of == (row.number, column) for one in row.cells) > 0
        day = read_day(cell, self.period)
        if day.day is not None and (wide or self.columns.date is None or self._is_undated(after)):
            self.under = day
            return True
        if is_weekday(cell.text) and (wide or column not in self.columns.titles):
            self.under = _following(self.under, day)
            return True
        months, years = months_and_years_in(cell.text)
        if day.day is None and (wide or column not in self.columns.titles) and (months or years):
            self.period, self.under = under_heading(self.period, cell.text), None
            return True
        return wide and day.day is None

    def _is_undated(self, row: Row | None) -> bool:
        """Whether a row has a title and leaves its day to a heading above."""
        if row is None or self.columns.date is None:
            return False
        return bool(self._title(row)) and not self._cell(row, self.columns.date).text

    def _is_no_item(self, row: Row) -> bool:
        """Totals, signatures, repeated headings, and rows that are only numbered."""
        if is_heading(row) or (is_footer(_text(row)) and not self._is_described(row)):
            return not self._day(row).day or not self._title(row) or _is_signature(_text(row))
        own = [self.columns.date, self.columns.networks, *self.columns.titles, *self.columns.of_network]
        return not any(
            self._cell(row, column).text or self._is_formula(row, column) for column in own if column is not None
        )

    def _is_described(self, row: Row) -> bool:
        """Whether it says what is published and, though not exactly, when or where: «2 неделя, кино, ВК»."""
        is_vague = self._day(row).reason == Reason.NO_EXACT_DATE
        return bool(self._title(row)) and (is_vague or bool(self._networks(row)[0]))

    def _read_item(self, row: Row) -> None:
        day, move = self._day(row), self._move(row)
        words, is_bad, unknown = self._words(row, day)
        if day.reason == Reason.NO_DATE and relative_day_in(words.title):
            day = replace(day, reason=Reason.NO_EXACT_DATE)
        if words.time is None and not is_bad:
            words = with_hour_of_title(words)
        if move:
            day = day_of_move(move, day, self.period)
            words = replace(words, title=move_of_title(words.title)[1], time=read_hour_in(day.clock)[0] or words.time)
        reason = self._reason_against(row, day, words.title, is_moved=bool(move and day.day))
        if reason is not None or day.day is None:
            self._leave_out(row, reason or Reason.UNREADABLE_DATE, day.day, words, move)
            return
        known = self.seen.setdefault((day.day, words.time, same_title(words.title)), set())
        if known and set(words.networks) <= known:
            self._leave_out(row, Reason.DUPLICATE, day.day, words)
            return
        known.update(words.networks or {""})
        said = {one.name: getattr(words, one.name) for one in fields(words)}
        self.found.rows.append(PlacedRow(sheet=self.sheet.name, row=row.number, date=day.day, text=_text(row), **said))
        self._warn(row, day, words.title, move, is_bad=is_bad, unknown=unknown)

    def _words(self, row: Row, day: Day) -> tuple[ItemWords, bool, list[str]]:
        """What the row says, whether its hour is none, and the words that name no network."""
        hour, is_bad = self._hour(row, day)
        networks, unknown = self._networks(row)
        format_ = self._text_at(row, self.columns.format)
        words = ItemWords(
            title=self._title(row),
            time=hour,
            networks=networks,
            format=format_in(format_) if format_ else None,
            department=self._text_at(row, self.columns.department) or None,
            where=self._text_at(row, self.columns.networks),
            format_said=format_,
            category=self._text_at(row, self.columns.category),
            speaker=self._text_at(row, self.columns.speaker),
            occasion=self._text_at(row, self.columns.occasion),
            occasion_day=self._day_shown(row, self.columns.occasion_day),
            place=self._text_at(row, self.columns.place),
            note="\n".join(text for column in self.columns.notes if (text := self._cell(row, column).text)),
        )
        return words, is_bad, unknown

    def _reason_against(self, row: Row, day: Day, title: str, *, is_moved: bool) -> Reason | None:
        """The first reason to leave the row out; None if there is none."""
        if self._is_cancelled(row, title) and not is_moved:
            return Reason.CANCELLED
        if day.reason == Reason.FORMULA_WITHOUT_VALUE or self._has_no_value(row, title):
            return Reason.FORMULA_WITHOUT_VALUE
        if not title:
            return Reason.NO_TITLE
        if day.reason is not None:
            return day.reason
        return Reason.PAST_DATE if day.day and day.day < self.period.today else None

    def _is_cancelled(self, row: Row, title: str) -> bool:
        struck = any(self._cell(row, column).struck for column in self.columns.titles)
        said = (*self.columns.status, *([] if self.columns.date is None else [self.columns.date]))
        status = any(_CANCELLED_STATUS.search(self._text_at(row, column)) for column in said)
        note = any(_CANCELLED_NOTE.search(self._text_at(row, column)) for column in self.columns.notes)
        return struck or status or note or is_cancelled_title(title)

    def _has_no_value(self, row: Row, title: str) -> bool:
        return not title and any(self._is_formula(row, column) for column in self.columns.titles)

    def _is_formula(self, row: Row, column: int) -> bool:
        return self._cell(row, column).formula_without_value

    def _day(self, row: Row) -> Day:
        """The row's own day, that of the merged cell it stands in, or that of the heading above."""
        cell = self._cell(row, self.columns.date) if self.columns.date is not None else EMPTY
        before = move_of_day(cell.text)[1]
        day = read_day(cell, self.period) if before == cell.text else read_day_in(before, self.period)
        if day.reason == Reason.NO_DATE and self.under is not None:
            day = self.under
        if day.weekday is None and self.columns.weekday is not None:
            day = replace(day, weekday=weekday_in(self._cell(row, self.columns.weekday).text))
        return day

    def _move(self, row: Row) -> Move | None:
        """Where the row was moved, by its day, its status, a note or its title; the first that names a day."""
        notes = [self._text_at(row, column) for column in self.columns.notes]
        found = [
            move_of_day(self._text_at(row, self.columns.date))[0],
            *(move_in(self._text_at(row, column)) for column in self.columns.status),
            *map(move_in_note, notes),
            move_of_title(self._title(row))[0],
        ]
        moves = [with_new_day(one, " ".join(notes)) for one in found if one]
        return next((one for one in moves if one.to), moves[0] if moves else None)

    def _hour(self, row: Row, day: Day) -> tuple[time | None, bool]:
        if self.columns.time is not None:
            if self._is_formula(row, self.columns.time):
                return None, True
            hour, is_bad = read_hour(self._cell(row, self.columns.time))
            if hour is not None or is_bad or not day.clock:
                return hour, is_bad
        return read_hour_in(day.clock)

    def _networks(self, row: Row) -> tuple[tuple[str, ...], list[str]]:
        found, unknown = networks_in(self._text_at(row, self.columns.networks))
        marked = [slug for column, slug in self.columns.of_network.items() if is_marked(self._text_at(row, column))]
        of_sheet = [self.of_sheet] if self.of_sheet and not (found or marked or unknown) else []
        return tuple(dict.fromkeys((*found, *marked, *of_sheet))), unknown

    def _title(self, row: Row) -> str:
        """A short number alone counts the row, or is the day in a grid of a month; «2027» may be a title."""
        texts = (self._text_at(row, column) for column in self.columns.titles)
        return next((text for text in texts if text and not _COUNTS.fullmatch(text)), "")

    def _text_at(self, row: Row, column: int | None) -> str:
        return " ".join(self._cell(row, column).text.split()) if column is not None else ""

    def _day_shown(self, row: Row, column: int | None) -> str:
        """«14.12.2026», also where Excel has made a day of it."""
        return _as_shown(self._cell(row, column)).strip() if column is not None else ""

    def _cell(self, row: Row, column: int) -> Cell:
        """The cell, or the one above it that is merged with it."""
        cell = row.cell(column)
        if cell.part_of is None or cell.part_of[1] != column:
            return cell
        return self.rows[cell.part_of[0]].cell(column) if cell.part_of[0] in self.rows else cell

    def _warn(self, row: Row, day: Day, title: str, move: Move | None, *, is_bad: bool, unknown: list[str]) -> None:
        if move:
            self._say(row, WarningKind.MOVED, move.said)
        if day.is_mismatched:
            self._say(row, WarningKind.WEEKDAY_MISMATCH, move.said if move else self._text_at(row, self.columns.date))
        if is_bad:
            self._say(row, WarningKind.BAD_TIME, self._text_at(row, self.columns.time) or day.clock or NO_VALUE)
        if len(title) > LONGEST_TITLE:
            self._say(row, WarningKind.TOO_LONG, title)
        for name in unknown:
            self._say(row, WarningKind.UNKNOWN_NETWORK, name)
        if day.day and not self.period.has(day.day):
            self._say(row, WarningKind.OUTSIDE_PERIOD, day.day.isoformat())

    def _say(self, row: Row, kind: WarningKind, text: str) -> None:
        self.found.warnings.append(PlanWarning(self.sheet.name, row.number, kind, text))

    def _leave_out(
        self,
        row: Row,
        reason: Reason,
        day: date | None = None,
        words: ItemWords | None = None,
        move: Move | None = None,
    ) -> None:
        moved = move.said if move else ""
        self.found.unplaced.append(UnplacedRow(self.sheet.name, row.number, reason, _text(row), day, words, moved))


def _following(above: Day | None, named: Day) -> Day:
    """The next day after the one above with this weekday: «Среда» below «Понедельник, 7 декабря»."""
    if above is None or above.day is None or named.weekday is None:
        return Day(reason=Reason.NO_EXACT_DATE, weekday=named.weekday)
    ahead = (named.weekday - above.day.weekday() - 1) % 7 + 1
    return Day(above.day + timedelta(ahead), weekday=named.weekday)


def is_cancelled_title(title: str) -> bool:
    return _CANCELLED.search(title) is not None


def is_footer(text: str) -> bool:
    """Whether it is a total, a signature or the heading of a plan. «Глава вручит ключи» is none."""
    return _FOOTER.search(text) is not None or _is_signature(text)


def _is_signature(text: str) -> bool:
    """«Исполнитель: …», «Глава города», «Начальник отдела А. А. Петрова»."""
    if _SIGNED.search(text):
        return True
    return _SIGNER.search(text) is not None and (_INITIALS.search(text) is not None or not _tells(text))


def _tells(text: str) -> bool:
    """Whether it has a verb: somebody does something."""
    words = re.findall(r"[а-яё]+", text.lower())
    return any(one.feats.get("VerbForm") == "Fin" for word in words for one in readings(word)[:1])


def under_heading(period: Period, text: str) -> Period:
    """The period with the month and the years that a heading names."""
    months, years = months_and_years_in(text)
    month = months.pop() if len(months) == 1 else period.month if not months else None
    return replace(period, month=month, years=tuple(sorted(years)) or period.years)


def _text(row: Row) -> str:
    return " | ".join(_shown(row))


def _shown(row: Row) -> Iterator[str]:
    return (" ".join(_as_shown(cell).split()) for cell in row.cells if cell.text)


def _as_shown(cell: Cell) -> str:
    """A day and an hour as the program that made the file shows them."""
    if isinstance(cell.value, datetime):
        return f"{cell.value:%d.%m.%Y}" if cell.value.time() == time.min else f"{cell.value:%d.%m.%Y %H:%M}"
    if isinstance(cell.value, time):
        return f"{cell.value:%H:%M}"
    return cell.text


def same_title(title: str) -> str:
    """The title without case and punctuation, by which duplicates are found."""
    return re.sub(r"\W+", " ", title.casefold().replace("ё", "е")).strip()
