"""Run a failed test once more where `.ci/run` asks for it, and write down each test that needed it.

A test that depends on the moment would otherwise hide what the other nine thousand found. It is a fault all the same:
VECHE_UNSTEADY names the file that gets its name and how it failed, and `.ci/run` ends with that file.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

type Run = Callable[..., list[pytest.TestReport]]


def run_test(item: pytest.Item, nextitem: pytest.Item | None, run: Run = runtestprotocol) -> list[pytest.TestReport]:
    """Return the reports of the run, or of the second one if the first failed and VECHE_UNSTEADY is set."""
    reports = run(item, log=False, nextitem=nextitem)
    kept = os.environ.get("VECHE_UNSTEADY")
    failed = [report for report in reports if report.failed]
    if not kept or not failed:
        return reports
    again = run(item, log=False, nextitem=nextitem)
    if not any(report.failed for report in again):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.writelines(f"{item.nodeid} ({report.when})\n{report.longreprtext}\n\n" for report in failed)
    return again
