"""Read texts from files: CSV with any delimiter, JSON lines, plain lines; UTF-8, UTF-16 or cp1251."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TEXT_COLUMNS = ("text", "текст", "comment", "комментарий", "message", "сообщение", "content", "body")
ID_COLUMNS = ("id", "ид", "№", "номер", "comment_id", "message_id")
_PROBE = 8_192
# A longer cell is a broken quotation mark, not a comment.
_LONGEST_CELL = 1_000_000


class Unreadable(Exception):
    """The whole file cannot be used. The text is a sentence for a person."""


@dataclass(slots=True)
class Rows:
    """Iterate over `pairs`, then read `skipped`: the number of lines by reason."""

    pairs: Iterator[tuple[str | int, str]]
    skipped: Counter[str] = field(default_factory=Counter)


def rows_of(content: bytes, name: str) -> Rows:
    """(id, text) of every readable line. The kind is known by the ending of `name`, for "-" by the first character."""
    if not content.strip():
        raise Unreadable("Файл пуст: проверять нечего.")
    text = decoded(content)
    rows = Rows(iter(()))
    ending = Path(name).suffix.lower()
    if ending in {".jsonl", ".ndjson"} or (ending != ".csv" and text.lstrip().startswith("{")):
        rows.pairs = _of_json(text, rows.skipped)
    elif ending in {".csv", ".tsv"}:
        rows.pairs = _of_csv(text, rows.skipped)
    else:
        rows.pairs = _of_lines(text)
    return rows


def decoded(content: bytes) -> str:
    """Decode line by line: UTF-8 where valid, else cp1251. Raises `Unreadable` for binary files."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:_PROBE]:
        raise Unreadable("Это не текст, а двоичный файл. Нужен .csv, .jsonl или .txt с текстами.")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return "\n".join(_line(line) for line in content.split(b"\n"))


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1251", errors="replace")


def _of_json(text: str, skipped: Counter[str]) -> Iterator[tuple[str | int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            skipped["не разобрать как JSON"] += 1
            continue
        if not isinstance(found, dict) or not isinstance(found.get("text"), str):
            skipped["нет поля text"] += 1
            continue
        yield _id_of(found.get("id"), number), found["text"]


def _id_of(given: Any, number: int) -> str | int:
    return given if isinstance(given, str | int) and not isinstance(given, bool) else number


def _of_lines(text: str) -> Iterator[tuple[str | int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line


def _of_csv(text: str, skipped: Counter[str]) -> Iterator[tuple[str | int, str]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    said, known, width = 0, None, None
    for number, row in enumerate(_survived(text, delimiter, skipped), 1):
        if not any(cell.strip() for cell in row):
            continue
        if width is None:
            width = len(row)
            heading = [cell.strip().lower() for cell in row]
            named = [n for n, cell in enumerate(heading) if cell in TEXT_COLUMNS]
            known = next((n for n, cell in enumerate(heading) if cell in ID_COLUMNS), None)
            said = named[0] if named else max(range(width), key=lambda n: len(row[n]))
            if named:
                continue
        if len(row) != width:
            skipped["в строке не столько столбцов, сколько в первой"] += 1
            continue
        yield (row[known] if known is not None else number), row[said]


def _survived(text: str, delimiter: str, skipped: Counter[str]) -> Iterator[list[str]]:
    """Rows that the parser reads; broken ones are counted and skipped.

    An unclosed quotation mark would swallow the following rows: only its own line is skipped.
    """
    lines, at = io.StringIO(text, newline="").readlines(), 0
    while at < len(lines):
        reader = csv.reader((lines[number] for number in range(at, len(lines))), delimiter=delimiter, strict=True)
        start = at
        try:
            for row in reader:
                yield row
                at = start + reader.line_num
        except csv.Error:
            if len(lines[at]) < _LONGEST_CELL and lines[at].count('"') % 2 == 0:
                yield from csv.reader(lines[at : at + 1], delimiter=delimiter)
            else:
                skipped["строка CSV испорчена"] += 1
            at += 1
        else:
            return
