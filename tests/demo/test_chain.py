"""`veche demo` as typed by a person: real processes, real pages, results checked in the training networks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
SECONDS = 800
STEPS = 31


@pytest.mark.sweep
def test_each_step_is_proven(tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "veche.cli", "demo"],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        timeout=SECONDS,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "Всё доказано" in done.stdout
    assert re.findall(r"^(\d+) .* \d+\.\d$", done.stdout, re.MULTILINE) == [str(n) for n in range(1, STEPS + 1)]
    assert re.search(r"Процессы: supervisor \d+, sandbox \d+, web \d+, worker \d+\.", done.stdout)
    assert list(tmp_path.iterdir()) == []
