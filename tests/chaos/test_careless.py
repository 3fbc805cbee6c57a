"""The careless sender meets the same faults as our own workers."""

from pathlib import Path

import pytest

from tests.chaos.careless import storm
from tests.chaos.disturbances import WEATHER
from tests.sandbox_process import SandboxProcess

pytestmark = pytest.mark.sweep


def test_it_is_killed_and_meets_the_whims_of_the_network(tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as sandbox:
        tally, kills = storm(sandbox, tmp_path, acts=26, seed=1541)
        met = {call["fault"] for call in sandbox.calls("vk", "wall.post")}

    assert tally.acts == 26
    assert tally.lost == 0
    assert kills > 0
    assert "slow" in met
    assert met & {name for name, _seconds in WEATHER} != set()
