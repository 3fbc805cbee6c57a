"""Tables as text: CSV and its kin, with «;», «,» or a tab between cells, in UTF-8, UTF-16 or Windows-1251."""

import codecs
import csv
import io

from veche.documents.table import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, Cell, Row, Sheet, Table, UnreadableTable

_DELIMITERS = ";,\t"
# How much of the beginning decides which delimiter it is.
_SAMPLE_LINES = 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(content: bytes) -> Table:
    """Every cell is text. Raises `UnreadableTable`."""
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            rows.append(_row(len(rows) + 1, cells))
            if len(rows) > MOST_ROWS:
                raise UnreadableTable(f"В таблице больше {MOST_ROWS} строк. Разделите её на части.")
    except csv.Error as error:
        raise UnreadableTable(
            f"После строки {len(rows)} таблица обрывается: кавычка открыта и не закрыта. Исправьте и загрузите снова."
        ) from error
    if not any(not row.is_blank for row in rows):
        raise UnreadableTable("В таблице нет ни одной заполненной строки.")
    return Table((Sheet("", tuple(rows)),))


def _row(number: int, cells: list[str]) -> Row:
    if len(cells) > MOST_COLUMNS:
        raise UnreadableTable(f"В строке {number} больше {MOST_COLUMNS} столбцов. Уберите лишние.")
    if any(len(text) > MOST_CHARACTERS for text in cells):
        raise UnreadableTable(f"В строке {number} есть ячейка длиннее {MOST_CHARACTERS} знаков. Сократите её.")
    return Row(number, tuple(Cell(text or None) for text in cells))


def _decoded(content: bytes) -> str:
    """Windows-1251 decodes nearly every byte, so it comes last; a text has no control characters."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or ["utf-8", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(sign < " " and sign not in "\t\r\n" for sign in text):
            return text
    raise UnreadableTable("Это не таблица. Сохраните её как XLSX или CSV и загрузите снова.")


def _delimiter(text: str) -> str:
    """The delimiter that divides most of the first lines; quoted text is counted too, as it rarely decides."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    found = max(_DELIMITERS, key=lambda sign: sum(sign in line for line in lines))
    return found if any(found in line for line in lines) else ";"
