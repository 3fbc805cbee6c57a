"""Read comments from JSON lines and departments from a table."""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from veche.documents.read import read_table
from veche.documents.table import Row, UnreadableTable
from veche.routing.departments import Department
from veche.routing.route import Comment
from veche.screening.cli.rows import TEXT_COLUMNS, Unreadable, decoded

POST = ("post", "post_id", "thread", "thread_id", "запись")
REPLY_TO = ("reply_to", "reply_to_id", "parent", "parent_id", "in_reply_to", "ответ_на")
AT = ("at", "posted_at", "created_at", "time", "date", "datetime", "timestamp", "время", "дата")
# What the columns of the departments' table may be called.
COLUMNS = {
    "name": ("name", "название", "отдел"),
    "answers_for": ("answers_for", "отвечает за", "за что отвечает"),
    "words": ("words", "слова"),
}
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Comments:
    """`ids` and `comments` in the order of the file. `notes`: sentences on what was left out or read otherwise."""

    ids: list[str | int]
    comments: list[Comment]
    notes: list[str]


def comments_of(content: bytes) -> Comments:
    """Raises `Unreadable` if no line can be read."""
    if not content.strip():
        raise Unreadable("Файл с комментариями пуст: разбирать нечего.")
    bad: dict[str, list[int]] = {}
    rows = dict(_rows(content, bad))
    ids = {number: row["id"] if _is_id(row.get("id")) else number for number, row in rows.items()}
    known = {one for identity in ids.values() for one in (identity, str(identity))}
    comments = [_comment(row, known, number, bad) for number, row in rows.items()]
    notes = [f"{_lines(numbers)}: {why}." for why, numbers in sorted(bad.items(), key=lambda one: one[1])]
    if not rows:
        raise Unreadable(" ".join(["Ни одной строки не прочитать.", *notes]))
    return Comments(list(ids.values()), comments, [*notes, *_doubled(ids)])


def _rows(content: bytes, bad: dict[str, list[int]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Readable lines with their numbers; numbers of the others go to `bad`, by reason."""
    for number, line in enumerate(decoded(content).split("\n"), 1):
        if not line.strip():
            continue
        row, why = _parsed(line)
        if row is None:
            bad.setdefault(why, []).append(number)
            continue
        if not _is_id(row.get("id")):
            bad.setdefault("нет номера (id), вместо него номер строки", []).append(number)
        yield number, row


def _comment(row: dict[str, Any], known: Container[object], number: int, bad: dict[str, list[int]]) -> Comment:
    at, is_read = _moment(row)
    if not is_read:
        bad.setdefault("время не разобрать, группы собраны без него", []).append(number)
    reply = _given(row, REPLY_TO)
    post = str(_given(row, POST) or "")
    return Comment(str(_given(row, TEXT_COLUMNS)), post, to_resident=_is_id(reply) and reply in known, at=at)


def _parsed(line: str) -> tuple[dict[str, Any] | None, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None, "не разобрать как JSON, пропущено"
    if not isinstance(row, dict):
        return None, "это не объект JSON, пропущено"
    if not isinstance(_given(row, TEXT_COLUMNS), str):
        return None, "нет поля text, пропущено"
    return row, ""


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _given(row: dict[str, Any], names: Iterable[str]) -> Any:
    return next((row[name] for name in names if name in row), None)


def _moment(row: dict[str, Any]) -> tuple[datetime | None, bool]:
    """The moment, and whether what stands there was read. A moment without a zone is taken as UTC."""
    given = _given(row, AT)
    if given is None or given == "":
        return None, True
    try:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return datetime.fromtimestamp(given, UTC), True
        found = datetime.fromisoformat(str(given))
    except (ValueError, OverflowError, OSError):
        return None, False
    return (found if found.tzinfo else found.replace(tzinfo=UTC)), True


def _doubled(ids: Mapping[int, str | int]) -> list[str]:
    """`ids`: by the numbers of their lines."""
    first: dict[str | int, int] = {}
    again: list[str] = []
    for number, identity in ids.items():
        if identity in first:
            again.append(f"{str(identity)[:40]} (строки {first[identity]} и {number})")
        first.setdefault(identity, number)
    if not again:
        return []
    more = f" и ещё {len(again) - _SHOWN}" if len(again) > _SHOWN else ""
    return [f"Номер повторяется, разобраны обе строки: {', '.join(again[:_SHOWN])}{more}."]


def _lines(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    more = f" и ещё {len(numbers) - _SHOWN}" if len(numbers) > _SHOWN else ""
    return f"{'Строка' if len(numbers) == 1 else 'Строки'} {shown}{more}"


def departments_of(content: bytes) -> tuple[list[Department], list[str]]:
    """Departments and sentences on what was left out. Raises `Unreadable`."""
    try:
        rows = list(read_table(content).sheets[0].filled())
    except UnreadableTable as error:
        raise Unreadable(str(error)) from error
    columns = _columns(rows[0])
    found: dict[str, Department] = {}
    notes: list[str] = []
    for row in rows[1:]:
        one = Department(*(row.cell(columns[name]).text for name in COLUMNS))
        if not one.name:
            notes.append(f"Строка {row.number} таблицы отделов: нет названия, пропущена.")
        elif one.name in found:
            notes.append(f"Строка {row.number} таблицы отделов: «{one.name}» уже есть, слова сложены.")
            found[one.name] = _together(found[one.name], one)
        else:
            found[one.name] = one
    if not found:
        raise Unreadable("В таблице отделов нет ни одного отдела. Нужна хотя бы одна строка под заголовком.")
    return list(found.values()), notes


def _columns(heading: Row) -> dict[str, int]:
    named = [cell.text.strip().lower() for cell in heading.cells]
    found = {name: next((named.index(one) for one in said if one in named), -1) for name, said in COLUMNS.items()}
    missing = [f"«{name}»" for name, at in found.items() if at < 0]
    if missing:
        which = "столбца" if len(missing) == 1 else "столбцов"
        raise Unreadable(
            f"В таблице отделов нет {which} {', '.join(missing)}. Первая строка должна быть name;answers_for;words."
        )
    return found


def _together(one: Department, other: Department) -> Department:
    return Department(one.name, f"{one.answers_for}, {other.answers_for}", f"{one.words}, {other.words}")
