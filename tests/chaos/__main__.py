"""The kill tests: `python -m tests.chaos` (whole) or `--short` (each point once per setting, forty random acts).

Each setting on each database is a process of its own; four run at a time. Prints the tables as Markdown and writes
both Markdown and JSON to build/chaos/. Ends with 1 if anything was lost or doubled, or if the careless sender was not.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.chaos.city import SETTINGS
from tests.chaos.table import is_careless, markdown
from tests.pg import cluster

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "build" / "chaos"
# The second engine, on PostgreSQL as well.
PROCRASTINATE = "Procrastinate"
# They wait more than they work: two cores carry four.
AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Scenario:
    setting: str
    database: str
    trials: tuple[str, ...]


def short() -> list[Scenario]:
    """Databases alternate: each setting meets one of them in the points and the other in the storm."""
    plan = []
    for number, setting in enumerate(SETTINGS):
        first, second = ("SQLite", "PostgreSQL") if number % 2 == 0 else ("PostgreSQL", "SQLite")
        plan += [
            Scenario(setting, first, ("points:1", "stops")),
            Scenario(setting, second, ("storm:40", "late:3", *_extras(setting, acts=20))),
        ]
    return plan


def whole() -> list[Scenario]:
    """Everything on both databases; the second engine meets the kills, the pauses and the commonest faults."""
    trials = ("points:4", "stops", "late:20", "storm:240")
    on = {"SQLite": (*trials, "faults:8"), "PostgreSQL": trials, PROCRASTINATE: ("points:1", "storm:240", "faults:3")}
    return [
        Scenario(setting, database, (*wanted, *(() if database == PROCRASTINATE else _extras(setting, acts=120))))
        for setting in SETTINGS
        for database, wanted in on.items()
    ]


def _extras(setting: str, *, acts: int) -> tuple[str, ...]:
    """What needs to be shown once: the neighbours of a dead network, and the sender without our care."""
    return ("neighbours", f"careless:{acts}") if setting == "vk" else ()


def run(scenario: Scenario, server: str) -> list[dict[str, Any]]:
    folder = Path(tempfile.mkdtemp(prefix="veche-chaos-"))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "veche.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "VECHE_DATA": str(folder),
        "VECHE_LOG_LEVEL": "WARNING",
        "VECHE_DATABASE_URL": "" if scenario.database == "SQLite" else _database(server, folder.name),
        "VECHE_ENGINE": "procrastinate" if scenario.database == PROCRASTINATE else "database",
    }
    command = [sys.executable, "-m", "tests.chaos.scenario", scenario.setting, str(folder), *scenario.trials]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    rows = [{**json.loads(line), "database": scenario.database} for line in done.stdout.splitlines()]
    if done.returncode:
        log = (folder / "workers.log").read_text(encoding="utf-8") if (folder / "workers.log").exists() else ""
        rows.append({"trial": "ПРЕРВАНО", "error": done.stderr[-3000:] + log[-2000:], "database": scenario.database})
    shutil.rmtree(folder, ignore_errors=True)
    return rows


def _database(server: str, name: str) -> str:
    name = name.replace("-", "_").lower()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server.rsplit("/", 1)[0] + "/" + name


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    plan = short() if "--short" in arguments else whole()
    with cluster() as server, ThreadPoolExecutor(AT_A_TIME) as pool:
        rows = [row for found in pool.map(lambda scenario: run(scenario, server), plan) for row in found]
    report = {
        "machine": f"{os.cpu_count()} × {platform.machine()}, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "seconds": round(time.monotonic() - started),
        "rows": rows,
    }
    text = markdown(report)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "chaos.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    (OUT / "chaos.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if passed(rows) else 1


def passed(rows: list[dict[str, Any]]) -> bool:
    careless = [row for row in rows if is_careless(row)]
    ours = [row for row in rows if row not in careless]
    clean = all("error" not in row and row["lost"] == row["twice"] == 0 for row in ours)
    return clean and bool(careless) and all(row.get("twice", 0) > 0 for row in careless)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
