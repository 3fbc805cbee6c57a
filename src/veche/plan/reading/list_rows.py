"""A plan kept as a list: each row with something in it is placed, or left out with a reason."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time, timedelta

from veche.documents.table import EMPTY, Cell, Row
from veche.plan.reading.columns import Columns, find_columns, is_heading
from veche.plan.reading.days import Day, is_weekday, months_and_years_in, read_day, read_day_in, weekday_in
from veche.plan.reading.hours import read_hour, read_hour_in
from veche.plan.reading.moved import Move, move_in, move_in_note, move_of_day, move_of_title, with_new_day
from veche.plan.reading.names import format_in, is_marked, network_of_heading, networks_in
from veche.plan.reading.not_items import (
    is_cancelled_note,
    is_cancelled_status,
    is_footer,
    is_signature,
    is_total,
)
from veche.plan.reading.outcome import ItemWords, Period, Reason, WarningKind
from veche.plan.reading.placing import FoundItem, Place, Placer
from veche.plan.reading.row_text import cell_or_above, row_text, shown
from veche.plan.reading.title_hours import with_hour_of_title
from veche.plan.reading.weeks import in_week, is_span, under_heading

NO_VALUE = "формула без значения"
_COUNTS = re.compile(r"\d{1,3}")


class ListReader:
    """Reads the rows of one table from the top down.

    `of_sheet`: the network that the sheet is named after, that of rows which name none. `period` and `under` change
    with each heading among the rows; `under` is its day («Понедельник, 11 января»), which rows without a day of their
    own take. `seen`: networks by day, hour and title, to find duplicates in all sheets.
    """

    def __init__(self, name: str, rows: Sequence[Row], period: Period, placer: Placer) -> None:
        """`name`: of the sheet; `rows`: the filled ones."""
        self.name, self.filled, self.period, self.placer = name, rows, period, placer
        self.rows = {row.number: row for row in rows}
        self.columns = Columns()
        self.of_sheet = network_of_heading(name)
        self.under: Day | None = None

    def read(self) -> None:
        columns = find_columns(self.filled, self.period)
        if columns is None:
            for row in self.filled:
                self._leave_out(row, Reason.NOT_AN_ITEM)
            return
        self.columns = columns
        for place, row in enumerate(self.filled):
            if row.number <= columns.heading:
                self.period = under_heading(self.period, row_text(row))
                self._leave_out(row, Reason.NOT_AN_ITEM)
            else:
                self._read_row(row, self.filled[place + 1] if place + 1 < len(self.filled) else None)

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
            self.under = in_week(_following(self.under, day), self.period)
            return True
        if is_span(cell.text) and (wide or self.columns.date is None or self._is_undated(after)):
            self.period, self.under = under_heading(self.period, cell.text), day
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
        if is_total(row_text(row)) and not self._day(row).day:
            return True
        if is_heading(row) or (is_footer(row_text(row)) and not self._is_described(row)):
            return not self._day(row).day or not self._title(row) or is_signature(row_text(row))
        own = [self.columns.date, self.columns.networks, *self.columns.titles, *self.columns.of_network]
        return not any(
            self._cell(row, column).text or self._is_formula(row, column) for column in own if column is not None
        )

    def _is_described(self, row: Row) -> bool:
        """Whether it says what is published and, though not exactly, when or where: «2 неделя, кино, ВК»."""
        is_vague = self._day(row).reason == Reason.NO_EXACT_DATE
        return bool(self._title(row)) and (is_vague or bool(self._networks(row)[0]))

    def _read_item(self, row: Row) -> None:
        day = self._day(row)
        words, is_bad, unknown = self._words(row, day)
        if words.time is None and not is_bad:
            words = with_hour_of_title(words)
        found = FoundItem(
            place=self._place(row),
            day=day,
            words=words,
            day_said=self._text_at(row, self.columns.date),
            move=self._move(row),
            is_cancelled=self._is_cancelled(row),
            has_no_value=self._has_no_value(row, words.title),
            odd=tuple(self._odd(row, day, unknown, is_bad=is_bad)),
        )
        self.placer.place(found, self.period)

    def _words(self, row: Row, day: Day) -> tuple[ItemWords, bool, list[str]]:
        """Words of the item, whether the row's hour could not be read, and words that name no network."""
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
            note="\n".join(self._notes(row)),
        )
        return words, is_bad, unknown

    def _is_cancelled(self, row: Row) -> bool:
        struck = any(self._cell(row, column).struck for column in self.columns.titles)
        said = (*self.columns.status, *([] if self.columns.date is None else [self.columns.date]))
        status = any(is_cancelled_status(self._text_at(row, column)) for column in said)
        return struck or status or any(map(is_cancelled_note, self._notes(row)))

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
        if day.reason == Reason.NO_DATE and day.weekday is not None:
            day = replace(day, reason=Reason.NO_EXACT_DATE)
        return in_week(day, self.period)

    def _move(self, row: Row) -> Move | None:
        """Where the row was moved, by its day, its status, a note or its title; the first that names a day."""
        notes = [" ".join(note.split()) for note in self._notes(row)]
        found = [
            move_of_day(self._text_at(row, self.columns.date))[0],
            *(move_in(self._text_at(row, column)) for column in self.columns.status),
            *map(move_in_note, notes),
            move_of_title(self._title(row))[0],
        ]
        moves = [with_new_day(one, " ".join(notes)) for one in found if one]
        return next((one for one in moves if one.to), moves[0] if moves else None)

    def _notes(self, row: Row) -> list[str]:
        """Notes of the row: cells of its columns of notes, and the comments that Excel attaches to cells."""
        written = [self._cell(row, column).text for column in self.columns.notes]
        return [note for note in (*written, *(cell.comment for cell in row.cells)) if note]

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
        return shown(self._cell(row, column)).strip() if column is not None else ""

    def _cell(self, row: Row, column: int) -> Cell:
        return cell_or_above(self.rows, row, column)

    def _odd(self, row: Row, day: Day, unknown: Sequence[str], *, is_bad: bool) -> Iterator[tuple[WarningKind, str]]:
        if is_bad:
            yield WarningKind.BAD_TIME, self._text_at(row, self.columns.time) or day.clock or NO_VALUE
        for name in unknown:
            yield WarningKind.UNKNOWN_NETWORK, name

    def _place(self, row: Row) -> Place:
        return Place(self.name, row.number, row_text(row))

    def _leave_out(self, row: Row, reason: Reason) -> None:
        self.placer.leave_out(self._place(row), reason)


def _following(above: Day | None, named: Day) -> Day:
    """The next day after the one above with this weekday: «Среда» below «Понедельник, 7 декабря»."""
    if above is None or above.day is None or named.weekday is None:
        return Day(reason=Reason.NO_EXACT_DATE, weekday=named.weekday)
    ahead = (named.weekday - above.day.weekday() - 1) % 7 + 1
    return Day(above.day + timedelta(ahead), weekday=named.weekday)
