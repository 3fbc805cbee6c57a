"""Copies and installations from before the networks' profiles: nothing is lost, and due acts are sent once.

before_profiles/README.md describes their contents and how they were made.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from scripts import find
from tests import pg
from tests.chaos.worker_processes import Crew
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "before_profiles"
ROLES = {"press_officer", "press_head", "curator", "it", "head", "auditor"}
DUE = {f"due: {slug}" for slug in ("vk", "ok", "telegram", "max")}
# Cut off before the call, or called without effect.
AGAIN = {"cut: vk", "lost: vk", "lost: max"}
STANDING = {"stood: vk", "stood: max", "sent: vk"}
# Tables that no page and no worker of ours uses.
NOT_OURS = ("django_", "auth_", "procrastinate_", "sqlite_")

# Results of the doctor's checks.
WELL = dict.fromkeys(("База", "Журнал", "Доказательства", "Связка ключей"), "✓")

# Each sweep upgrades this installation on SQLite, and a younger one on PostgreSQL (test_before_plan.py).
pytestmark = pytest.mark.sweep


@dataclass(frozen=True)
class Installation:
    engine: str
    data: Path
    url: str
    walls: SandboxProcess

    @property
    def settings(self) -> dict[str, str]:
        return {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "veche.config.settings",
            "VECHE_DATA": str(self.data),
            "VECHE_DATABASE_URL": self.url,
            "VECHE_ENGINE": "procrastinate" if self.url else "database",
            "VECHE_LOG_LEVEL": "WARNING",
            "VECHE_SANDBOX_URL": self.walls.info["control"].removesuffix("/control"),
            **{f"VECHE_{slug.upper()}_URL": self.walls.info[slug]["base"] for slug in self.walls.networks},
        }

    def run(self, *words: str) -> str:
        """The command's output; it must succeed without errors."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VECHE_", "DJANGO_", "PORT"))}
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=kept | self.settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ("Traceback" in done.stderr, done.returncode) == (False, 0), done.stderr + done.stdout
        return done.stdout

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        opened = psycopg.connect(self.url) if self.url else sqlite3.connect(self.data / "veche.sqlite3")
        with closing(opened) as database:
            return database.execute(query).fetchall()

    def rows(self) -> dict[str, int]:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if not self.url:
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = [name for (name,) in self.ask(names) if not name.startswith(NOT_OURS)]
        return {name: self.ask(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in tables}

    def queue(self) -> dict[str, tuple[str, str]]:
        """Path and state of each task that may run now, by its id."""
        moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        # A task without an hour has the last day of the calendar.
        query = (
            "SELECT id, task_path, status FROM django_tasks_database_dbtaskresult "
            f"WHERE run_after < '{moment}' OR run_after > '9000-01-01'"
        )
        if self.url:
            query = (
                "SELECT id, task_name, status FROM procrastinate_jobs "
                f"WHERE scheduled_at IS NULL OR scheduled_at < '{moment}+00'"
            )
        return {str(number): (path, str(status).lower()) for number, path, status in self.ask(query)}

    def settle(self, way: str = "") -> list[list[str]]:
        settled: list[list[str]] = json.loads(self.run("tests.upkeep.settle_sendings", *way.split()))
        return settled

    def on_the_walls(self) -> Counter[str]:
        posts = [post for slug in self.walls.networks for post in self.walls.posts(slug)]
        said = [one for slug in self.walls.networks for one in self.walls.comments(slug)]
        return Counter(one["text"] for one in [*posts, *said] if not one["deleted"])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """The installation as it was, with the training networks of that time."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    with tarfile.open(FIXTURES / f"{request.param}.tar.xz") as archive:
        archive.extractall(data, filter="data")
    with ExitStack() as stack:
        walls = stack.enter_context(SandboxProcess(data / "sandbox.sqlite3"))
        url = stack.enter_context(pg.cluster()) if request.param == "postgresql" else ""
        yield Installation(request.param, data, url, walls)


@pytest.fixture
def upgraded(installation: Installation) -> Installation:
    if installation.url:
        programs = find.postgresql()
        assert programs is not None
        command = [str(programs / "psql"), "-qv", "ON_ERROR_STOP=1", "-d", installation.url]
        subprocess.run([*command, "-f", str(installation.data / "veche.sql")], check=True, stdout=subprocess.DEVNULL)
    before = installation.rows()
    assert installation.run("veche.cli", "prepare") == ""
    after = installation.rows()
    assert {name: count for name, count in before.items() if after.get(name) != count} == {}
    return installation


@pytest.fixture
def restored(installation: Installation, tmp_path: Path) -> Installation:
    """Restored from the copy into an empty folder."""
    place = replace(installation, data=tmp_path / "new")
    copy, keyring = FIXTURES / f"{installation.engine}.zip", installation.data / "keyring"
    said = place.run("veche.cli", "restore", str(copy), "--keyring", str(keyring))
    assert said.count(": журнал цел, записей") == 1
    assert "Связка ключей на месте и открывает всё." in said
    return place


def _not_run(place: Installation, waiting: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Waiting tasks that were not run; finished ones may have been deleted."""
    left = {number: task for number, task in place.queue().items() if number in waiting}
    return {number: task for number, task in left.items() if not task[1].startswith("succe")}


def doctor_says(place: Installation) -> dict[str, str]:
    """Results by check, of those that an upgrade or a restore may break."""
    done = subprocess.run(
        [sys.executable, "-m", "veche.cli", "doctor"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **place.settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    return {about: line[:1] for about in WELL for line in lines if line[2:].startswith(about)}


def test_an_upgraded_installation_sends_what_was_due_once(upgraded: Installation, tmp_path: Path) -> None:
    waiting, before = upgraded.queue(), upgraded.on_the_walls()
    stored = json.loads((FIXTURES.parent / "stored_values.json").read_text(encoding="utf-8"))
    assert {path for path, _ in waiting.values()} == set(stored["tasks"])

    with Crew(tmp_path / "worker.log") as crew:
        worker = crew.start(**upgraded.settings)
        crew.wait_until_up(worker)
        acts = upgraded.settle()
        wait_until(lambda: not _not_run(upgraded, waiting), seconds=400, otherwise=lambda: _not_run(upgraded, waiting))
        crew.end(worker)

    _stand_once(before, upgraded.on_the_walls(), acts)
    assert doctor_says(upgraded) == WELL


@pytest.mark.nightly
def test_every_page_of_an_upgraded_installation_opens(upgraded: Installation) -> None:
    opened = json.loads(upgraded.run("tests.upkeep.upgraded_pages"))

    assert set(opened) == ROLES
    assert {status for paths in opened.values() for status in paths.values()} == {200}


@pytest.mark.nightly
def test_a_restored_copy_sends_what_was_due_once(restored: Installation, tmp_path: Path) -> None:
    before = restored.on_the_walls()
    assert doctor_says(restored) == WELL

    with Crew(tmp_path / "worker.log") as crew:
        worker = crew.start(**restored.settings)
        crew.wait_until_up(worker)
        restored.settle("frozen")
        assert restored.on_the_walls() == before
        acts = restored.settle("release")
        crew.end(worker)

    _stand_once(before, restored.on_the_walls(), acts)


def _stand_once(before: Counter[str], after: Counter[str], acts: list[list[str]]) -> None:
    ours = {title: state for title, _, state in acts if title in DUE | AGAIN | STANDING}
    assert (set(ours), set(ours.values()) - {"confirmed", "sent"}) == (DUE | AGAIN | STANDING, set())
    new = after - before
    assert set(new.values()) == {1}
    assert {text for text in new if ": " in text and text.split(":")[0] in ("due", "cut", "lost", "stood", "sent")} == (
        DUE | AGAIN
    )
    assert {text: after[text] for text in STANDING} == dict.fromkeys(STANDING, 1)
    verbs = Counter(verb for _, verb, state in acts if state in ("confirmed", "sent") and verb != "publish")
    assert verbs["reply"] == 4
    gone = before - after
    assert (gone.total(), verbs["delete_comment"]) == (11, 11)
