"""The index that searches read. Every row is made from others and can be made again."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from veche.staff.tenancy import Owned


class TermsField(models.Field[Any, Any]):
    """A set of terms without spaces: an array on PostgreSQL, words in a row on SQLite."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text[]" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Collection[str], connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002 -- Django's signature
        terms = sorted(value)
        return terms if connection.vendor == "postgresql" else " ".join(terms)

    def from_db_value(self, value: Any, *_: Any) -> frozenset[str]:
        return frozenset(value.split() if isinstance(value, str) else value)


class IndexEntry(Owned):
    """One object of another room that can be found: `kind` (`search.kinds`) and its id there.

    `key`: its moment in seconds and the row's own number, so that order, dates and pages are one comparison
    (`search.domain.keys`). `terms`: lemmas of its words, and marks for what filters ask (`search.domain.terms`).
    `author`: whom the filter by people offers.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    key = models.BigIntegerField(null=True, unique=True)
    terms = TermsField(default=frozenset)
    author = models.ForeignKey("staff.Person", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_once"),)
        indexes = (
            models.Index(fields=("administration", "-key"), name="search_entry_newest"),
            models.Index(fields=("author", "administration"), name="search_entry_author"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class IndexChange(models.Model):
    """A row of another table was written, so an entry may be stale. Triggers of the database add these rows.

    `source`: the watched table; `value`: what its row says of the object (`kinds.Source`). Many rows may say the same.
    """

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=100)
    value = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.source} {self.value}"
