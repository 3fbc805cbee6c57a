"""Open data of an older version: nothing is lost, every page opens, and the journal verifies.

upgrade/*.tar.xz hold the data folder of a demo city and its database, made by commit b01fe9e of 27 November 2026 on
SQLite and on PostgreSQL 15. That version called its demo keys real, and six acts were set to states in which an
interruption can leave them. The keyring in the archives protects no real secrets.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from scripts import find
from tests import pg

ROOT = Path(__file__).parents[2]
ARCHIVES = Path(__file__).parent / "upgrade"
ROLES = {"press_officer", "press_head", "curator", "it", "head", "auditor"}
# Tables of Django and of the task queue.
NOT_OURS = ("django_", "auth_", "procrastinate_", "sqlite_")

pytestmark = pytest.mark.nightly


@dataclass
class Installation:
    data: Path
    url: str

    def run(self, *words: str) -> tuple[int, str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VECHE_", "DJANGO_", "PORT"))}
        own = {
            "VECHE_DATA": str(self.data),
            "VECHE_DATABASE_URL": self.url,
            "VECHE_SANDBOX_URL": "http://127.0.0.1:9",  # keys of training networks; nobody calls them
            "DJANGO_SETTINGS_MODULE": "veche.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env={**kept, **own, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def rows(self) -> dict[str, int]:
        """The number of rows in each of our tables."""
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if not self.url:
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        opened = psycopg.connect(self.url) if self.url else sqlite3.connect(self.data / "veche.sqlite3")
        with closing(opened) as database:
            tables = [name for (name,) in database.execute(names).fetchall() if not name.startswith(NOT_OURS)]
            return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables}  # type: ignore[index]


# Each sweep upgrades younger installations (test_before_profiles.py, test_before_plan.py).
@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    with tarfile.open(ARCHIVES / f"{request.param}.tar.xz") as archive:
        archive.extractall(data, filter="data")
    data.chmod(0o700)
    if request.param == "sqlite":
        yield Installation(data, "")
        return
    programs = find.postgresql()
    assert programs is not None
    with pg.cluster() as url:
        command = [str(programs / "psql"), "-qv", "ON_ERROR_STOP=1", "-d", url, "-f", str(data / "veche.sql")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield Installation(data, url)


def test_a_city_of_the_third_step_is_opened(installation: Installation) -> None:
    before = installation.rows()

    code, _, errors = installation.run("veche.cli", "prepare")
    assert (errors, code) == ("", 0)
    after = installation.rows()
    code, out, errors = installation.run("tests.upkeep.upgraded_pages")
    assert ("Traceback" in errors, code) == (False, 0), errors  # the server log names the refused user
    _, seen, errors = installation.run("veche.cli", "doctor")

    assert errors == ""
    # Each piece of evidence gets its second digest, with an entry, and one entry reports those without a seal.
    grown = {"journal_entry": (before["journal_entry"], before["journal_entry"] + before["moderation_evidence"] + 1)}
    assert {name: (count, after.get(name)) for name, count in before.items() if count != after.get(name)} == grown
    opened = json.loads(out)
    assert set(opened) == ROLES
    assert {status for paths in opened.values() for status in paths.values()} == {200}
    kept = ("База:", "Журнал", "Доказательства")
    assert [line[0] for line in seen.splitlines() if line[2:].startswith(kept)] == ["✓", "✓", "✓"]
