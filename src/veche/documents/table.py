"""What a reader returns: a table of cells, and the error for a file that is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from veche.kernel.files import MEGABYTE

type Value = str | int | float | bool | date | datetime | time | None

# Bounds of one file. A city has 40 departments and a month of its plan about 100 rows.
MOST_BYTES = 10 * MEGABYTE
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_SHEETS = 30
# Of one cell; Excel's own bound is 32,767.
MOST_CHARACTERS = 32_767
TOO_LARGE = "Таблица слишком большая. Оставьте в ней только нужный лист и загрузите снова."


class UnreadableTable(Exception):
    """The file is not a table that can be read. The message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` as the file types it. `formula_without_value`: a formula that no program has calculated yet.

    `part_of`: number of the row and column of the merged area that covers this cell, of its first cell. `struck`: its
    text is crossed out. `comment`: the note that Excel shows beside the cell.
    """

    value: Value = None
    formula_without_value: bool = False
    part_of: tuple[int, int] | None = None
    struck: bool = False
    comment: str = ""

    @property
    def text(self) -> str:
        """As a person reads it: without spaces around, whole numbers without «.0»."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value).strip()


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1, as the program that made the file shows it."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """The cell of a column, counted from 0; an empty one beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def is_blank(self) -> bool:
        return not any(cell.text or cell.formula_without_value or cell.comment for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows in order, blank ones included. The sheet of a CSV has no name."""

    name: str
    rows: tuple[Row, ...]

    def filled(self) -> Iterator[Row]:
        return (row for row in self.rows if not row.is_blank)


@dataclass(frozen=True, slots=True)
class Table:
    """Visible sheets in order. `has_macros`: the file brings programs; they were not run."""

    sheets: tuple[Sheet, ...]
    has_macros: bool = False
