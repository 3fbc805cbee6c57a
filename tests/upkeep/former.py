"""An installation of an earlier version, unpacked to be upgraded in place by this one."""

import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from scripts import find
from tests import pg
from tests.alarms.mail_server import MailServer

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installation:
    data: Path
    url: str
    letters: MailServer

    def run(self, *words: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VECHE_", "DJANGO_", "PORT"))}
        own = {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "veche.config.settings",
            "VECHE_DATA": str(self.data),
            "VECHE_DATABASE_URL": self.url,
            "VECHE_EMAIL_URL": f"smtp://127.0.0.1:{self.letters.port}",
        }
        command = [sys.executable, "-m", *words]
        done = subprocess.run(command, cwd=ROOT, env=kept | own, capture_output=True, text=True, check=False)
        assert (done.stderr, done.returncode) == ("", 0), done.stderr + done.stdout
        return done.stdout

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        opened = psycopg.connect(self.url) if self.url else sqlite3.connect(self.data / "veche.sqlite3")
        with closing(opened) as database:
            return database.execute(query).fetchall()


@contextmanager
def unpacked(fixtures: Path, database: str, data: Path) -> Iterator[Installation]:
    """`fixtures`: a folder with `sqlite.tar.xz` and `postgresql.tar.xz`; `data`: a new folder."""
    data.mkdir(mode=0o700)
    with tarfile.open(fixtures / f"{database}.tar.xz") as archive:
        archive.extractall(data, filter="data")
    with ExitStack() as stack:
        letters = stack.enter_context(MailServer())
        url = stack.enter_context(pg.cluster()) if database == "postgresql" else ""
        if url:
            programs = find.postgresql()
            assert programs is not None
            command = [str(programs / "psql"), "-qv", "ON_ERROR_STOP=1", "-d", url, "-f", str(data / "veche.sql")]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield Installation(data, url, letters)
