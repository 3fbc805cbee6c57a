"""Which process of pytest (tests/parallel.py) runs a file and when: one process for files that share a city.

Each process starts a city of its own, and seeding the demo city takes half a minute of processor time. The walk over
all pages is as long as all other stories of the small city, so it has a process and a city of its own. What takes long
begins first: otherwise one process would be at work at the end.
"""

import re

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
# A file whose every test is left to `make sweep` or `make nightly`.
LEFT_OUT = re.compile(r"^pytestmark = .*mark\.(?:sweep|nightly)", re.MULTILINE)
TURNS = {file: turn for turn, file in enumerate(LONG, start=2)}


def runs_nothing_of(file: str, marks: str) -> bool:
    """Whether a run with `-m marks` leaves out every test of a file with this text."""
    wanted = marks.split(" and ", maxsplit=1)[0]
    if wanted in ("sweep", "nightly"):
        return wanted not in file
    return "not sweep" in marks and LEFT_OUT.search(file) is not None


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
