"""`veche check-text`: read, check, report.

Exit code: 0 no warnings, 1 a text is below the threshold, 2 nothing was read.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track

from veche.style.answers import copied
from veche.style.check import check
from veche.style.cli import terminal
from veche.style.cli.checked import CheckedText
from veche.style.cli.page import page
from veche.style.cli.refusal import refusal
from veche.style.cli.sources import Source, Unread, found, read

MANY = 10


def run(arguments: Namespace) -> int:
    loud = Console(stderr=True, highlight=False)
    quiet = Console(highlight=False, soft_wrap=True)
    judged: list[CheckedText] = []
    unread: list[Unread] = []
    for source in _sources(arguments.files, loud):
        if isinstance(source, Unread):
            unread.append(source)
            continue
        report = check(source.text, form="answer" if arguments.answer else "post")
        judged.append(CheckedText(source, report, arguments.threshold))
        if arguments.json:
            terminal.notes(loud, source)
            sys.stdout.write(json.dumps(judged[-1].as_dict(), ensure_ascii=False) + "\n")
        elif arguments.html is None:
            terminal.report(quiet, judged[-1])
    if arguments.html is not None and not _write(arguments.html, page(judged, unread), loud):
        return 2
    _tell(loud if arguments.json else quiet, judged, unread, answers=arguments.answer)
    if not judged:
        return 2
    return 1 if any(one.warned for one in judged) else 0


def _sources(names: list[str], console: Console) -> Iterator[Source | Unread]:
    paths = found(names)
    if len(paths) > MANY and console.is_terminal:
        paths_shown = track(paths, description="Проверяем", console=console, transient=True)
        yield from (read(path) for path in paths_shown)
    else:
        yield from (read(path) for path in paths)


def _tell(console: Console, judged: list[CheckedText], unread: list[Unread], *, answers: bool) -> None:
    if answers:
        terminal.copies(console, judged, copied([one.source.text for one in judged]))
    terminal.summary(console, judged, unread)


def _write(path: Path, document: str, console: Console) -> bool:
    try:
        path.write_text(document, encoding="utf-8", errors="replace")
    except OSError as error:
        console.print(f"Отчёт не записан: {refusal(error)}. Назовите другой файл.", markup=False)
        return False
    console.print(f"Отчёт: {path}", markup=False)
    return True
