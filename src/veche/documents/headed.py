"""A table with a heading: which field stands in which column, the rows below it, and what is wrong with a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from veche.documents.table import Row, Table, UnreadableTable

# By field the words that may head its column, in lower case; the usual one first.
type Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Headed:
    """`columns`: by field, counted from 0. `rows`: those below the heading, without blank ones."""

    columns: Mapping[str, int]
    rows: tuple[Row, ...]


def below_heading(
    table: Table, headings: Headings, *, is_heading: Callable[[Mapping[str, int]], bool], missing: str, most: int
) -> Headed:
    """The rows below the first row of the table that `is_heading` takes for one by its columns.

    Raises `UnreadableTable`: `missing` if there is none, or another sentence for no rows and for more than `most`.
    """
    for sheet in table.sheets:
        filled = list(sheet.filled())
        for at, row in enumerate(filled):
            columns = _columns(row, headings)
            if is_heading(columns):
                return Headed(columns, _bounded(filled[at + 1 :], most))
    raise UnreadableTable(missing)


def flaw_of(row: Row, headed: Headed, headings: Headings) -> str:
    """Why the row cannot be taken as it stands, whatever its words are; "" if it can."""
    if row.hidden:
        return "Строка в таблице скрыта. Покажите её или удалите."
    for field, column in headed.columns.items():
        if row.cell(column).formula_without_value:
            return f"В столбце «{headings[field][0].capitalize()}» формула без значения. Впишите само значение."
    return ""


def text_of(row: Row, headed: Headed, field: str) -> str:
    """The words of a field on one line; "" if it has no column."""
    column = headed.columns.get(field)
    return " ".join(row.cell(column).text.split()) if column is not None else ""


def _columns(row: Row, headings: Headings) -> dict[str, int]:
    words = {name: field for field, names in headings.items() for name in names}
    found: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        if field := words.get(" ".join(cell.text.casefold().split())):
            found.setdefault(field, column)
    return found


def _bounded(rows: list[Row], most: int) -> tuple[Row, ...]:
    if not rows:
        raise UnreadableTable("Под заголовком нет ни одной строки. Заполните таблицу и загрузите снова.")
    if len(rows) > most:
        raise UnreadableTable(f"В таблице больше {most} строк. Разделите её на части.")
    return tuple(rows)
