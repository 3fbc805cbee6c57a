"""What stands in a row, as a person sees it in the program that made the file."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time

from veche.documents.table import Cell, Row


def row_text(row: Row) -> str:
    """The filled cells, joined by « | »."""
    return " | ".join(_shown(row))


def shown(cell: Cell) -> str:
    """A day and an hour as the program that made the file shows them."""
    if isinstance(cell.value, datetime):
        return f"{cell.value:%d.%m.%Y}" if cell.value.time() == time.min else f"{cell.value:%d.%m.%Y %H:%M}"
    if isinstance(cell.value, time):
        return f"{cell.value:%H:%M}"
    return cell.text


def cell_or_above(rows: Mapping[int, Row], row: Row, column: int) -> Cell:
    """The cell, or the one above it that is merged with it. `rows`: of the sheet by number."""
    cell = row.cell(column)
    if cell.part_of is None or cell.part_of[1] != column:
        return cell
    return rows[cell.part_of[0]].cell(column) if cell.part_of[0] in rows else cell


def same_title(title: str) -> str:
    """The title without case and punctuation, by which duplicates are found."""
    return re.sub(r"\W+", " ", title.casefold().replace("ё", "е")).strip()


def _shown(row: Row) -> Iterator[str]:
    return (" ".join(shown(cell).split()) for cell in row.cells if cell.text)
