"""A plan kept as a grid: days across, in one row for a week or in several for a month, titles in the cells below."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import pairwise

from veche.documents.table import Row
from veche.plan.reading.columns import column_of_titles
from veche.plan.reading.days import MONTH, Day
from veche.plan.reading.grid_days import GridDays, days_across
from veche.plan.reading.grid_words import lines_of, words_of_line
from veche.plan.reading.hours import is_only_hour, read_hour
from veche.plan.reading.moved import move_of_title
from veche.plan.reading.names import is_marked, names_only, network_of_heading, networks_in
from veche.plan.reading.not_items import is_paper, is_total
from veche.plan.reading.outcome import ItemWords, Period, Reason
from veche.plan.reading.placing import FoundItem, Place, Placer
from veche.plan.reading.row_text import cell_or_above, row_text
from veche.plan.reading.weeks import in_week, under_heading

_ONLY_MONTH = re.compile(
    rf"\W*(?:(?:контент-?|медиа)?план\w*|на|{MONTH}|\d{{4}}|г(?:од[а-я]*)?\.?|[\s|])+\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the cells beside the days say of a row: its hour, its networks, or the title of marked cells."""

    hour: time | None = None
    networks: tuple[str, ...] = ()
    title: str = ""


class GridReader:
    """Reads the rows of one grid from the top down. `owner`: of each column the first column of its day.

    `period` changes with each heading of a month among the rows.
    """

    def __init__(self, name: str, rows: Sequence[Row], period: Period, placer: Placer) -> None:
        """`name`: of the sheet; `rows`: the filled ones."""
        self.name, self.filled, self.period, self.placer = name, rows, period, placer
        self.rows = {row.number: row for row in rows}
        self.of_sheet = network_of_heading(name)
        self.owner: dict[int, int] = {}
        self.titles: int | None = None
        self.days = GridDays({}, period)

    def read(self) -> None:
        for row in self.filled:
            if days := days_across(row, self.period):
                self._begin(row, days)
            elif not self.owner or self._is_no_item(row):
                self.period = under_heading(self.period, row_text(row))
                self.days.begin_month(self.period)
                self._leave_out(row, Reason.NOT_AN_ITEM)
            elif row.hidden:
                self._leave_out(row, Reason.HIDDEN_ROW)
            else:
                self._read_row(row)

    def _begin(self, row: Row, days: dict[int, Day]) -> None:
        """Take the row as the heading of the days below it."""
        self.owner = _owners(row, sorted(days))
        self.titles = column_of_titles(row)
        self.days = GridDays(days, self.period, after=self.days)
        self.days.read({column: row.cell(column) for column in days})  # «Пн 7» of a plan for December
        self._leave_out(row, Reason.NOT_AN_ITEM)

    def _is_no_item(self, row: Row) -> bool:
        """A heading of a month, a total, a signature, or labels beside empty days."""
        texts = [cell.text for cell in row.cells if cell.text]
        if not self._groups(row):
            return True
        said = row_text(row)
        return len(texts) <= 2 and (is_total(said) or is_paper(said) or _ONLY_MONTH.fullmatch(said) is not None)

    def _read_row(self, row: Row) -> None:
        groups = self._groups(row)
        taken = self.days.read({first: row.cell(columns[0]) for first, columns in groups.items()})
        labels = self._labels(row)
        items = list(self._items(row, groups, taken, labels))
        for one in items:
            self.placer.place(one, self.period)
        if not items:
            self._leave_out(row, Reason.NOT_AN_ITEM)

    def _groups(self, row: Row) -> dict[int, list[int]]:
        """Columns with something in them, by the first column of their day."""
        found: dict[int, list[int]] = {}
        for column, first in self.owner.items():
            if row.cell(column).text or row.cell(column).comment:
                found.setdefault(first, []).append(column)
        return found

    def _items(
        self, row: Row, groups: dict[int, list[int]], taken: dict[int, str], labels: Labels
    ) -> Iterator[FoundItem]:
        """`taken`: of the cells that name a day, the words behind it."""
        for first, columns in sorted(groups.items()):
            day = self._day(row, first, columns)
            for column in columns:
                cell = row.cell(column)
                text = taken[first] if first in taken and column == columns[0] else cell.text
                lines, note = (lines_of(text), cell.comment) if text else (lines_of(cell.comment), "")
                for line in lines:
                    yield self._item(row, line, day, labels, is_struck=cell.struck, note=note)

    def _day(self, row: Row, first: int, columns: Sequence[int]) -> Day:
        """The day of a column; a cell that is merged over several days has none."""
        covered = {
            self.owner.get(column)
            for column, cell in enumerate(row.cells)
            if cell.part_of and cell.part_of[0] == row.number and cell.part_of[1] in columns
        }
        if covered - {first, None}:
            return Day(reason=Reason.NO_EXACT_DATE)
        return in_week(self.days.day_of(first), self.period)

    def _item(self, row: Row, line: str, day: Day, labels: Labels, *, is_struck: bool, note: str) -> FoundItem:
        words = self._words(line, labels, note)
        said = f"{day.day:%d.%m.%Y}" if day.day else ""
        of_row = labels.title if words.title == labels.title else ""
        return FoundItem(
            place=Place(self.name, row.number, " | ".join(part for part in (said, of_row, line) if part)),
            day=day,
            words=words,
            day_said=said,
            move=move_of_title(words.title)[0],
            is_cancelled=is_struck,
        )

    def _words(self, line: str, labels: Labels, note: str) -> ItemWords:
        words = words_of_line(line)
        if labels.title and (is_marked(line) or names_only(line) or not words.title):
            named = networks_in(line)[0] if names_only(line) else words.networks
            words = replace(words, title=labels.title, networks=named)
        networks = words.networks or labels.networks or ((self.of_sheet,) if self.of_sheet else ())
        notes = "\n".join(part for part in (words.note, note) if part)
        return replace(words, time=words.time or labels.hour, networks=networks, note=notes)

    def _labels(self, row: Row) -> Labels:
        found = Labels()
        for column in range(len(row.cells)):
            cell = cell_or_above(self.rows, row, column)
            if column in self.owner or not cell.text:
                continue
            if column == self.titles:
                found = replace(found, title=" ".join(cell.text.split()))
            elif not isinstance(cell.value, str) or is_only_hour(cell.text):
                found = replace(found, hour=None if isinstance(cell.value, int) else read_hour(cell)[0])
            elif names_only(cell.text):
                found = replace(found, networks=networks_in(cell.text)[0])
        return found

    def _leave_out(self, row: Row, reason: Reason) -> None:
        self.placer.leave_out(Place(self.name, row.number, row_text(row)), reason)


def _owners(row: Row, firsts: Sequence[int]) -> dict[int, int]:
    """Columns without a heading belong to the day on their left, as many as the narrowest day has; merged ones all."""
    width = min((after - column for column, after in pairwise(firsts)), default=1)
    owner = {}
    for first in firsts:
        merged = [n for n, cell in enumerate(row.cells) if cell.part_of == (row.number, first)]
        for column in (*range(first, first + width), *merged):
            if column == first or not row.cell(column).text:
                owner[column] = first
    return owner
