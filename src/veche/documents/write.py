"""Write a table as XLSX or as CSV that Excel opens with a double click."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

# MIME type of a table.
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Characters that XML cannot hold.
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
type Value = str | int | date | None

_WIDEST: Final = 60
# What some program takes for a formula, also in CSV and behind blanks that it skips (OWASP, CSV injection).
_FORMULA: Final = re.compile(r"[\t\r\n]|[\s\u200b\ufeff]*[=+\-@＝＋－＠]")


def xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet."""
    return workbook([(title, [header, *rows])])


def workbook(sheets: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> bytes:
    """`sheets`: names with rows, the first of which is the header. Text is stored as text, never as a formula."""
    import openpyxl  # noqa: PLC0415 -- ten megabytes that a process needs once it writes a table

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        _fill(book.create_sheet(title[:31]), rows)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[Value]]) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- as in `workbook`
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, printable(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, date):
                cell.number_format = "DD.MM.YYYY"
    for column, cells in enumerate(sheet.columns, 1):
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, _WIDEST)
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "A2"


def delimited(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with its mark and «;» between cells, as a Russian Excel expects."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([_shown(value) for value in row] for row in [header, *rows])
    return out.getvalue().encode("utf-8-sig")


def printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
