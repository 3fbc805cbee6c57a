"""Arguments of `veche check-text`. No slow imports: every command of `veche` loads this module."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

FAMILIES = ("style", "accessibility", "law")


def add_arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="файл .txt, .md, .docx или .jsonl, папка с ними, «-» — то, что подали на вход",
    )
    command.add_argument(
        "--families",
        type=_families,
        default=(),
        metavar="NAMES",
        help="что проверить, через запятую: style — стиль, accessibility — доступность, law — закон; без ключа — стиль",
    )
    command.add_argument(
        "--registers",
        nargs="+",
        action="extend",
        type=Path,
        default=[],
        metavar="FILE.csv",
        help="реестры для law, столбцы register;kind;name;aliases;included_on;excluded_on",
    )
    command.add_argument("--today", type=_day, metavar="DATE", help="считать сегодняшним этот день, 2027-01-31")
    command.add_argument("--answer", action="store_true", help="это ответы жителям, а не записи")
    command.add_argument("--json", action="store_true", help="по объекту JSON на каждый текст")
    command.add_argument(
        "--html",
        type=_page,
        nargs="?",
        const=Path("report.html"),
        metavar="FILE.html",
        help="отчёт страницей, которая открывается без интернета; без имени — report.html",
    )
    command.add_argument(
        "--threshold", type=_points, metavar="N", help="сколько баллов мало (0–100); без ключа — порог по умолчанию"
    )


def _families(value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    if not names or not set(names) <= set(FAMILIES):
        raise ArgumentTypeError(f"«{value}»: семейства бывают {', '.join(FAMILIES)}")
    return names


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"«{value}» не день: напишите год-месяц-число, 2027-01-31") from None


def _page(value: str) -> Path:
    """The path for `--html`; other endings are refused, so that a misplaced text is not overwritten."""
    if Path(value).suffix.lower() not in {".html", ".htm"}:
        raise ArgumentTypeError(f"отчёт пишут в файл .html, а «{value}» не он: поставьте тексты перед --html")
    return Path(value)


def _points(value: str) -> int:
    if not value.isdecimal() or int(value) > 100:
        raise ArgumentTypeError(f"«{value}» не число баллов: от 0 до 100")
    return int(value)
