"""An installation from before the content plan: past weeks keep their numbers, and nothing is told or sent twice.

before_plan/README.md describes its contents and how it was made.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.upkeep.former import Installation, unpacked

FIXTURES = Path(__file__).parent / "before_plan"

pytestmark = pytest.mark.sweep

ACTS = "SELECT id, intent, state, due_at, remote_id, proof FROM outbox_act ORDER BY id"
TOLD = "SELECT about, subject, person_id, state, letter FROM alarms_alarm ORDER BY id"
PLANNED = "SELECT id, title, publish_at, category, format, occasion_id, cancelled_at FROM plan_planitem ORDER BY id"


# A sweep upgrades an older installation on SQLite (test_before_profiles.py), by its own migrations and these.
@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.nightly), "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with unpacked(FIXTURES, request.param, tmp_path / "data") as found:
        yield found


def test_past_weeks_keep_their_numbers_and_nobody_is_told_twice(installation: Installation) -> None:
    seen = json.loads((installation.data / "seen.json").read_text(encoding="utf-8"))
    before = [installation.ask(query) for query in (ACTS, TOLD, PLANNED)]

    assert installation.run("veche.cli", "prepare") == ""
    after = json.loads(installation.run("tests.upkeep.upgraded_weeks"))

    assert after == {"weeks": seen["weeks"], "again": seen["weeks"], "occasions": 1, "journal": []}
    assert [installation.ask(query) for query in (ACTS, TOLD, PLANNED)] == before
    assert (seen["letters"], [letter["Subject"] for letter in installation.letters.letters]) == (1, [])
