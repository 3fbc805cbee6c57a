"""The tables of the tests are created once for each state of the program."""

import os
import time
from pathlib import Path

import pytest

from tests import tables


def test_they_are_made_once_for_each_state_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "KEPT", tmp_path)
    of_now = tables.migrations()
    (tmp_path / "unfinished.txt").write_text("of a run that was killed", encoding="utf-8")
    made: list[str] = []

    def make(unfinished: Path, older: Path | None) -> None:
        assert not unfinished.exists()
        unfinished.write_text(f"{older.read_text(encoding='utf-8')}, again" if older else "tables", encoding="utf-8")
        made.append(tables.code())

    first = [tables.kept("txt", make) for _ in range(2)]
    monkeypatch.setattr(tables, "code", lambda: "another")
    monkeypatch.setattr(tables, "migrations", lambda: {**of_now, "0002_added.py": "2"})
    os.utime(first[0], (time.time() - 2 * tables.A_DAY,) * 2)
    another = tables.kept("txt", make)
    monkeypatch.setattr(tables, "code", lambda: "third")
    monkeypatch.setattr(tables, "migrations", lambda: {**of_now, "0002_added.py": "edited"})
    of_others = tables.kept("txt", make)

    assert (len(set(first)), len(made)) == (1, 3)
    assert [found.read_text(encoding="utf-8") for found in (another, of_others)] == ["tables, again", "tables"]
    left = [another.name, f"{another.name}.json", "third.txt", "third.txt.json", "txt.lock"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(left)
