"""Precision, recall by kind and speed of `preflight`: `python -m tests.bench.preflight` prints it alone."""

import sys
import time
from collections.abc import Callable
from datetime import date

from tests.bench.report import BROKEN, VERDICT, WELL, Row, Table
from tests.preflight_set import FAMILIES, Counts, halves, measured, share
from veche.preflight.check import check
from veche.preflight.post import Circumstances, Post
from veche.preflight.registers.entry import Register
from veche.preflight.registers.file import parse_register
from veche.preflight.registers.index import Index
from veche.style.check import ParsedText
from veche.style.check import check as check_style

PRECISION, RECALL, MILLISECONDS, ROWS, WORDS, TIMES = 0.9, 0.85, 15.0, 50_000, 150, 30
TODAY = date(2026, 12, 1)
_TEXT = (
    "Во вторник трактор убрал снег у школы № 5, а вечером залили каток. Приходите с коньками! "
    "Сергей Петров обещал чай.\n\n"
    "Запись по телефону 8-800-000-00-00 до 5 декабря. "
)


def tables() -> list[Table]:
    judged = {family: measured(halves(family)[1], family) for family in FAMILIES}
    return [
        Table("Проверки до выхода: записи, на которых ничего не подгоняли", [_whole(*one) for one in judged.items()]),
        Table("Проверки до выхода: по видам", [row for counts in judged.values() for row in _kinds(counts)]),
        Table("Проверки до выхода: скорость", [_speed(0), _speed(ROWS)]),
    ]


def _whole(family: str, counts: Counts) -> Row:
    good = counts.precision >= PRECISION and counts.recall >= RECALL
    return {
        "семейство": family,
        "находок": counts.right.total() + counts.wrong.total(),
        "точность": f"{counts.precision:.3f}",
        "полнота": f"{counts.recall:.3f}",
        VERDICT: WELL if good else BROKEN,
    }


def _kinds(counts: Counts) -> list[Row]:
    return [
        {
            "вид": kind,
            "верных": counts.right[kind],
            "лишних": counts.wrong[kind],
            "пропущено": counts.missed[kind],
            "полнота": f"{share(counts.right[kind], counts.missed[kind]):.2f}",
        }
        for kind in sorted(counts.right | counts.wrong | counts.missed)
    ]


def _speed(rows: int) -> Row:
    index = Index([_register(rows)]) if rows else Index()
    text = " ".join((_TEXT * 8).split(" ")[:WORDS])
    post = Post(text, Circumstances(TODAY))

    def beside() -> None:
        parsed = ParsedText(text)
        check_style(parsed)
        check(post, registers=index, parsed=parsed)

    whole, style = _fastest(beside), _fastest(lambda: check_style(text))
    return {
        "строк в реестре": rows,
        "слов": WORDS,
        "мс вместе со стилем": f"{whole:.1f}",
        "мс один стиль": f"{style:.1f}",
        VERDICT: WELL if whole <= MILLISECONDS else BROKEN,
    }


def _register(rows: int) -> Register:
    letters = str.maketrans("0123456789", "абвгдежзик")
    written = "register;kind;name;aliases;included_on;excluded_on\n" + "".join(
        f"Р;foreign_agent;Выдумл{str(number).translate(letters)}ин Иван Петрович;;2020-01-01;\n"
        for number in range(rows)
    )
    return parse_register(written.encode(), name="register.csv", changed=TODAY)


def _fastest(what: Callable[[], object]) -> float:
    """Milliseconds of CPU of the fastest of `TIMES` runs: other processes only add to it."""
    times = []
    for _ in range(TIMES):
        before = time.process_time()
        what()
        times.append(time.process_time() - before)
    return 1000 * min(times)


if __name__ == "__main__":
    sys.stdout.write("\n".join(table.markdown() for table in tables()))
