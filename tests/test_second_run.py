"""A failed test gets a second run only where CI asks for it, and is then written down."""

from pathlib import Path
from typing import Literal

import pytest

from tests.second_run import run_test

type Outcome = Literal["passed", "failed"]


def report(outcome: Outcome) -> pytest.TestReport:
    place = ("tests/test_a.py", 1, "test_b")
    return pytest.TestReport("tests/test_a.py::test_b", place, {}, outcome, "assert 1 == 2", "call")


@pytest.mark.parametrize(
    ("asked", "outcomes", "runs", "last", "written"),
    [
        (False, ["failed"], 1, "failed", ""),
        (True, ["passed"], 1, "passed", ""),
        (True, ["failed", "passed"], 2, "passed", "{} (call)\nassert 1 == 2\n\n"),
        (True, ["failed", "failed"], 2, "failed", ""),
    ],
)
def test_a_failed_test_gets_one_more_run(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: bool,
    outcomes: list[Outcome],
    runs: int,
    last: Outcome,
    written: str,
) -> None:
    unsteady = tmp_path / "unsteady"
    unsteady.touch()
    monkeypatch.setenv("VECHE_UNSTEADY", str(unsteady) if asked else "")
    left = iter(outcomes)
    seen: list[pytest.TestReport] = []

    def run(item: pytest.Item, log: bool, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
        seen.append(report(next(left)))
        return seen[-1:]

    reports = run_test(request.node, None, run)

    assert (len(seen), [one.outcome for one in reports]) == (runs, [last])
    assert unsteady.read_text() == written.format(request.node.nodeid)
