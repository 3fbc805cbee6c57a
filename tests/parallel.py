"""Files of tests run by several processes of pytest, each of which takes the next file when it is done with one.

python -m tests.parallel -n 3 -m 'not sweep' [path …]: other options are pytest's

A process imports the files that it runs and no others; xdist's import all of them, because each must know all tests:
half a minute of processor time with three. Django and the program are imported once, before the processes are forked.
"""

import atexit
import gc
import os
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import IO

import pytest

from tests.scheduling import process_of, runs_nothing_of, turn_of

ROOT = Path(__file__).parents[1]
# What nearly every test imports. No plugin of pytest: these are imported by pytest, which rewrites their assertions.
COMMON = ("veche.config.urls", "tests.factories", "tests.people", "tests.written")
NUMBER = 4  # bytes
# anyio, which the program uses, is a plugin of pytest too, of which nothing is rewritten then.
OPTIONS = (
    "-q",
    "-o",
    "console_output_style=classic",
    "-W",
    "ignore:Module already imported",
)
# In the last line that pytest prints.
COUNTED = re.compile(r"(\d+) (failed|passed|skipped|xfailed|errors?)\b")
NOTHING_RAN = int(pytest.ExitCode.NO_TESTS_COLLECTED)

# Paths that one process runs in a row.
type Group = Sequence[str]


class Stay:
    """In place of the test after the last one of a group: what belongs to the session is kept."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def listchain(self) -> list[pytest.Session]:
        return [self._session]


class FileByFile:
    """A plugin that collects a group of files when its number comes out of the pipe."""

    def __init__(self, groups: Sequence[Group], pipe: int) -> None:
        self._groups, self._pipe = groups, pipe
        self._wanted = set[Path]()
        self._folders: dict[Path, pytest.Directory] = {}
        self._collected = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> bool:
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return None if collection_path in self._wanted else True

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(self, path: Path, parent: pytest.Collector) -> pytest.Directory:
        """The same object each time: the fixtures of its conftest.py belong to it."""
        if path not in self._folders:
            kind = pytest.Package if (path / "__init__.py").is_file() else pytest.Dir
            self._folders[path] = kind.from_parent(parent, path=path)
        return self._folders[path]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        while number := os.read(self._pipe, NUMBER):
            for item, following in self._tests(session, self._groups[int.from_bytes(number)]):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.shouldfail:
                    raise session.Failed(session.shouldfail)
                if session.shouldstop:
                    raise session.Interrupted(session.shouldstop)
        return True

    def _tests(self, session: pytest.Session, group: Group) -> Iterator[tuple[pytest.Item, pytest.Item | Stay]]:
        """The tests of a group, each with the one after it."""
        files = [Path.cwd() / file_of(path) for path in group]
        self._wanted = {*files, *(parent for file in files for parent in file.parents)}
        items = session.perform_collect(group)
        self._collected += len(items)
        session.testscollected = self._collected
        yield from zip(items, [*items, Stay(session)][1:], strict=True)


def run(options: Sequence[str], groups: Sequence[Group], processes: int) -> int:
    """Run the groups with these options of pytest; the exit code."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(NUMBER) for number in range(len(groups))))
    os.close(writing)
    gc.freeze()  # the pages of imported modules stay shared
    began = time.monotonic()
    started = [_forked(options, FileByFile(groups, reading)) for _ in range(processes)]
    ended = [_ended(pid, told) for pid, told in started]
    codes, counted = [code for code, _ in ended], sum((counts for _, counts in ended), Counter[str]())
    told = ", ".join(f"{number} {what}" for what, number in sorted(counted.items()))
    sys.stdout.write(f"{processes} processes: {told} in {time.monotonic() - began:.0f} s\n")
    bad = [code for code in codes if code not in (0, NOTHING_RAN)]
    return bad[0] if bad else min(codes)


def _forked(options: Sequence[str], plugin: FileByFile) -> tuple[int, IO[bytes]]:
    """A process that runs pytest, and the file with what it prints."""
    told = tempfile.TemporaryFile()  # noqa: SIM115 -- read when the process has ended
    sys.stdout.flush()
    if pid := os.fork():
        return pid, told
    code = 1
    try:
        for stream in (1, 2):
            os.dup2(told.fileno(), stream)
        code = int(pytest.main([*OPTIONS, *options], plugins=[plugin]))
    except BaseException:  # noqa: BLE001 -- is told, and ends the process
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        os._exit(code)


def _ended(pid: int, told: IO[bytes]) -> tuple[int, Counter[str]]:
    """Wait for the process, print what it printed; its exit code and how many tests passed and failed."""
    _, status = os.waitpid(pid, 0)
    told.seek(0)
    text = told.read().decode(errors="replace")
    sys.stdout.write(text)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        sys.stdout.write(f"process {pid} of pytest was ended by signal {-code}\n")
    last = text.rstrip().rpartition("\n")[2]
    return code, Counter({what: int(number) for number, what in COUNTED.findall(last)})


def groups_of(paths: Sequence[str], marks: str) -> list[Group]:
    """The files below these paths of which something may run with `-m marks`, in their order, by process."""
    named = [inside for path in paths for inside in _files_below(path)]
    wanted = [path for path in named if not runs_nothing_of(Path(file_of(path)).read_text(encoding="utf-8"), marks)]
    by_process = sorted(wanted, key=lambda path: (process_of(file_of(path)), file_of(path)))
    groups = [list(group) for _, group in groupby(by_process, key=lambda path: process_of(file_of(path)))]
    return sorted(groups, key=lambda group: min(turn_of(file_of(path)) for path in group))


def _files_below(path: str) -> list[str]:
    if not Path(path).is_dir():
        return [path]
    return sorted(str(file) for file in Path(path).rglob("test_*.py"))


def file_of(path: str) -> str:
    """The file of an argument that may name a test in it."""
    return path.partition("::")[0]


def preload() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    import_module("django").setup()
    for name in COMMON:
        import_module(name)


def main(arguments: Sequence[str]) -> int:
    flag, processes, *rest = arguments
    if flag != "-n":
        raise SystemExit("-n and the number of processes come first")
    paths = [one for one in rest if Path(file_of(one)).exists()]
    options = [one for one in rest if one not in paths]
    marks = options[options.index("-m") + 1] if "-m" in options else ""
    seed = f"--randomly-seed={random.getrandbits(32)}"
    preload()
    return run([seed, *options], groups_of(paths or ["tests"], marks), int(processes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
