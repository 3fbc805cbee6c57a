"""Which process of pytest runs a file: as `--dist loadfile`, but one process for all files that share a running city.

Each process starts a city of its own, and seeding the demo city takes half a minute of processor time.
"""

from typing import TYPE_CHECKING

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer  # type: ignore[import-untyped]

DEMO_CITY = {f"tests/e2e/test_{name}.py" for name in ("demo_city", "demo_start", "departments")}
SMALL_CITY = "tests/e2e/"


class CityScheduling(LoadFileScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if file in DEMO_CITY:
            return "demo city"
        return "small city" if file.startswith(SMALL_CITY) else file


def pytest_xdist_make_scheduler(config: "pytest.Config", log: "Producer") -> CityScheduling | None:
    return CityScheduling(config, log) if config.getoption("dist") == "loadfile" else None
