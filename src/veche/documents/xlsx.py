"""Workbooks of Excel and its kin (XLSX, XLSM). Formulas are not calculated and macros not run."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from veche.documents.table import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    TOO_LARGE,
    Cell,
    Row,
    Sheet,
    Table,
    UnreadableTable,
)
from veche.kernel.files import MEGABYTE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Of all parts unpacked: 5,000 rows of 20 cells make 8 MB.
MOST_UNPACKED = 60 * MEGABYTE
# Of one that streams by: 100,000 rows of a register make 80 MB.
MOST_STREAMED = 300 * MEGABYTE
# openpyxl makes an object for each cell that a merged area covers, and one area may name a whole sheet.
MOST_MERGED = 100_000
# Of all parts: 5,000 rows of 100 filled cells make 1.5 million.
MOST_ELEMENTS = 3_000_000
_AREAS = ("mergeCell", "hyperlink")
_MACROS = "xl/vbaProject.bin"
_BROKEN = "Файл таблицы повреждён. Откройте его в своей программе, сохраните как XLSX и загрузите снова."


def read_xlsx(content: bytes) -> Table:
    """Visible sheets with what their cells show. Raises `UnreadableTable`."""
    parts = _parts(content)
    _refuse_merged(content)
    _refuse_long(content)
    shown, written = _workbook(content, data_only=True), _workbook(content, data_only=False)
    visible = [sheet for sheet in shown.worksheets[:MOST_SHEETS] if sheet.sheet_state == "visible"]
    sheets = [Sheet(sheet.title, tuple(_rows(sheet, written[sheet.title]))) for sheet in visible]
    if not any(any(sheet.filled()) for sheet in sheets):
        raise UnreadableTable("В таблице нет ни одной заполненной строки.")
    return Table(tuple(sheets), has_macros=_MACROS in parts)


def stream_rows(content: bytes, *, most: int) -> Iterator[tuple[int, list[str]]]:
    """Of a long list: number and texts of each row of the first visible sheet, `most` at most, as they stream by.

    Formulas have the values with which they were saved. Raises `UnreadableTable`.
    """
    for number, row in enumerate(_streamed(content), 1):
        if number > most:
            raise UnreadableTable(f"В таблице больше {most} строк. Разделите её.")
        yield number, [Cell(value).text for value in row[:MOST_COLUMNS]]


def _streamed(content: bytes) -> Iterator[Any]:
    _parts(content, most=MOST_STREAMED)
    workbook = _workbook(content, read_only=True, data_only=True)
    try:
        sheet = next(one for one in workbook.worksheets if one.sheet_state == "visible")
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    except MemoryError:
        raise
    except Exception as error:  # as in `_workbook`
        raise UnreadableTable(_BROKEN) from error
    finally:
        workbook.close()


def _parts(content: bytes, *, most: int = MOST_UNPACKED) -> set[str]:
    """Names of the archive's parts. Sizes are judged before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableTable(_BROKEN) from error
    if unpacked > most:
        raise UnreadableTable(TOO_LARGE)
    if "xl/workbook.xml" not in names:
        raise UnreadableTable("Это не таблица Excel. Сохраните её как XLSX или CSV и загрузите снова.")
    return names


def _workbook(content: bytes, **options: bool) -> Any:
    """openpyxl raises whatever its parts meet in a broken file, so every error of its own is one answer here."""
    import openpyxl  # noqa: PLC0415 -- ten megabytes that only a process which reads a workbook needs

    try:
        return openpyxl.load_workbook(io.BytesIO(content), keep_links=False, **options)
    except MemoryError:  # of the process that reads for a page
        raise
    except Exception as error:
        raise UnreadableTable(_BROKEN) from error


def _refuse_merged(content: bytes) -> None:
    """Adds up the merged and linked areas of all parts, and their elements, before a cell is made.

    A part is a sheet by its relation, not by its name, so that each one is looked at.
    """
    merged = elements = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found = _measure(archive.read(name), is_xml=name.endswith(".xml"))
                merged, elements = merged + found[0], elements + found[1]
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, ValueError, OSError) as error:
        raise UnreadableTable(_BROKEN) from error
    if merged > MOST_MERGED:
        raise UnreadableTable("В таблице объединено слишком много ячеек. Разъедините лишние и загрузите снова.")
    if elements > MOST_ELEMENTS:
        raise UnreadableTable(TOO_LARGE)


def _measure(part: bytes, *, is_xml: bool) -> tuple[int, int]:
    """Cells in merged and linked areas, and elements; what is no XML (a picture) has none."""
    from openpyxl.worksheet.cell_range import CellRange  # noqa: PLC0415 -- as in `_workbook`

    cells = elements = 0
    inside: list[Any] = []
    try:
        for event, element in iterparse(io.BytesIO(part), events=("start", "end")):
            if event == "start":
                inside.append(element)
                continue
            inside.pop()
            elements += 1
            if element.tag.rpartition("}")[2] in _AREAS:
                columns, rows = CellRange(element.get("ref", "")).size.values()
                cells += columns * rows
            if inside:
                inside[-1].remove(element)  # else the empty ones would fill the memory
            if elements > MOST_ELEMENTS:
                break
    except ParseError:
        if is_xml:
            raise
    return cells, elements


def _refuse_long(content: bytes) -> None:
    """Counts filled rows as they stream by: the whole of a long workbook would fill the memory."""
    workbook = _workbook(content, read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                if number > MOST_ROWS:
                    raise UnreadableTable(f"На листе «{sheet.title}» больше {MOST_ROWS} строк. Разделите таблицу.")
                if len(row) > MOST_COLUMNS and any(cell is not None for cell in row[MOST_COLUMNS:]):
                    raise UnreadableTable(f"На листе «{sheet.title}» больше {MOST_COLUMNS} столбцов. Уберите лишние.")
    finally:
        workbook.close()


def _rows(shown: "Worksheet", written: "Worksheet") -> Iterator[Row]:
    """A sheet is read twice: with the values that its formulas had when it was saved, and with the formulas."""
    covered = _covered(shown)
    last = min(shown.max_column, MOST_COLUMNS)
    pairs = zip(shown.iter_rows(max_col=last), written.iter_rows(max_col=last), strict=True)
    for number, (values, formulas) in enumerate(pairs, shown.min_row):
        cells = map(_cell, values, formulas)
        row = tuple(
            replace(cell, part_of=covered[number, column]) if (number, column) in covered else cell
            for column, cell in enumerate(cells)
        )
        yield Row(number, row, hidden=bool(shown.row_dimensions[number].hidden))


def _covered(sheet: "Worksheet") -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell that a merged area covers, by row and column: the area's first cell."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        first = (area.min_row, area.min_col - 1)
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1):
            for column in range(area.min_col - 1, min(area.max_col, MOST_COLUMNS)):
                found[row, column] = first
    for first in set(found.values()):
        del found[first]
    return found


def _cell(shown: Any, written: Any) -> Cell:
    comment = _comment(shown)
    if shown.value is None:
        return Cell(formula_without_value=written.data_type == "f", comment=comment)
    text = shown.value[:MOST_CHARACTERS] if isinstance(shown.value, str) else shown.value
    return Cell(text, struck=bool(shown.font and shown.font.strike), comment=comment)


def _comment(cell: Any) -> str:
    """Without the author's name, which Excel writes as its first line; a thread begins with a note on old versions."""
    comment = cell.comment
    if comment is None:
        return ""
    said = (comment.text or "").removeprefix(f"{comment.author}:").strip()
    threaded = said.startswith(("[Threaded comment]", "[Цепочка примечаний]"))
    return (re.split(r"(?:Comment|Примечание):", said, maxsplit=1)[-1] if threaded else said).strip()[:MOST_CHARACTERS]
