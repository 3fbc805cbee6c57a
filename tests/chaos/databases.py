"""A database for each scenario, with its tables: they are made once of each kind, and copied."""

import shutil
from pathlib import Path
from typing import Self

from tests.pg import TEMPLATE, copied, database
from tests.tables import migrate, sqlite

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
# The second engine, on PostgreSQL as well.
PROCRASTINATE = "Procrastinate"
ENGINES = {SQLITE: "database", POSTGRESQL: "database", PROCRASTINATE: "procrastinate"}


class Templates:
    """`server`: the URL of a PostgreSQL; `folder` is there as long as copies are wanted."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server, self._folder = server, folder

    @classmethod
    def of(cls, kinds: set[str], server: str, folder: Path) -> Self:
        """With the tables of these kinds; the server is a copy of `with_tables`, where one kind is there already."""
        made = cls(server, folder)
        if PROCRASTINATE in kinds:
            migrate(database(server, _template(PROCRASTINATE)), VECHE_DATA=str(folder), VECHE_ENGINE="procrastinate")
        return made

    def environment(self, kind: str, folder: Path) -> dict[str, str]:
        """What a process needs to work with a database of its own; SQLite's lies in `folder`, the process' data."""
        if kind == SQLITE:
            shutil.copyfile(sqlite(), folder / "veche.sqlite3")
            url = ""
        else:
            url = copied(self._server, _template(kind), folder.name.replace("-", "_").lower())
        return {"VECHE_DATA": str(folder), "VECHE_DATABASE_URL": url, "VECHE_ENGINE": ENGINES[kind]}


def _template(kind: str) -> str:
    return TEMPLATE if kind == POSTGRESQL else f"template_{kind.lower()}"
