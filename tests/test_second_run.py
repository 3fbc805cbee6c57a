"""A failed test gets a second run only where CI asks for it, and is then written down."""

from pathlib import Path

import pytest

from tests.second_run import run_test


def report(outcome: str) -> pytest.TestReport:
    return pytest.TestReport(
        "tests/test_a.py::test_b", ("tests/test_a.py", 1, "test_b"), {}, outcome, "assert 1 == 2", "call"
    )  # type: ignore[arg-type]


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
    outcomes: list[str],
    runs: int,
    last: str,
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
