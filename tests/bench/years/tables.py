"""The tables of the five years: pages and periodic tasks on both databases, and two processes of the site."""

import copy
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import httpx2
import psycopg

from tests.bench.city import ROOT, City
from tests.bench.pages import Visit, in_turn
from tests.bench.processes import cpu_seconds, family
from tests.bench.report import BROKEN, VERDICT, Row, Table, judged
from tests.bench.years import catch_up
from tests.bench.years.store import databases, folder_of, settings_of
from tests.pg import cluster
from tests.ports import free_port
from veche.demo.chain.sandbox_client import NETWORKS

PAGE_MS, TASK_MS, QUERIES, RESTING = 120, 1000, 20, 5
# A whole minute, so that each task of the schedule that comes every minute is in it.
REST_SECONDS, START_SECONDS = 60, 60
# Two processes of the site serve at least so many times the pages of one.
SITES = 1.7
TIMES = 40


def tables() -> list[Table]:
    return [table for database in databases() for table in _of(database)]


def _of(database: str) -> list[Table]:
    with settings_of(database) as more, City(folder_of(database), settings=more) as city:
        resting = _resting(city, more.get("VECHE_DATABASE_URL", ""))
        visit = Visit(city, times=TIMES)
        pages = _pages(visit, database)
        sites = two_sites(city, visit, more.get("VECHE_DATABASE_URL", ""))
        tasks = _tasks(city, more)
    title = f"Пять лет одного города, {database}"
    return [
        Table(f"{title}: страницы", pages),
        Table(f"{title}: задачи по расписанию", tasks),
        Table(f"{title}: обработчик в покое", resting),
        Table(f"{title}: один процесс сайта и два", [sites]),
    ]


def _pages(visit: Visit, database: str) -> list[Row]:
    with _demo(database) as demo:
        usual = Visit(demo, times=TIMES)
        return [_judged(row, of_demo) for row, of_demo in in_turn(visit, usual)]


@contextmanager
def _demo(database: str) -> Iterator[City]:
    """A demo city on a database of the same kind, with nothing left for its worker to catch up with."""
    with (
        nullcontext("") if database == "SQLite" else cluster(lasting=True) as url,
        tempfile.TemporaryDirectory(prefix="veche-bench-") as name,
        City(Path(name) / "city", settings={"VECHE_DATABASE_URL": url} if url else {}) as city,
    ):
        catch_up.wait(city.data, url)
        yield city


def _judged(row: Row, demo: Row) -> Row:
    """A city of five years may exceed a demo by a half."""
    usual = demo["p95, мс"]
    worst = max(row["p95, мс"] / PAGE_MS, row["запросов к базе"] / QUERIES, row["p95, мс"] / (1.5 * usual))
    of_demo = {"p95 учебного города, мс": usual, "процессор учебного города, мс": demo["процессор, мс"]}
    return {**row, **of_demo, VERDICT: judged(worst, 1)}


def _resting(city: City, url: str) -> list[Row]:
    """Load right after the start, while the worker catches up, and afterwards, which is judged."""
    first = {"процесс": "worker, сразу после запуска", "% одного ядра": _share(city), "предел": "", VERDICT: ""}
    seconds = catch_up.wait(city.data, url)
    if seconds is None:
        return [first, {**first, "процесс": f"worker, не догнал за {catch_up.SECONDS} с", VERDICT: BROKEN}]
    share = _share(city)
    rest = {"процесс": f"worker, догнал за {REST_SECONDS + seconds:.0f} с", "% одного ядра": share, "предел": RESTING}
    return [first, {**rest, VERDICT: judged(share, RESTING)}]


def _share(city: City) -> float:
    """Percent of one core over the next REST_SECONDS."""
    pids = family(city.pids["worker"])
    before = cpu_seconds(pids)
    time.sleep(REST_SECONDS)
    return (cpu_seconds(pids) - before) / REST_SECONDS * 100


def _tasks(city: City, more: dict[str, str]) -> list[Row]:
    environment = city.environment | {"VECHE_DEMO": "1", "VECHE_LOG_LEVEL": "ERROR"} | more
    command = [sys.executable, "-m", "tests.bench.years.tasks"]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    rows: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return [{**row, VERDICT: judged(row["мс (медиана)"], TASK_MS)} for row in rows]


def two_sites(city: City, visit: Visit, url: str) -> Row:
    """One process of the site on the first core, then a second one beside it on the second. `url`: of PostgreSQL or "".

    A process that may use both cores takes more than one of them, so that a second would have none of its own. A server
    of PostgreSQL takes its part of the same two cores: two sites then serve at most twice the pages of one, times the
    part of a page's processor time that is the site's. Nine tenths of that is the limit where it is below `SITES`.
    """
    _pin(city.pids["web"], 0)
    before = _spent(city, url)
    (one,) = visit.together()
    site, server = (now - then for now, then in zip(_spent(city, url), before, strict=True))
    port = free_port()
    command = [sys.executable, "-m", "veche.cli", "web", "--port", str(port)]
    environment = city.environment | {"VECHE_DEMO": "1", "VECHE_LOG_LEVEL": "ERROR"} | _networks_of(city)
    second = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        other = copy.copy(city)
        other.url = f"http://127.0.0.1:{port}"
        _wait_for(other.url)
        _pin(second.pid, 1)
        (two,) = visit.together(beside=other)
    finally:
        second.terminate()
        second.wait(START_SECONDS)
    speeds, pages = (one["страниц в секунду"], two["страниц в секунду"]), one["страниц"]
    times, most = speeds[1] / speeds[0], 2 * site / (site + server)
    limit = min(SITES, 0.9 * most)
    return {
        "один, страниц в секунду": speeds[0],
        "два": speeds[1],
        "во сколько раз": times,
        "процессор сайта на страницу, мс": site / pages * 1000,
        "PostgreSQL на страницу, мс": server / pages * 1000,
        "не больше на двух ядрах": most,
        "предел": limit,
        VERDICT: judged(limit / times, 1),
    }


def _spent(city: City, url: str) -> tuple[float, float]:
    """Processor seconds of the site and of the server of PostgreSQL, with its backends that have ended."""
    return cpu_seconds(family(city.pids["web"])), cpu_seconds(family(_server(url)), ended=True) if url else 0.0


def _server(url: str) -> int:
    """The process that starts a backend for each connection."""
    with psycopg.connect(url) as connection:
        (backend,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        return int(Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()[1])


def _pin(process: int, core: int) -> None:
    """Keep a process, its children and all their threads on one core."""
    for pid in family(process):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {core})


def _networks_of(city: City) -> dict[str, str]:
    """The networks' variables, which `veche run` gives its site: without them a demo's site does not start."""
    told = json.loads((city.data / "sandbox.json").read_text(encoding="utf-8"))
    addresses = {f"VECHE_{network.upper()}_URL": told[network]["base"] for network in NETWORKS}
    return addresses | {"VECHE_SANDBOX_URL": told["control"].removesuffix("/control")}


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if httpx2.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit("the second process of the site did not start")
