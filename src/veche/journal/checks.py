from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from veche.journal.triggers import missing


@register(Tags.database)
def journal_is_append_only(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Skipped while migrations wait, because `migrate` is about to restore the triggers."""
    return [
        Error(
            f"База позволяет менять журнал: триггеры не те, что должны быть: {', '.join(gone)}.",
            hint="Проверьте журнал: veche manage verify_journal. Верните: veche manage migrate --skip-checks.",
            id="journal.E001",
        )
        for alias in databases or ()
        if (gone := missing(connections[alias])) and not _migrations_wait(alias)
    ]


def _migrations_wait(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
