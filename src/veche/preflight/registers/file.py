"""Read a register: `register;kind;name;aliases;included_on;excluded_on`, CSV in UTF-8 or cp1251, or XLSX.

A file that is not whole is refused: half a register would pass the other half.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from veche.documents.table import UnreadableTable
from veche.documents.xlsx import stream_rows
from veche.preflight.registers.entry import Entry, Register, RegisterKind

COLUMNS = ("register", "kind", "name", "aliases", "included_on", "excluded_on")
LARGEST, MOST = 100_000_000, 500_000
# Of a workbook, which takes more time and memory than CSV.
MOST_IN_BOOK = 100_000
_ZIP = b"PK\x03\x04"
# What a file calls a register, in its column `kind` or, where that says «person», in `register`.
_KINDS: tuple[tuple[RegisterKind, re.Pattern[str]], ...] = (
    ("foreign_agent", re.compile(r"foreign|иноагент|иностранн")),
    ("undesirable", re.compile(r"undesirable|нежелательн")),
    ("terrorist", re.compile(r"terroris|террорис")),
    ("extremist", re.compile(r"extremis|экстремис")),
)
_TITLES: dict[RegisterKind, str] = {
    "foreign_agent": "иностранные агенты",
    "undesirable": "нежелательные организации",
    "terrorist": "террористы",
    "extremist": "экстремисты",
}
_DATE = (re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?"), re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})"))
_LIST = re.compile(r"\s*[|,;]\s*")


_SAMPLE = (
    ("Реестр иностранных агентов", "foreign_agent", "Выдумкин Иван Петрович", "Иван Выдумкин", "2024-05-31", ""),
    ("Перечень нежелательных организаций", "undesirable", "Фонд «Вымысел»", "Fiction Fund|vymysel.example", "", ""),
)


class RegisterRefused(Exception):
    """The register cannot be used. The text is a Russian sentence: why, what to do."""


def read_register(path: Path) -> Register:
    """The register in a file. Raises RegisterRefused, OSError."""
    if path.stat().st_size > LARGEST:
        raise RegisterRefused(
            f"{path.name}: файл больше {LARGEST // 1_000_000} МБ, это не реестр. Проверьте, тот ли он."
        )
    changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    return parse_register(path.read_bytes(), name=path.name, changed=changed)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A row that was not understood: number of its line, and a Russian sentence that begins in lower case."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows of a file. `last`: number of its last line."""

    entries: tuple[Entry, ...]
    flaws: tuple[Flaw, ...]
    notes: tuple[str, ...]
    last: int

    @property
    def newest(self) -> date | None:
        """The newest day in the rows; None if they have none."""
        return max((day for one in self.entries for day in (one.included, one.excluded) if day), default=None)


def parse_register(raw: bytes, *, name: str, changed: date) -> Register:
    """`changed`: the day the file was written, which dates it unless its rows are older. Raises RegisterRefused."""
    read = read_rows(raw, name=name)
    for flaw in read.flaws:
        raise RegisterRefused(f"{name}, строка {flaw.line}: {flaw.why}")
    return Register(name, read.entries, min(read.newest or changed, changed), read.notes)


def sample_file() -> bytes:
    """A file with invented rows, with the mark by which spreadsheets know UTF-8."""
    return "\n".join(";".join(row) for row in (COLUMNS, *_SAMPLE, ())).encode("utf-8-sig")


def read_rows(raw: bytes, *, name: str) -> ReadRows:
    """All rows, also those that were not understood. Raises RegisterRefused if the file as a whole is none."""
    lines, notes = _lines(raw, name)
    found = list(_rows(lines, name))
    entries = tuple(one for _line, one in found if isinstance(one, Entry))
    flaws = tuple(one for _line, one in found if isinstance(one, Flaw))
    if not found:
        raise RegisterRefused(f"{name}: в файле нет ни одной строки реестра. Выгрузите его заново.")
    return ReadRows(entries, flaws, notes, found[-1][0])


def _lines(raw: bytes, name: str) -> tuple[Iterator[tuple[int, list[str]]], tuple[str, ...]]:
    """The number and the cells of each line, and notes on how the file was read."""
    if raw.startswith(_ZIP):
        return _of_book(raw, name), ()
    text, notes = _decoded(raw, name)
    if "\x00" in text:  # no database keeps it
        raise RegisterRefused(_binary(name))
    return _of_csv(text, name), notes


def _of_book(raw: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Empty cells at the end of a row are not in the file."""
    width = 0
    try:
        for line, cells in stream_rows(raw, most=MOST_IN_BOOK + 1):
            width = max(width, len(cells))
            yield line, cells + [""] * (width - len(cells))
    except UnreadableTable as error:
        raise RegisterRefused(f"{name}: {error}") from error


def _of_csv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in rows:
            yield rows.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise RegisterRefused(
            f"{name}: строка {rows.line_num} не дописана, кавычка не закрыта. Скопируйте файл ещё раз целиком."
        ) from error


def _decoded(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if not raw.strip():
        raise RegisterRefused(f"{name}: файл пуст. Выгрузите реестр заново.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), (f"{name}: прочитан как UTF-16.",)
    if b"\x00" in raw[:4096]:
        raise RegisterRefused(_binary(name))
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if error.start >= len(raw) - 4 and error.start > 0:
            raise RegisterRefused(
                f"{name}: файл обрывается на половине буквы. Скопируйте его ещё раз целиком."
            ) from error
    text = raw.decode("cp1251", "replace")
    return text, (f"{name}: прочитан в старой кодировке Windows (cp1251).",)


def _binary(name: str) -> str:
    return f"{name}: это двоичный файл, а не CSV и не XLSX. Сохраните таблицу без пароля как XLSX или CSV."


def _rows(lines: Iterator[tuple[int, list[str]]], name: str) -> Iterator[tuple[int, Entry | Flaw]]:
    """The number of each line, and what is in it."""
    order: list[int] | None = None
    count = 0
    for line, cells in lines:
        if not any(cells) or (order is None and cells[0].startswith("#")):
            continue
        if order is None:
            order = _order(cells, name)
            continue
        count += 1
        if count > MOST:
            raise RegisterRefused(f"{name}: строк больше {MOST}, столько нет ни в одном реестре. Проверьте файл.")
        yield line, _entry_or_flaw(cells, order, line)


def _entry_or_flaw(cells: list[str], order: list[int], line: int) -> Entry | Flaw:
    try:
        return _entry(cells, order)
    except _NotUnderstood as error:
        return Flaw(line, str(error))


class _NotUnderstood(Exception):
    """The text is a Russian sentence that begins in lower case."""


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return max(";", "\t", ",", key=head.count) if head.count(";") < len(COLUMNS) - 1 else ";"


def _order(header: list[str], name: str) -> list[int]:
    """The place of each column; `aliases`, `register` and the dates may be missing. Raises RegisterRefused."""
    low = [cell.lower() for cell in header]
    missing = [column for column in COLUMNS if column not in low]
    if missing:
        what = "названий столбцов" if missing == list(COLUMNS) else f"столбцов {', '.join(missing)}"
        raise RegisterRefused(f"{name}: в первой строке нет {what}. Сравните её с образцом.")
    return [low.index(column) for column in COLUMNS]


def _entry(cells: list[str], order: list[int]) -> Entry:
    if len(cells) <= max(order):
        # Only the last, empty cell may be left out.
        if len(cells) < max(order) or order[-1] != max(order):
            raise _NotUnderstood(
                f"столбцов {len(cells)}, а нужно {max(order) + 1}. Похоже, файл обрезан: "
                f"скопируйте его ещё раз целиком."
            )
        cells = [*cells, ""]
    register, kind, called, aliases, included, excluded = (cells[at] for at in order)
    known = _kind(kind) or _kind(register)
    if known is None:
        raise _NotUnderstood(f"вид «{kind}» неизвестен. Бывают: foreign_agent, extremist, terrorist, undesirable.")
    if not called:
        raise _NotUnderstood("имя пустое. Скопируйте файл ещё раз целиком.")
    others = tuple(alias for alias in _LIST.split(aliases) if alias)
    # A program's word is no name for people to read.
    title = _TITLES[known] if not register or register.isascii() else register
    return Entry(title, known, called, others, _day(included), _day(excluded))


def _kind(cell: str) -> RegisterKind | None:
    return next((kind for kind, pattern in _KINDS if pattern.search(cell.lower())), None)


def _day(cell: str) -> date | None:
    """None for an empty cell. Raises _NotUnderstood."""
    if not cell or cell in {"-", "—"}:
        return None
    for pattern, order in zip(_DATE, ((1, 2, 3), (3, 2, 1)), strict=True):
        if match := pattern.fullmatch(cell):
            try:
                return date(*(int(match[at]) for at in order))
            except ValueError:
                break
    raise _NotUnderstood(
        f"«{cell}» — не дата. Пишите 2024-05-31 или 31.05.2024; если строка оборвана, скопируйте файл целиком."
    )
