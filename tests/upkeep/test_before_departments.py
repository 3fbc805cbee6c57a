"""An installation from before routes: open sheets become routes with the same people, and nobody is told twice.

before_departments/README.md describes its contents and how it was made.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.upkeep.former import Installation, unpacked

FIXTURES = Path(__file__).parent / "before_departments"

# Each sweep upgrades an older and a younger installation (test_before_profiles.py, test_before_plan.py).
pytestmark = pytest.mark.nightly

SHEETS = """
    SELECT item.title, version.number, version.fingerprint, sheet.opened_by_id, sheet.opened_at, sheet.closed_at,
        sheet.publish_at, sheet.correction, step.id, step.position, step.role, step.due_at, decision.verdict,
        decision.person_id, decision.acting_for_id, decision.author_id, decision.note, decision.fingerprint, decision.at
    FROM approval_approvalsheet sheet
    JOIN posts_postversion version ON version.id = sheet.version_id
    JOIN posts_post post ON post.id = version.post_id
    JOIN plan_planitem item ON item.id = post.plan_item_id
    JOIN approval_step step ON step.sheet_id = sheet.id
    LEFT JOIN approval_decision decision ON decision.step_id = step.id
    ORDER BY step.id
"""
# What routes added, as it must be of a sheet from before them.
OTHERWISE = """
    SELECT step.id FROM approval_step step
    JOIN approval_approvalsheet sheet ON sheet.id = step.sheet_id
    LEFT JOIN approval_decision decision ON decision.step_id = step.id
    WHERE step.asked_at IS DISTINCT FROM sheet.opened_at
        OR sheet.agreed_at IS DISTINCT FROM (CASE WHEN decision.verdict = 'yes' THEN decision.at END)
        OR step.department_id IS NOT NULL OR step.office_id IS NOT NULL OR step.hours IS NOT NULL OR step.silence
        OR step.later OR step.review_open OR step.reminded_at IS NOT NULL OR CAST(step.parts AS TEXT) <> '[]'
        OR sheet.single_person OR sheet.hastened_by_id IS NOT NULL OR sheet.route_name <> ''
        OR decision.alone OR decision.carried_from_id IS NOT NULL
"""
FILES = """
    SELECT picture.id, picture.version_id, picture.position, picture.alt, media.id, media.sha256, media.name,
        media.mime, media.size, media.uploaded_by_id
    FROM posts_picture picture JOIN posts_media media ON media.id = picture.media_id ORDER BY picture.id
"""
OWN_STATE = {
    "agreed": ["publish telegram 1 planned", "publish vk 1 planned"],
    "agreed by the substitute": ["publish telegram 1 planned", "publish vk 1 planned"],
    "correction": ["publish telegram 1 confirmed", "publish vk 1 confirmed"],
    "not accepted": ["publish telegram 1 failed", "publish vk 1 failed"],
}
AGREED_NOW = {
    "waits": ["publish telegram 1 planned", "publish vk 1 planned"],
    "waits, written by the substitute": ["publish telegram 1 planned", "publish vk 1 planned"],
    "returned and asked again": ["publish telegram 2 planned", "publish vk 2 planned"],
    "replaced": ["publish telegram 2 planned", "publish vk 2 planned"],
    "correction": ["edit telegram 2 planned", "edit vk 2 planned", *OWN_STATE["correction"]],
}


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with unpacked(FIXTURES, request.param, tmp_path / "data") as found:
        yield found


def test_open_sheets_become_routes_and_nobody_is_told_twice(installation: Installation) -> None:
    seen = json.loads((installation.data / "seen.json").read_text(encoding="utf-8"))
    sheets, files = installation.ask(SHEETS), installation.ask(FILES)
    told = installation.ask("SELECT about, act_id, person_id, state, letter FROM alarms_alarm ORDER BY id")

    assert installation.run("veche.cli", "prepare") == ""
    assert installation.ask(SHEETS) == sheets
    assert installation.ask(OTHERWISE) == []
    assert installation.ask(FILES) == files
    assert installation.ask("SELECT about, subject, person_id, state, letter FROM alarms_alarm ORDER BY id") == told
    after = json.loads(installation.run("tests.upkeep.upgraded_sheets"))

    letters = seen.pop("letters")
    assert (letters, len(told)) == (1, 2)
    assert (len(sheets), len(files)) == (15, 34)
    assert after == {
        "seen": seen,
        "files": {"navy.jpg": 200, "green.jpg": 200},
        "before": OWN_STATE,
        "after": OWN_STATE | AGREED_NOW,
        "journal": [],
    }
    assert [letter["Subject"] for letter in installation.letters.letters] == []
