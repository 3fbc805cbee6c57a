"""Write a workbook (XLSX) of plain text cells, for templates that people fill in."""

import io
from collections.abc import Iterable, Sequence

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

type Cells = Sequence[str]


def write_xlsx(sheets: Iterable[tuple[str, Sequence[Cells]]]) -> bytes:
    """`sheets`: names with rows, the first of which is the header. Text that begins with «=» stays text."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(number, column, text)
                cell.data_type = "s"
                if number == 1:
                    cell.font = Font(bold=True)
                    sheet.column_dimensions[get_column_letter(column)].width = max(len(text) + 4, 28)
        sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
