"""A database with tables for each scenario: created once per kind, then copied."""

import shutil
from pathlib import Path
from typing import Self

from tests.pg import TEMPLATE, copied, database
from tests.tables import migrate, sqlite

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
# The second engine, on PostgreSQL.
PROCRASTINATE = "Procrastinate"
ENGINES = {SQLITE: "database", POSTGRESQL: "database", PROCRASTINATE: "procrastinate"}


class Templates:
    """`server`: the URL of a PostgreSQL; `folder` exists as long as copies are needed."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server, self._folder = server, folder

    @classmethod
    def of(cls, kinds: set[str], server: str, folder: Path) -> Self:
        """Templates of these kinds; the server is a copy of `with_tables`, which already contains one kind."""
        made = cls(server, folder)
        if PROCRASTINATE in kinds:
            migrate(database(server, _template(PROCRASTINATE)), VECHE_DATA=str(folder), VECHE_ENGINE="procrastinate")
        return made

    def environment(self, kind: str, folder: Path) -> dict[str, str]:
        """The environment of a process with its own database; SQLite's is in `folder`, the process' data."""
        if kind == SQLITE:
            shutil.copyfile(sqlite(), folder / "veche.sqlite3")
            url = ""
        else:
            url = copied(self._server, _template(kind), folder.name.replace("-", "_").lower())
        return {"VECHE_DATA": str(folder), "VECHE_DATABASE_URL": url, "VECHE_ENGINE": ENGINES[kind]}


def _template(kind: str) -> str:
    return TEMPLATE if kind == POSTGRESQL else f"template_{kind.lower()}"
