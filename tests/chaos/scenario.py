"""One setting on one database, in its own process: `python -m tests.chaos.scenario SETTING FOLDER TRIAL…`.

Prints one JSON line for each row of the table. The database of VECHE_DATABASE_URL must have its tables.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import django

from tests.chaos import careless, first_comments, pausing, trials
from tests.chaos.city import REAL, SETTINGS, City, Tally
from tests.chaos.clocks import shorten
from tests.chaos.matrix import Cell, matrix
from tests.chaos.true_state import Wall
from tests.networks.rows import ROWS
from tests.ports import free_port
from tests.sandbox_process import SandboxProcess
from veche.kernel.crypto import Keyring
from veche.networks.registry import NETWORKS


def main(setting: str, folder: Path, wanted: list[str]) -> None:
    with _server(setting, folder) as sandbox:
        os.environ["VECHE_KEYRING"] = Keyring.generate().to_text()
        os.environ["VECHE_SANDBOX_URL"] = sandbox.info["control"]
        os.environ["PORT"] = str(free_port())
        os.environ["VECHE_NETWORKS"] = ",".join(network for network in sandbox.networks if NETWORKS[network].opt_in)
        for network in sandbox.networks:
            os.environ[f"VECHE_{network.upper()}_URL"] = sandbox.info[network]["base"]
        django.setup()
        shorten()
        city = Wall(sandbox, setting)
        began = time.monotonic()
        for trial in wanted:
            for name, counted, kills in _run(trial, city, folder):
                tally = asdict(counted) if isinstance(counted, Tally) else asdict(counted.tally) | counted.place
                seconds, began = round(time.monotonic() - began, 1), time.monotonic()
                row = {
                    "trial": name,
                    "network": (SETTINGS | REAL)[setting],
                    "kills": kills,
                    **tally,
                    "seconds": seconds,
                }
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
                sys.stdout.flush()


def _server(setting: str, folder: Path) -> SandboxProcess:
    """A real server, the network's own server for tests, or the sandbox."""
    row = ROWS[setting.partition("-")[0]]
    server = row.real if setting in REAL else row.server
    return server(folder) if server else SandboxProcess(folder / "sandbox.sqlite3")


type Rows = Iterator[tuple[str, Tally | Cell, int]]


def _run(trial: str, city: Wall, folder: Path) -> Rows:
    """Run a trial, a name with a number: points:3, comments:2, stops, late:10, storm:240, pause:40, faults:3.

    Also careless:60, and `neighbours` without one; `columns:upload`: the faults with this prefix.
    """
    name, _, number = trial.partition(":")
    if name == "columns":
        return _columns(city, folder, number)
    return TRIALS[name](city, folder, int(number or 0))


def _points(city: Wall, folder: Path, acts: int) -> Rows:
    for point, tally in trials.kills_at_points(city, folder / "workers.log", acts=acts):
        yield f"kill -9: {point}", tally, 1


def _comments(city: Wall, folder: Path, posts: int) -> Rows:
    for point, tally in first_comments.kills_at_points(city, folder / "workers.log", posts=posts):
        yield f"первый комментарий, kill -9: {point}", tally, 1


def _stops(city: Wall, folder: Path, acts: int) -> Rows:
    for point, tally in trials.stopped_past_lease(city, folder / "workers.log"):
        yield f"SIGSTOP: {point}", tally, 0


def _late(city: Wall, folder: Path, acts: int) -> Rows:
    yield "сеть выполняет после нашего срока", trials.applied_late(city, folder / "workers.log", acts=acts), 0


def _neighbours(city: Wall, folder: Path, acts: int) -> Rows:
    """A busy machine can hold up an act once; a network that another one waits for holds it up in each round."""
    silent = City(city.sandbox, "telegram-group")
    delayed = []
    for round_ in range(ROUNDS):
        tally, usual, seconds = trials.silent_neighbour(city, silent, folder / "workers.log", round_=round_)
        yield f"другая сеть молчит: ждали {seconds:.2f} с, без этого {usual:.2f} с", tally, 0
        if seconds - usual <= 1:
            return
        delayed.append(f"{seconds:.2f} s instead of {usual:.2f} s")
    raise SystemExit(f"a silent network delayed the other in each round: {', '.join(delayed)}")


def _storm(city: Wall, folder: Path, acts: int) -> Rows:
    tally, kills = trials.random_kills(city, folder / "workers.log", acts=acts, seed=SEED)
    yield "случайные kill -9, два обработчика", tally, kills


def _pause(city: Wall, folder: Path, acts: int) -> Rows:
    yield "пауза и kill -9 до и после неё", pausing.paused_under_kills(city, folder / "workers.log", acts=acts), 2


def _faults(city: Wall, folder: Path, kinds: int) -> Rows:
    for cell in matrix(city, folder / "workers.log", faults=kinds):
        yield f"сбой {cell.fault}: {cell.operation}", cell, 0


def _columns(city: Wall, folder: Path, only: str) -> Rows:
    for cell in matrix(city, folder / "workers.log", only=only):
        yield f"сбой {cell.fault}: {cell.operation}", cell, 0


def _careless(city: Wall, folder: Path, acts: int) -> Rows:
    tally, kills = careless.storm(city.sandbox, folder, acts=acts, seed=SEED)
    yield "беспечный отправитель (для сравнения)", tally, kills


SEED = 1541
ROUNDS = 3
TRIALS = {
    "points": _points,
    "comments": _comments,
    "stops": _stops,
    "late": _late,
    "neighbours": _neighbours,
    "storm": _storm,
    "pause": _pause,
    "faults": _faults,
    "careless": _careless,
}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
