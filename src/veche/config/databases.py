"""The two databases Veche runs on, with the options its promises need."""

from pathlib import Path
from typing import Any

from environ import Env

from veche.config.environment import understood

ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
# WAL lets pages be read while a worker writes. FULL: a power cut may not lose the row that says «sent».
# IMMEDIATE: a transaction that reads first and writes later is refused at once in WAL, whatever the time-out.
# Each thread has a connection, and each would keep 128 statements and 2 MB of pages that the system holds anyway. 64
# statements, 47 kB each, are those of three or four pages; with 16 a page that asks twenty times prepared each of them
# anew. The file is not mapped either: what is mapped counts once more for each of sixteen threads that has read it,
# 16 MB after 3,536 pages.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "cached_statements": 64,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA journal_size_limit=27103364;"
        "PRAGMA mmap_size=0;PRAGMA cache_size=-500;"
    ),
}
# Each of a worker's dozen lanes has a connection too, and nobody waits for a page there.
WORKER_STATEMENTS = 16
# A page's query answers in milliseconds, and compiling it first took three seconds. A row found by an index costs
# hardly more than the next one of a table: disks turn no more, and what pages ask for lies in memory.
# A prepared query is planned once in a connection: planning the large ones for each run takes longer than running them.
# Starting processes that share a query takes longer than the few milliseconds that they would save.
POSTGRESQL_OPTIONS = {
    "options": "-c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan"
    " -c max_parallel_workers_per_gather=0"
}


def sqlite(path: Path) -> dict[str, Any]:
    return {"ENGINE": "veche.engine.sqlite", "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS), "CONN_MAX_AGE": 60}


def keep_few_statements(databases: dict[str, dict[str, Any]]) -> None:
    """For connections opened from now on: what a worker keeps instead of a site."""
    for one in databases.values():
        if "cached_statements" in one["OPTIONS"]:
            one["OPTIONS"]["cached_statements"] = WORKER_STATEMENTS


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's DATABASES entry for a `VECHE_DATABASE_URL`; an empty one means SQLite in the data folder."""
    if not url:
        return sqlite(data / "veche.sqlite3")
    with understood("VECHE_DATABASE_URL", "postgres://имя:пароль@узел:5432/база"):
        parsed: dict[str, Any] = Env.db_url_config(url)
        if parsed["ENGINE"] not in ENGINES:
            raise ValueError
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(Path(parsed["NAME"]))
    parsed["OPTIONS"] = {**POSTGRESQL_OPTIONS, **parsed.get("OPTIONS", {})}
    return parsed | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
