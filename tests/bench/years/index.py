"""Fill the index of words as the product's worker would over days: a city of five years has long been indexed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import batched, count
from typing import TYPE_CHECKING

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

if TYPE_CHECKING:
    from veche.search.kinds import Kind, Words
    from veche.search.models import IndexEntry

CHUNK = 5_000
GIN = "CREATE INDEX search_entry_terms ON search_indexentry USING gin (terms) WITH (fastupdate = off)"


def fill() -> None:
    """Replace every entry; the notes of changes are done with it."""
    from veche.search.kinds import kinds
    from veche.search.models import IndexChange, IndexEntry

    entries = IndexEntry.objects.unscoped()
    entries.delete()
    numbers = count((entries.aggregate(last=Max("pk"))["last"] or 0) + 1)
    with _without_gin():
        for kind in kinds():
            for ids in batched(kind.everything().order_by("pk").values_list("pk", flat=True), CHUNK):
                IndexEntry.objects.bulk_create(_entries(kind, kind.read(ids), numbers))
    IndexChange.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [IndexEntry]):
            cursor.execute(statement)


def _entries(kind: "Kind", said: "Mapping[int, Words]", numbers: Iterator[int]) -> "Iterator[IndexEntry]":
    from veche.search.domain import indexing, keys
    from veche.search.models import IndexEntry

    for pk, words in said.items():
        number = next(numbers)
        yield IndexEntry(
            id=number,
            administration_id=words.administration_id,
            kind=kind.slug,
            object_id=pk,
            key=keys.key_of(words.at, number),
            terms=_terms_of(tuple(words.texts)) | indexing.marks_of(kind, words),
            author_id=words.author,
        )


@lru_cache(maxsize=100_000)
def _terms_of(texts: tuple[str, ...]) -> frozenset[str]:
    """Residents of the generated city repeat each other."""
    from veche.search.domain.terms import terms_of

    return terms_of(texts)


@contextmanager
def _without_gin() -> Iterator[None]:
    """PostgreSQL builds the index of terms at once, which is quicker than row by row."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_entry_terms")
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(GIN)
