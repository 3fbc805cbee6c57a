"""Which process of pytest runs a file: as `--dist loadfile`, but one process for all files that share a running city.

Each process starts a city of its own, and seeding the demo city takes half a minute of processor time. The walk over
all pages is as long as all other stories of the small city, so it has a process and a city of its own.
"""

from typing import TYPE_CHECKING

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer  # type: ignore[import-untyped]

DEMO_CITY = {f"tests/e2e/test_{name}.py" for name in ("demo_city", "demo_start", "departments")}
SMALL_CITY = {f"tests/e2e/test_{name}.py" for name in ("bad_input", "connect", "story", "without_script")}
WALK = "tests/e2e/test_pages.py"


def process_of(file: str) -> str:
    """Files with equal names of a process run in one."""
    if file in DEMO_CITY:
        return "demo city"
    return "small city" if file in SMALL_CITY else file


class CityScheduling(LoadFileScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return process_of(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: "pytest.Config", log: "Producer") -> CityScheduling | None:
    return CityScheduling(config, log) if config.getoption("dist") == "loadfile" else None
