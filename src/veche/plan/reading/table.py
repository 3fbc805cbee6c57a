"""A plan kept as tables: each row with something in it is placed, or left out with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from veche.documents.read import Reader, read_table
from veche.documents.table import EMPTY, Row, Sheet
from veche.plan.reading.columns import blocks_across, is_other_heading
from veche.plan.reading.days import months_and_years_in
from veche.plan.reading.grid import GridReader
from veche.plan.reading.grid_days import days_across
from veche.plan.reading.list_rows import ListReader
from veche.plan.reading.outcome import Period, ReadPlan
from veche.plan.reading.placing import Placer
from veche.plan.reading.row_text import row_text
from veche.plan.reading.weeks import under_heading


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
    placer = Placer(found)
    period = Period(today, first, last, years=tuple(sorted(months_and_years_in(name)[1])))
    for sheet in table.sheets:
        _read_sheet(sheet, under_heading(period, sheet.name), placer)
    return found


def _read_sheet(sheet: Sheet, period: Period, placer: Placer) -> None:
    for rows in _side_by_side(list(sheet.filled())):
        within = period
        for part in _one_below_another(rows, period):
            reader = GridReader if _is_grid(part, within) else ListReader
            reading = reader(sheet.name, part, within, placer)
            reading.read()
            within = reading.period


def _side_by_side(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each table that stands beside another: the heading of the first comes again on its right."""
    heading, blocks = next(((row, found) for row in rows if (found := blocks_across(row))), (None, []))
    if heading is None:
        yield list(rows)
        return
    for number, (first, end) in enumerate(blocks):
        begin = first if number else 0
        taken = (
            replace(row, cells=tuple(c if begin <= n < end else EMPTY for n, c in enumerate(row.cells))) for row in rows
        )
        yield [row for row in taken if not row.is_blank]


def _one_below_another(rows: Sequence[Row], period: Period) -> Iterator[list[Row]]:
    """The rows of each table, with the lines above its heading that name it."""
    part: list[Row] = []
    heading: Row | None = None
    for row in rows:
        is_grid = bool(days_across(row, period))
        if heading is None and (is_grid or is_other_heading(row, None)):
            heading = row
        elif heading is not None and _begins(row, heading, period, is_grid=is_grid):
            above = _names_of_table(part)
            yield part[: len(part) - above]
            part, heading = part[len(part) - above :], row
        part.append(row)
    yield part


def _begins(row: Row, heading: Row, period: Period, *, is_grid: bool) -> bool:
    """Whether another table begins: of the other kind, or with other columns. A grid goes on under its own heading."""
    if bool(days_across(heading, period)):
        return not is_grid and is_other_heading(row, None)
    return is_grid or is_other_heading(row, heading)


def _names_of_table(rows: Sequence[Row]) -> int:
    """How many of the last rows name the table below them: at most one, with a single cell."""
    return int(len(rows) > 1 and " | " not in row_text(rows[-1]))


def _is_grid(rows: Sequence[Row], period: Period) -> bool:
    return any(days_across(row, period) for row in rows) and not any(is_other_heading(row, None) for row in rows)
