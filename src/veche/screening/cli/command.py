"""`veche screen`: screen many comments and print a table of grounds, or explain one text."""

import argparse
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from veche.screening.cli.rows import Rows, Unreadable, rows_of
from veche.screening.screen import DEFAULT, GROUNDS, Screening, screen

NAMES = {
    "obscene": "нецензурное",
    "insult": "оскорбление",
    "threat": "угроза",
    "spam": "спам",
    "illegal": "посмотреть: незаконное",
    "personal_data": "личные данные",
}
_WHY_NOT: dict[type[OSError], str] = {FileNotFoundError: "такого файла нет", PermissionError: "нет права его читать"}
# Lines between updates of the progress bar; more updates would cost more than the screening.
_STEP = 200


def run(arguments: argparse.Namespace) -> int:
    """Run the command. 0: screened, whatever was found; 2: nothing could be read."""
    if arguments.why is not None:
        explain(arguments.why)
        return 0
    if arguments.file is None:
        sys.stderr.write("Назовите файл: veche screen комментарии.csv, или текст: veche screen --why «текст».\n")
        return 2
    try:
        rows = rows_of(_content(arguments.file), str(arguments.file))
        _many(rows, as_json=arguments.json)
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except IsADirectoryError as error:
        raise Unreadable(f"{file} — папка. Назовите файл в ней.") from error
    except OSError as error:
        why = next((said for kind, said in _WHY_NOT.items() if isinstance(error, kind)), "диск не отдаёт его")
        raise Unreadable(f"Файл {file} не открыть: {why}.") from error


def _many(rows: Rows, *, as_json: bool) -> None:
    pairs = list(rows.pairs)
    counts: Counter[str] = Counter()
    screen("проба")  # load the dictionaries outside the measured time
    started = time.perf_counter()
    clean = 0
    for identity, screening in _watched(pairs):
        counts.update(screening.proposed)
        clean += not screening.proposed
        if as_json:
            sys.stdout.write(json.dumps(line_of(identity, screening)) + "\n")
    seconds = max(time.perf_counter() - started, 1e-6)
    _tell(Console(stderr=as_json), counts, clean, len(pairs), seconds)
    for why, count in rows.skipped.items():
        sys.stderr.write(f"Пропущено строк: {count} — {why}.\n")


def _watched(pairs: list[tuple[str | int, str]]) -> Iterator[tuple[str | int, Screening]]:
    """Screen each line, with a progress bar on a terminal."""
    columns = (
        TextColumn("Разобрано"),
        BarColumn(),
        TextColumn("{task.completed} из {task.total}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=len(pairs))
        for number, (identity, text) in enumerate(pairs, 1):
            yield identity, screen(text)
            if number % _STEP == 0:
                progress.update(bar, completed=number)


def line_of(identity: str | int, screening: Screening) -> dict[str, object]:
    """The JSON object for one input line."""
    return {
        "id": identity,
        "proposed": list(screening.proposed),
        "scores": {name: round(score, 4) for name, score in screening.scores.items()},
        "spans": [
            {"ground": one.ground, "start": one.start, "end": one.end, "rule": one.rule} for one in screening.spans
        ],
    }


def _tell(console: Console, counts: Counter[str], clean: int, whole: int, seconds: float) -> None:
    table = Table(title=f"Разобрано: {whole}, {whole / seconds:,.0f} в секунду".replace(",", " "))
    table.add_column("основание")
    table.add_column("предложено", justify="right")
    table.add_column("доля", justify="right")
    for name, count in [*((NAMES[ground], counts[ground]) for ground in GROUNDS), ("ничего не предложено", clean)]:
        table.add_row(name, str(count), f"{count / whole:.1%}" if whole else "—")
    console.print(table)


def explain(text: str, console: Console | None = None) -> None:
    """Print for one text the proposals, the words and rules behind them, and the other scores."""
    console = console or Console()
    screening = screen(text)
    console.print(_marked(text, screening))
    if not screening.proposed:
        console.print("Ничего не предложено.")
    for ground in GROUNDS:
        score = screening.scores[ground]
        if score:
            over = "предложено" if ground in screening.proposed else f"ниже порога {DEFAULT.of(ground)}"
            console.print(f"{NAMES[ground]}: {score:.2f}, {over}", markup=False)
            for one in screening.spans_of(ground):
                console.print(f"  «{visible(text[one.start : one.end])}» — {one.words} ({one.rule})", markup=False)
    console.print(f"токсичность: {screening.scores['toxicity']:.2f} (порядок в очереди, не основание)", markup=False)


def _marked(text: str, screening: Screening) -> Text:
    marked = Text(visible(text))
    for one in screening.spans:
        marked.stylize("bold underline", one.start, one.end)
    return marked


def visible(text: str) -> str:
    """Replace control and invisible characters by dots, keeping the length, so that none reaches a
    terminal or a log.
    """
    return "".join("·" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} else char for char in text)
