"""Read a file for somebody who waits on a page, by a process of its own with limits of memory and time.

Whatever the file holds, the site goes on. Of tables only workbooks are read so (`xlsx_process`): text (CSV) is bounded
by its length.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from veche.documents.read import read_table
from veche.documents.table import TOO_LARGE, Table, UnreadableTable
from veche.documents.table_json import from_json
from veche.kernel.files import MEGABYTE

# 5,000 rows of 100 filled cells, the largest table that is accepted, take 560 MB; of 20 cells, 150 MB.
SECONDS, MEMORY = 60, 768 * MEGABYTE
# Each takes a thread of the site's four, and its memory.
_IN_LINE = threading.BoundedSemaphore(2)
_PATIENCE_SECONDS = 2.0
TOO_LONG = "Таблица читается дольше минуты. Оставьте в ней только нужный лист и загрузите снова."


def read_apart(content: bytes, *, seconds: float = SECONDS, memory: int = MEMORY) -> Table:
    """As `read_table`; also raises `UnreadableTable` for what takes too much memory or time."""
    return read_table(content, workbook=lambda book: _read_workbook(book, seconds, memory))


def _read_workbook(content: bytes, seconds: float, memory: int) -> Table:
    return from_json(in_process("veche.documents.xlsx_process", content, seconds=seconds, memory=memory))


@contextmanager
def in_line() -> Iterator[None]:
    """One of two places for files that are read while somebody waits. Raises `UnreadableTable` if both are taken."""
    if not _IN_LINE.acquire(timeout=_PATIENCE_SECONDS):
        raise UnreadableTable("Сейчас читаются два других файла. Загрузите этот ещё раз через минуту.")
    try:
        yield
    finally:
        _IN_LINE.release()


def in_process(module: str, content: bytes, *arguments: str, seconds: float = SECONDS, memory: int = MEMORY) -> Any:
    """The JSON that `python -m module MEMORY arguments` makes of `content`, its standard input.

    Raises `UnreadableTable` for what it refuses (`{"refused": sentence}`) or what takes too much memory or time.
    """
    order = (sys.executable, "-m", module, str(memory), *arguments)
    try:
        with in_line():
            done = subprocess.run(order, input=content, capture_output=True, timeout=seconds, check=True)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnreadableTable(TOO_LONG) from error
    except subprocess.CalledProcessError as error:
        raise UnreadableTable(TOO_LARGE) from error
    said = json.loads(done.stdout)
    if "refused" in said:
        raise UnreadableTable(said["refused"])
    return said
