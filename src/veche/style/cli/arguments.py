"""Arguments of `veche check-text`. No slow imports: every command of `veche` loads this module."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path


def add_arguments(command: ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="файл .txt, .md или .docx, папка с ними, «-» — то, что подали на вход"
    )
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


def _page(value: str) -> Path:
    """The path for `--html`; other endings are refused, so that a misplaced text is not overwritten."""
    if Path(value).suffix.lower() not in {".html", ".htm"}:
        raise ArgumentTypeError(f"отчёт пишут в файл .html, а «{value}» не он: поставьте тексты перед --html")
    return Path(value)


def _points(value: str) -> int:
    if not value.isdecimal() or int(value) > 100:
        raise ArgumentTypeError(f"«{value}» не число баллов: от 0 до 100")
    return int(value)
