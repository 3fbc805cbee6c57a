"""Several processes of pytest that share a list of files."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests import parallel
from tests.scheduling import DEMO_CITY, LONG

CONFTEST = """
import os
from pathlib import Path
from typing import Any
import pytest

LOG = Path(__file__).parent / "log"

@pytest.fixture(scope="session", autouse=True)
def of_session():
    note("begins")
    yield
    note("ends")

def note(words):
    with LOG.open("a") as log:
        log.write(f"{os.getpid()} {words}\\n")
"""
TESTS = "import os, signal, time\nimport pytest\nfrom conftest import note\n\n"
RUN = "import sys; from tests.parallel import run; sys.exit(run(sys.argv[2:], [[one] for one in {files}], 2))"


def ran(
    folder: Path, files: dict[str, str], *options: str
) -> "tuple[subprocess.CompletedProcess[str], list[list[str]]]":
    """What two processes of pytest print for these files, and their notes: process and words."""
    (folder / "conftest.py").write_text(CONFTEST)
    for name, text in files.items():
        (folder / name).write_text(TESTS + text)
    done = _run(list(files), folder, *options)
    return done, [line.split(maxsplit=1) for line in (folder / "log").read_text().splitlines()]


def _run(names: Sequence[str], folder: Path, *options: str) -> Any:
    command = [sys.executable, "-c", RUN.format(files=list(names)), "--", "-c", "/dev/null", *options]
    environment = {**os.environ, "PYTHONPATH": str(parallel.ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False)


def test_each_file_is_run_once_and_a_session_lasts_for_all_files_of_its_process(tmp_path: Path) -> None:
    files = {f"test_{name}.py": f"def test_{name}():\n    note('{name}')\n    time.sleep(0.1)\n" for name in "abcd"}

    done, notes = ran(tmp_path, files)

    assert done.returncode == 0, done.stdout
    assert sorted(words for _, words in notes if len(words) == 1) == list("abcd")
    for process in {process for process, _ in notes}:
        own = [words for one, words in notes if one == process]
        assert (own[0], own[-1], own.count("begins")) == ("begins", "ends", 1)


def test_a_failure_and_a_process_that_dies_are_told(tmp_path: Path) -> None:
    files = {
        "test_a.py": "def test_a():\n    assert 1 + 1 == 3\n",
        "test_b.py": "def test_b():\n    note('b')\n\ndef test_dies():\n    os.kill(os.getpid(), signal.SIGKILL)\n",
    }

    done, notes = ran(tmp_path, files)

    assert done.returncode == 1
    assert "assert (1 + 1) == 3" in done.stdout
    assert "of pytest was ended by signal 9" in done.stdout
    assert "b" in [words for _, words in notes]


def test_files_of_one_city_are_one_group_and_long_ones_come_first() -> None:
    everything = parallel.groups_of(["tests"], "")

    assert sorted(DEMO_CITY) in [sorted(group) for group in everything]
    alone = [group[0] for group in everything if len(group) == 1]
    assert alone.index(LONG[0]) < alone.index(LONG[-1]) < alone.index("tests/kit/test_names.py")
    assert len({path for group in everything for path in group}) == sum(map(len, everything))


def test_a_test_named_in_its_file_is_run_alone() -> None:
    named = "tests/requests/test_links.py::test_x"

    assert parallel.groups_of([named, "tests/kit/test_names.py"], "") == [["tests/kit/test_names.py"], [named]]
