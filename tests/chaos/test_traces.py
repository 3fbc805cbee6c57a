"""The log of workers that wrote stack traces is kept, and the report says what they are."""

import json
from pathlib import Path

import pytest

from tests.chaos import __main__ as kills
from tests.chaos.traces import traces_in

CALM = json.dumps({"event": "task given back", "level": "warning"})
TRACE = 'Traceback (most recent call last):\n  File "lanes.py", line 44, in _work\n'
OURS = json.dumps({"event": "lane in trouble", "exception": f"  {TRACE}  DeadlockDetected: deadlock"})
FOREIGN = f"{TRACE}KeyError: 1"


def test_each_different_trace_stands_once_with_its_ends_and_number() -> None:
    assert traces_in("\n".join([OURS, CALM, FOREIGN, OURS])) == [
        "2 × lane in trouble … DeadlockDetected: deadlock",
        "1 × Traceback (most recent call last): … KeyError: 1",
    ]


def test_only_a_log_with_traces_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "ROOT", tmp_path)
    monkeypatch.setattr(kills, "OUT", tmp_path / "build")

    kept = kills.keep(f"{CALM}\n{OURS}\n", "telegram-bare-Procrastinate-faults:3")

    assert kills.keep(CALM, "vk-SQLite-stops") == []
    assert kept[1:] == ["log: build/workers-telegram-bare-procrastinate-faults-3.log"]
    assert [path.name for path in (tmp_path / "build").iterdir()] == [
        "workers-telegram-bare-procrastinate-faults-3.log"
    ]
    assert (tmp_path / "build" / "workers-telegram-bare-procrastinate-faults-3.log").read_text() == f"{CALM}\n{OURS}\n"
