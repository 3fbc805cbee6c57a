"""The kill tests: `python -m tests.chaos` (whole), `--short` or `--faults`.

`--short`: each point once per setting, forty random acts. `--faults`: the matrix alone: every fault of a network ×
every operation. Each setting on each database is its own process; several run at a time. Prints the tables as Markdown
and writes Markdown and JSON to build/chaos/, and there the log of workers that wrote a stack trace. Exit code 1 if
anything was lost, duplicated or reported falsely, if a stack trace or a false alarm occurred, or if the careless sender
duplicated nothing.
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

from tests.chaos.city import SETTINGS
from tests.chaos.databases import POSTGRESQL, PROCRASTINATE, SQLITE, Templates
from tests.chaos.table import is_careless, markdown
from tests.chaos.traces import traces_in
from tests.pg import cluster, with_tables

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "build" / "chaos"
# They mostly wait: two cores carry four storms of hundreds, and more of the short run's. The matrix needs the
# processor.
AT_A_TIME, SHORT_AT_A_TIME, FAULTS_AT_A_TIME = 4, 6, 3
SHORT_ACTS = 20
# Counts that must be zero.
NEVER = ("lost", "twice", "traces", "alarms")


@dataclass(frozen=True, slots=True)
class Scenario:
    setting: str
    database: str
    trials: tuple[str, ...]


def short() -> list[Scenario]:
    """The short run, longest first.

    Databases alternate: each setting has one of them in the points, the other in the storm. Starting a scenario with
    its sandbox takes more processor time than its trials, so both trials of the points share one.
    """
    points, storms = [], []
    for number, setting in enumerate(SETTINGS):
        first, second = (SQLITE, POSTGRESQL) if number % 2 == 0 else (POSTGRESQL, SQLITE)
        points.append(Scenario(setting, first, ("points:1", "stops")))
        storms.append(Scenario(setting, second, ("storm:40", "late:3", *_extras(setting, acts=SHORT_ACTS))))
    return [*points, *storms]


def whole() -> list[Scenario]:
    """The whole run on both databases; the second engine gets the kills, the pauses and the commonest faults."""
    trials = ("points:4", "stops", "late:20", "storm:240")
    on = {SQLITE: trials, POSTGRESQL: trials, PROCRASTINATE: ("points:1", "storm:240", "faults:3")}
    storms = [
        Scenario(setting, database, (*wanted, *(() if database == PROCRASTINATE else _extras(setting, acts=120))))
        for setting in SETTINGS
        for database, wanted in on.items()
    ]
    return [*storms, *faults()]


def faults() -> list[Scenario]:
    """The matrix, each setting in its own city; longest first."""
    return [Scenario(setting, SQLITE, ("faults",)) for setting in SETTINGS]


def _extras(setting: str, *, acts: int) -> tuple[str, ...]:
    """Trials needed once: the neighbours of a silent network, a pause, the careless sender, first comments."""
    return ("neighbours", f"pause:{acts}", f"careless:{acts}", *_comments(acts)) if setting == "vk" else ()


def _comments(acts: int) -> tuple[str, ...]:
    """In the whole run: each point takes as long as one of `points`."""
    return ("comments:2",) if acts > SHORT_ACTS else ()


@dataclass(frozen=True, slots=True)
class Ran:
    """The rows of a scenario, and a line for each different stack trace of its workers and for their log."""

    rows: list[dict[str, Any]]
    traces: list[str]


def run(scenario: Scenario, templates: Templates) -> Ran:
    folder = Path(tempfile.mkdtemp(prefix="veche-chaos-"))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "veche.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "VECHE_LOG_LEVEL": "WARNING",
        **templates.environment(scenario.database, folder),
    }
    command = [sys.executable, "-m", "tests.chaos.scenario", scenario.setting, str(folder), *scenario.trials]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    rows = [{**json.loads(line), "database": scenario.database} for line in done.stdout.splitlines()]
    log = (folder / "workers.log").read_text(encoding="utf-8") if (folder / "workers.log").exists() else ""
    if done.returncode:
        rows.append({"trial": "ПРЕРВАНО", "error": done.stderr[-3000:] + log[-2000:], "database": scenario.database})
    shutil.rmtree(folder, ignore_errors=True)
    return Ran(rows, keep(log, f"{scenario.setting}-{scenario.database}-{scenario.trials[0]}"))


def keep(log: str, name: str) -> list[str]:
    """What its stack traces are and where the log is kept; nothing for a log without a trace."""
    found = traces_in(log)
    if not found:
        return []
    kept = OUT / f"workers-{name.lower().replace(':', '-')}.log"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(log, encoding="utf-8")
    return [*found, f"log: {kept.relative_to(ROOT)}"]


def run_all(plan: list[Scenario], *, at_a_time: int) -> Ran:
    """Run all; what they found is ordered by setting."""
    like = with_tables()
    with cluster(like=like) as server, tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(at_a_time) as pool:
        templates = Templates.of({scenario.database for scenario in plan}, server, Path(folder))
        found = list(pool.map(lambda scenario: run(scenario, templates), plan))
    order = sorted(range(len(plan)), key=lambda at: list(SETTINGS).index(plan[at].setting))
    return Ran([row for at in order for row in found[at].rows], [line for at in order for line in found[at].traces])


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    plan, at_a_time = _plan(arguments)
    ran = run_all(plan, at_a_time=at_a_time)
    report = {
        "machine": f"{os.cpu_count()} × {platform.machine()}, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "seconds": round(time.monotonic() - started),
        "rows": ran.rows,
        "traces": ran.traces,
    }
    text = markdown(report)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "chaos.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    (OUT / "chaos.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    failed = faults_of(ran.rows, careless_too="--faults" not in arguments)
    sys.stdout.write("\n" + "".join(f"FAILED: {line}\n" for line in failed) if failed else "")
    return 1 if failed else 0


def _plan(arguments: list[str]) -> tuple[list[Scenario], int]:
    if "--faults" in arguments:
        return faults(), FAULTS_AT_A_TIME
    return (short(), SHORT_AT_A_TIME) if "--short" in arguments else (whole(), AT_A_TIME)


def faults_of(rows: list[dict[str, Any]], *, careless_too: bool) -> list[str]:
    """A line for each row that must not be; empty when the run passed."""
    careless = [row for row in rows if is_careless(row)]
    ours = [row for row in rows if row not in careless]
    bad = [row for row in ours if "error" in row or any(row.get(name, 0) for name in NEVER)]
    bad += [row for row in careless if not row.get("twice", 0)]
    missing = [] if bool(careless) is careless_too else ["the careless sender did not run"]
    return [json.dumps(row, ensure_ascii=False) for row in bad] + missing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
