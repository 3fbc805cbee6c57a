"""Check that the search has an entry for everything, and nothing else."""

from collections.abc import Iterator

from veche.search.domain.health import state
from veche.upkeep.doctor.finding import Finding


def check() -> Iterator[Finding]:
    index = state()
    waits = f", ждут {index.waiting}" if index.waiting else ""
    words = f"записей {index.entries}{waits}"
    if index.good:
        yield Finding("Поиск", words)
        return
    if index.unwatched:
        words += f", нет триггеров: {len(index.unwatched)}"
    if index.lacking or index.left:
        words += f", не находятся {index.lacking}, лишних {index.left}"
    yield Finding("Поиск", words, "veche manage reindex")
