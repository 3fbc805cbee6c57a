"""`veche check-text`: read, check, report.

Exit code: 0 no warnings, 1 a text is below the threshold or a family warns, 2 nothing was read, or a register was not.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track

from veche.preflight.cli import terminal
from veche.preflight.cli.checked import CheckedText
from veche.preflight.cli.judge import Judge
from veche.preflight.cli.page import page
from veche.preflight.cli.refusal import refusal
from veche.preflight.cli.rows import ENDINGS, from_input, rows
from veche.preflight.cli.sources import Source, Unread, found, read
from veche.preflight.registers.file import RegisterRefused
from veche.style.answers import copied

MANY = 10


def run(arguments: Namespace) -> int:
    loud = Console(stderr=True, highlight=False)
    quiet = Console(highlight=False, soft_wrap=True)
    judged: list[CheckedText] = []
    unread: list[Unread] = []
    try:
        judge = Judge(arguments)
    except RegisterRefused as error:
        loud.print(f"Реестр не прочитан. {error}", markup=False, soft_wrap=True)
        return 2
    for caution in judge.cautions:
        loud.print(caution, markup=False, soft_wrap=True)
    for source in _sources(arguments.files, loud, any_words=bool(arguments.families)):
        if isinstance(source, Unread):
            unread.append(source)
            continue
        judged.append(judge(source))
        if arguments.json:
            terminal.notes(loud, source)
            sys.stdout.write(json.dumps(judged[-1].as_dict(), ensure_ascii=False) + "\n")
        elif arguments.html is None:
            terminal.report(quiet, judged[-1])
    if arguments.html is not None and not _write(arguments.html, page(judged, unread), loud):
        return 2
    _tell(loud if arguments.json else quiet, judged, unread, answers=arguments.answer)
    return _code(judged)


def _code(judged: list[CheckedText]) -> int:
    if not judged:
        return 2
    return 1 if any(one.failed for one in judged) else 0


def _sources(names: list[str], console: Console, *, any_words: bool) -> Iterator[Source | Unread]:
    for name in names:
        if name == "-" and any_words:
            yield from from_input()
        elif Path(name).suffix.lower() in ENDINGS and Path(name).is_file():
            yield from rows(Path(name))
    texts = [name for name in names if not (name == "-" and any_words)]
    paths = [path for path in found(texts) if not (isinstance(path, Path) and path.suffix.lower() in ENDINGS)]
    if len(paths) > MANY and console.is_terminal:
        paths_shown = track(paths, description="Проверяем", console=console, transient=True)
        yield from (read(path, any_words=any_words) for path in paths_shown)
    else:
        yield from (read(path, any_words=any_words) for path in paths)


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
