import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import tables
from tests.named_pipes import Pipe

type Command = Callable[..., subprocess.Popen[str]]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Pipe]:
    made = Pipe(tmp_path / "pipe")
    yield made
    made.close()


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    """The data folder of `command`, with its tables."""
    tables.found(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    """`command("-m", "veche.cli", "run", PORT="0")` starts Python in a clean environment with a fresh data folder."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, **environment: str) -> subprocess.Popen[str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("VECHE_", "DJANGO_", "PORT"))
        }
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={
                **clean,
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
                "PYTHONUNBUFFERED": "1",
                "VECHE_DATA": str(tmp_path / "data"),
                **environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate()
