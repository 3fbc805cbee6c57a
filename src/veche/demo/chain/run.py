"""Run the story and print a table: who did what, with what result, in how many seconds."""

import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx2  # noqa: TID251 -- only its errors

from veche.demo.chain.browser import NotThere
from veche.demo.chain.processes import DidNotStart, Running, running
from veche.demo.chain.sandbox_client import NotProven, SandboxClient
from veche.demo.chain.story import Step, Story

WIDTHS = (3, 25, 53, 56)


@dataclass(frozen=True, slots=True)
class Result:
    step: Step
    said: str
    seconds: float
    good: bool


def run() -> int:
    """Run the demo. Returns 0 only if every step was proven."""
    data = Path(tempfile.mkdtemp(prefix="veche-demo-"))
    began = time.monotonic()
    try:
        with running(data) as there:
            _tell_start(there, time.monotonic() - began)
            results = _play(there)
    except DidNotStart as error:
        sys.stderr.write(f"Учебный город не запустился.\n{error}\n")
        return 1
    finally:
        shutil.rmtree(data, ignore_errors=True)
    good = all(result.good for result in results)
    _tell(f"{'Всё доказано' if good else 'Не доказано'}: {time.monotonic() - began:.1f} с от запуска до конца.")
    return 0 if good else 1


def _play(there: Running) -> list[Result]:
    """The results up to the end or to the first failed step: later steps would prove nothing."""
    sandbox = SandboxClient(there.sandbox)
    story = Story(there.site, sandbox)
    results: list[Result] = []
    _row("№", "кто", "что сделано", "что вышло", "сек")
    try:
        for number, step in enumerate(story.steps(), 1):
            result = _do(step)
            results.append(result)
            mark = "" if result.good else "НЕТ: "
            _row(str(number), step.who, step.what, mark + result.said, f"{result.seconds:.1f}")
            if not result.good:
                break
    finally:
        story.close()
        sandbox.close()
    return results


def _do(step: Step) -> Result:
    began = time.monotonic()
    try:
        said, good = step.do(), True
    except (NotThere, NotProven, httpx2.HTTPError) as error:
        said, good = str(error), False
    return Result(step, said, time.monotonic() - began, good)


def _tell_start(there: Running, seconds: float) -> None:
    pids = ", ".join(f"{name} {pid}" for name, pid in there.pids.items())
    _tell(f"Учебный город: {there.site}/  Учебные сети: {there.sandbox}/")
    _tell(f"Процессы: {pids}. Первая страница за {seconds:.1f} с.")


def _row(*cells: str) -> None:
    _tell("  ".join(cell.ljust(width) for cell, width in zip(cells, (*WIDTHS, 4), strict=True)).rstrip())


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
