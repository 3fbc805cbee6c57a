"""`make bench`: measure every number that Veche promises. Exit code 1 if one is broken.

Prints Markdown; build/bench has the same in bench.md and bench.json.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scripts import find
from tests.bench import preflight, screening, style
from tests.bench.city import ROOT, City, clean_environment
from tests.bench.day import stormy_day
from tests.bench.pages import Visit
from tests.bench.processes import cpu_seconds, family, memory_rows
from tests.bench.proof import proof_rows
from tests.bench.report import BROKEN, VERDICT, Row, Table, judged, machine, passed
from tests.bench.years import tables as years
from tests.pg import cluster, database
from tests.ports import free_port
from veche.screening.screen import screen

OUT = ROOT / "build" / "bench"
IDLE_SECONDS = 20
# A fresh clone has 120 s with all downloads; the part after them is measured here.
FIRST_START, LATER_START, WHOLE_CHAIN = 120, 6, 90
SCREENINGS = 20
# 200 posts: seconds beyond the networks' rate limits; publications a second; callbacks, their speed and their answer.
RUSH_SECONDS, PUBLICATIONS = 2, 60
STORM, STORM_SPEED, STORM_MS = 20_000, 400, 100
# The inbox of a large city; SQLite has a fifth of it.
MILLION = ("1000000",)


def main() -> int:
    report = machine()
    with tempfile.TemporaryDirectory(prefix="veche-bench-") as name:
        tables = measure(Path(name))
    text = f"{report['machine']}, Python {report['python']}, {report['date']}, load {report['load']}\n\n"
    text += "\n".join(table.markdown() for table in tables)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "bench.md").write_text(text, encoding="utf-8")
    whole = report | {"tables": {table.title: table.rows for table in tables}}
    (OUT / "bench.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(text)
    return 0 if passed(tables) else 1


def measure(folder: Path) -> list[Table]:
    with City(folder / "city") as first:
        starts = [_start("первый запуск, город заселяется", first.first_page, FIRST_START)]
    with City(folder / "city", port=first.port) as city:
        starts.append(_start("следующий запуск", city.first_page, LATER_START))
        idle = [_idle(city, name) for name in ("worker", "web")]
        memory = memory_rows(city.pids, when="в покое")
        visit = Visit(city)
        pages, together = visit.one_by_one(), visit.together()
        proof = proof_rows(city)
        memory += memory_rows(city.pids, when=f"после {visit.views} страниц")
        screened = _screening(city.comments())
        stormy_day(city)
        memory += memory_rows(city.pids, when="после тревожного дня комментариев")
    starts.append(_demo())
    return [
        Table("Запуск", starts),
        Table("Память", memory),
        Table("Страницы, одна за другой", pages),
        Table("Страницы, четверо сразу", together),
        Table("Проверка текста, пока его пишут", proof),
        Table("Процессор в покое", idle),
        Table("Скорость", [screened, *_rows("tests.bench.speeds", folder / "speeds")]),
        Table("200 записей в одну секунду, четыре сети в своём темпе", [_rush(folder)]),
        *_on_postgresql(folder),
        *_on_both("300 поручений, 40 отделов", "forty", folder),
        *_on_both("План на месяц", "month", folder),
        *_on_both("Поиск", "search", folder),
        *_on_both("Входящие", "inbox", folder, on_postgresql=MILLION),
        *_on_both("Бурный день: 5 000 комментариев за 10 минут", "flood", folder),
        *years.tables(),
        *style.tables(),
        *preflight.tables(),
        *screening.tables(),
    ]


def _start(what: str, seconds: float, limit: float) -> Row:
    return {"что": what, "секунд": seconds, "предел": limit, VERDICT: judged(seconds, limit)}


def _idle(city: City, name: str) -> Row:
    pids = family(city.pids[name])
    before = cpu_seconds(pids)
    time.sleep(IDLE_SECONDS)
    return {"процесс": name, "% одного ядра": (cpu_seconds(pids) - before) / IDLE_SECONDS * 100}


def _demo() -> Row:
    """Speed is not enough: the command's exit code tells whether each step was proven."""
    environment = clean_environment(PORT=str(free_port()))
    started = time.monotonic()
    done = subprocess.run(["make", "-s", "demo"], cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
    row = _start("make demo: вся цепочка", time.monotonic() - started, WHOLE_CHAIN)
    return row if done.returncode == 0 else {**row, VERDICT: BROKEN}


def _screening(comments: list[str]) -> Row:
    started = time.perf_counter()
    for _ in range(SCREENINGS):
        for comment in comments:
            screen(comment)
    seconds, count = time.perf_counter() - started, SCREENINGS * len(comments)
    return {
        "что": "разбор комментария жителя",
        "сколько": count,
        "в секунду": count / seconds,
        "мкс на одно": seconds / count * 1e6,
    }


def _rush(folder: Path) -> Row:
    row = _alone("tests.bench.rush", folder / "rush", "within")
    return {**row, VERDICT: judged(row["p95, с"] / RUSH_SECONDS + row["отказов «слишком часто»"], 1)}


def _on_postgresql(folder: Path) -> list[Table]:
    """Only if its programs are installed."""
    if find.postgresql() is None:
        return []
    flat = {"VECHE_ENGINE": "procrastinate", "BENCH_WORKERS": "2"}
    with cluster(lasting=True) as url:
        rush = _alone("tests.bench.rush", folder / "flat", "flat", VECHE_DATABASE_URL=database(url, "flat"), **flat)
        storm = _alone("tests.bench.storm", folder / "storm", str(STORM), VECHE_DATABASE_URL=database(url, "storm"))
    rush[VERDICT] = judged(PUBLICATIONS / rush["в секунду"], 1)
    storm[VERDICT] = judged(max(STORM_SPEED / storm["в секунду"], storm["ответ p99, мс"] / STORM_MS), 1)
    return [
        Table("PostgreSQL и Procrastinate, два обработчика, сети без ограничений", [rush]),
        Table("Буря обратных вызовов, PostgreSQL", [storm]),
    ]


def _on_both(title: str, name: str, folder: Path, *, on_postgresql: tuple[str, ...] = ()) -> list[Table]:
    """The rows of `tests.bench.NAME` on each database whose programs are installed. `on_postgresql`: its arguments."""
    module = f"tests.bench.{name}"
    tables = [Table(f"{title}, SQLite", _rows(module, folder / name))]
    if find.postgresql() is None:
        return tables
    with cluster() as url:
        rows = _rows(module, folder / f"{name}-pg", *on_postgresql, VECHE_DATABASE_URL=database(url, name))
    return [*tables, Table(f"{title}, PostgreSQL", rows)]


def _alone(module: str, own: Path, *arguments: str, **settings: str) -> Row:
    """A measurement in its own process and data folder; it prints its row."""
    row: Row = _printed(module, own, *arguments, **settings)
    return row


def _rows(module: str, own: Path, *arguments: str, **settings: str) -> list[Row]:
    """As `_alone`, where it prints several rows."""
    rows: list[Row] = _printed(module, own, *arguments, **settings)
    return rows


def _printed(module: str, own: Path, *arguments: str, **settings: str) -> Any:
    own.mkdir()
    told = {"VECHE_DATA": str(own), "DJANGO_SETTINGS_MODULE": "veche.config.settings", "VECHE_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", module, str(own), *arguments]
    done = subprocess.run(
        command, env=clean_environment(**told, **settings), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
