"""A table as JSON, between the process that reads a workbook and the one that asked for it.

Words are told once: a workbook may name one long text in each of half a million cells.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from veche.documents.table import TOO_LARGE, Cell, Row, Sheet, Table, UnreadableTable
from veche.kernel.files import MEGABYTE

# Of all different words of a table, in characters: the plan of a year has two million.
MOST_WORDS = 20 * MEGABYTE
_PARSED = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}


def to_json(table: Table) -> dict[str, Any]:
    """Raises `UnreadableTable` if it says more than a person has written."""
    words: dict[str, int] = {}
    sheets = [[sheet.name, [_row(row, words) for row in sheet.rows]] for sheet in table.sheets]
    if sum(map(len, words)) > MOST_WORDS:
        raise UnreadableTable(TOO_LARGE)
    return {"sheets": sheets, "words": [*words], "has_macros": table.has_macros}


def from_json(told: dict[str, Any]) -> Table:
    words = told["words"]
    sheets = tuple(Sheet(name, tuple(_row_of(row, words) for row in rows)) for name, rows in told["sheets"])
    return Table(sheets, has_macros=told["has_macros"])


def _row(row: Row, words: dict[str, int]) -> list[Any]:
    return [row.number, row.hidden, [_cell(cell, words) for cell in row.cells]]


def _row_of(told: list[Any], words: list[str]) -> Row:
    number, hidden, cells = told
    return Row(number, tuple(_cell_of(cell, words) for cell in cells), hidden=hidden)


def _cell(cell: Cell, words: dict[str, int]) -> list[Any]:
    """Kind and value, and what else is told of it."""
    value = cell.value
    match value:
        case str():
            told = ["words", words.setdefault(value, len(words))]
        case None | bool() | int() | float():
            told = ["", value]
        case datetime() | date() | time():
            told = [type(value).__name__, value.isoformat()]
        case timedelta():
            told = ["span", value.total_seconds()]
        case _:
            told = ["words", words.setdefault(str(value), len(words))]
    comment = words.setdefault(cell.comment, len(words)) if cell.comment else None
    return [*told, cell.formula_without_value, cell.part_of, cell.struck, comment]


def _cell_of(told: Iterable[Any], words: list[str]) -> Cell:
    kind, value, formula, part_of, struck, comment = told
    if kind == "words":
        value = words[value]
    elif kind == "span":
        value = timedelta(seconds=value)
    elif kind:
        value = _PARSED[kind](value)
    said = "" if comment is None else words[comment]
    return Cell(value, formula, tuple(part_of) if part_of else None, struck, said)
