"""`veche route`: which comments are questions, about what, whose, how important, and which are one trouble.

Exit code: 0 routed, 2 the comments or the departments cannot be read.
"""

import json
import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path

from veche.preflight.cli.refusal import refusal
from veche.routing.cli.rows import Comments, comments_of, departments_of
from veche.routing.route import Route, Router
from veche.routing.topics import topics
from veche.screening.cli.rows import Unreadable


def run(arguments: Namespace) -> int:
    try:
        departments, notes = departments_of(_content(arguments.departments))
    except Unreadable as error:
        return _refuse(arguments.departments, error)
    try:
        read = comments_of(_content(arguments.file))
    except Unreadable as error:
        return _refuse(arguments.file, error)
    routes = Router(departments).route(read.comments)
    numbers = _numbers(routes)
    for identity, route in zip(read.ids, routes, strict=True):
        line = line_of(identity, route, numbers)
        if arguments.json:
            # A lone surrogate in a number is written as JSON's own escape.
            sys.stdout.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n")
        elif route.is_question:
            sys.stdout.write(_said(line) + "\n")
    _tell(read, routes, numbers, [*notes, *read.notes], to_errors=arguments.json)
    return 0


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"файл не открыть, {refusal(error)}.") from error


def _refuse(file: Path, error: Unreadable) -> int:
    sys.stderr.write(f"{file}: {error}\n")
    return 2


def _numbers(routes: list[Route]) -> dict[int, int]:
    """Groups numbered from 1 in the order of their first comments."""
    found: dict[int, int] = {}
    for route in routes:
        if route.group is not None:
            found.setdefault(route.group, len(found) + 1)
    return found


def line_of(identity: str | int, route: Route, numbers: dict[int, int]) -> dict[str, object]:
    """The JSON object for one comment."""
    return {
        "id": identity,
        "is_question": route.is_question,
        "topic": topics()[route.topic].name if route.topic else None,
        "department": route.department,
        "importance": "raised" if route.reasons else "normal",
        "group": None if route.group is None else numbers[route.group],
    }


def _said(line: dict[str, object]) -> str:
    important = "срочно  " if line["importance"] == "raised" else ""
    said = f"{line['id']}: {important}{line['department'] or 'чей вопрос, не ясно'}, {line['topic'] or 'тема не ясна'}"
    return f"{said}, группа {line['group']}".encode("utf-8", "backslashreplace").decode()


def _tell(read: Comments, routes: list[Route], numbers: dict[int, int], notes: list[str], *, to_errors: bool) -> None:
    asked = [route for route in routes if route.is_question]
    by_department = Counter(route.department or "не ясно чьи" for route in asked)
    whose = ", ".join(f"{name} {number}" for name, number in by_department.most_common())
    urgent = sum(bool(route.reasons) for route in asked)
    end = f"Комментариев {len(read.ids)}, вопросов {len(asked)}, срочных {urgent}, групп {len(numbers)}."
    (sys.stderr if to_errors else sys.stdout).write(f"{end}{f' По отделам: {whose}.' if whose else ''}\n")
    for note in notes:
        sys.stderr.write(note.encode("utf-8", "backslashreplace").decode() + "\n")
