"""The city of five years in a persistent folder: created once a day, measured any number of times."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from scripts import find
from tests.bench.city import ROOT, City, clean_environment
from tests.pg import cluster

HOME = ROOT / "build" / "years"
# Additional cities on PostgreSQL, which several administrations share.
CITIES = {"SQLite": 0, "PostgreSQL": 60}


def databases() -> list[str]:
    """Databases whose programs are installed."""
    return ["SQLite", *(["PostgreSQL"] if find.postgresql() else [])]


@contextmanager
def settings_of(database: str) -> Iterator[dict[str, str]]:
    """Environment variables that point to the city, while its server runs."""
    home = HOME / database
    if _day_of(home) != _today():
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    with _server(database, home) as more:
        if _day_of(home) != _today():
            _fill(home / "city", CITIES[database], more)
            (home / "day").write_text(_today())
        yield more


def folder_of(database: str) -> Path:
    return HOME / database / "city"


@contextmanager
def _server(database: str, home: Path) -> Iterator[dict[str, str]]:
    if database == "SQLite":
        yield {}
        return
    with cluster(lasting=True, home=home / "cluster") as url:
        yield {"VECHE_DATABASE_URL": url}


def _fill(folder: Path, cities: int, more: dict[str, str]) -> None:
    """The demo seeds itself, then the past is added while nothing runs."""
    with City(folder, settings=more):
        pass
    told = clean_environment(VECHE_DATA=str(folder), VECHE_DEMO="1", VECHE_LOG_LEVEL="WARNING", **more)
    command = [sys.executable, "-m", "tests.bench.years.fill", str(cities)]
    subprocess.run(command, env=told, cwd=ROOT, stdout=sys.stderr, check=True)


def _day_of(home: Path) -> str:
    day = home / "day"
    return day.read_text() if day.exists() else ""


def _today() -> str:
    """Today's date: a city of yesterday would have an empty «Сегодня»."""
    return datetime.now(UTC).date().isoformat()
