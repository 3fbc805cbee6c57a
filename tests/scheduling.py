"""Which process of pytest runs a file and when: as `--dist loadfile`, but one process for files that share a city.

Each process starts a city of its own, and seeding the demo city takes half a minute of processor time. The walk over
all pages is as long as all other stories of the small city, so it has a process and a city of its own. What takes long
begins first: otherwise one process would be at work at the end.
"""

from typing import TYPE_CHECKING

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer  # type: ignore[import-untyped]

DEMO_CITY = {f"tests/e2e/test_{name}.py" for name in ("demo_city", "demo_start", "departments")}
SMALL_CITY = {f"tests/e2e/test_{name}.py" for name in ("bad_input", "connect", "story", "without_script")}
WALK = "tests/e2e/test_pages.py"
# Files of half a minute and more, longest first; many wait for processes, networks or Chromium.
LONG = (
    *("tests/security/test_bad_input.py", "tests/upkeep/test_restore.py", "tests/demo/test_chain.py"),
    *("tests/installation/test_chain.py", "tests/upkeep/test_before_profiles.py", "tests/upkeep/test_init.py"),
    *("tests/security/test_memberships.py", "tests/packaging/test_wheel.py", "tests/security/test_access.py"),
    *(
        "tests/web/test_budgets.py",
        "tests/publishing/test_edit_browser.py",
        "tests/publishing/test_browser.py",
        "tests/demo/test_seed.py",
    ),
    *("tests/web/test_inbox_screen.py", "tests/publishing/test_proof_browser.py", "tests/upkeep/test_refusals.py"),
    *("tests/web/test_planned_month.py", "tests/plan/test_occasions_browser.py", "tests/test_cli.py"),
    *("tests/networks/test_contract.py", "tests/engine/test_worker.py", "tests/outbox/test_changes.py"),
    "tests/approval/test_states.py",
)
TURNS = {file: turn for turn, file in enumerate(LONG, start=2)}


def process_of(file: str) -> str:
    """Files with equal names of a process run in one."""
    if file in DEMO_CITY:
        return "demo city"
    return "small city" if file in SMALL_CITY else file


def turn_of(file: str) -> int:
    """Files with a smaller number begin earlier."""
    if file.startswith("tests/e2e/"):
        return 0
    return 1 if file.endswith("_kills.py") else TURNS.get(file, len(TURNS) + 2)


class CityScheduling(LoadFileScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return process_of(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: "pytest.Config", log: "Producer") -> CityScheduling | None:
    return CityScheduling(config, log) if config.getoption("dist") == "loadfile" else None
