"""Posts from a `.jsonl` file: one object a line with `text`, and what else is told of the post."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from veche.preflight.cli.refusal import refusal
from veche.preflight.cli.sources import LONGEST_FILE, Source, Unread, decode, text_of

# A file of a hundred thousand posts.
LARGEST = 40 * LONGEST_FILE
ENDINGS = {".jsonl", ".ndjson"}


def rows(path: Path) -> Iterator[Source | Unread]:
    """Every row of a file. Never raises for its contents."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        yield Unread(str(path), f"Файл не открылся: {refusal(error)}.")
        return
    yield from rows_of(str(path), raw)


def rows_of(name: str, raw: bytes) -> Iterator[Source | Unread]:
    if len(raw) > LARGEST:
        yield Unread(name, "Файл больше 200 МБ. Проверьте его по частям.")
        return
    decoded = decode(raw) if raw.strip() else ("", ())
    if decoded is None:
        yield Unread(name, "Это не текст, а двоичный файл. Нужны строки JSON.")
        return
    text, notes = decoded
    if not text.strip():
        yield Unread(name, "Файл пуст: проверять нечего.")
    # Not splitlines(): JSON may hold U+2028 as it is.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _row(name, number, line, notes)


def _row(name: str, number: int, line: str, notes: tuple[str, ...]) -> Source | Unread:
    place = f"{name}, строка {number}"
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return Unread(place, "Строка не JSON. Она оборвана или повреждена.")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return Unread(place, "В строке нет текста: нужен объект с полем text.")
    told = record.get("id")
    return Source(name, record["text"], notes, record, told if isinstance(told, str | int) else number)


def is_rows(raw: bytes) -> bool:
    """Whether the standard input has rows: its first line is an object."""
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def from_input() -> Iterator[Source | Unread]:
    """The standard input: rows, or one text."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if is_rows(raw):
        yield from rows_of("вход", raw)
    else:
        yield text_of("вход", raw, any_words=True)
