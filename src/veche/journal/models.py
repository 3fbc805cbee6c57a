from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from veche.journal.verbs import sentence_of

if TYPE_CHECKING:
    from django.db.models import Model

GENESIS = "0" * 64


class EntryQuerySet(models.QuerySet["Entry"]):
    """Tenant scoping with the same methods as `staff`, which is above the journal."""

    def of(self, administration: "Model | int") -> Self:
        return self.filter(administration=administration)

    def unscoped(self) -> Self:
        return self.all()


def _string_key(to: str, **options: Any) -> Any:
    """A foreign key without a constraint: if the row is deleted, the entry keeps its number."""
    return models.ForeignKey(to, models.DO_NOTHING, db_constraint=False, related_name="+", **options)


class Entry(models.Model):
    """One act. Written by `domain.record` only; the database refuses UPDATE and DELETE (triggers.py).

    `facts` hold ids and hashes, never a resident's name or text. `actor` is empty for the program itself. `seal`: an
    HMAC of the hash under the keyring (domain/entry_seals.py); None for entries of an earlier version or without a
    keyring.
    """

    administration = _string_key("staff.Administration")
    number = models.PositiveBigIntegerField("номер")
    at = models.DateTimeField("когда")
    actor = _string_key(settings.AUTH_USER_MODEL, null=True, verbose_name="кто")
    verb = models.CharField("что", max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=100, null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("administration", "number"), name="journal_entry_once"),)
        indexes = (
            models.Index(fields=("administration", "verb", "-number"), name="journal_entry_verb"),
            models.Index(fields=("administration", "at"), name="journal_entry_at"),
            models.Index(fields=("object_type", "object_id"), name="journal_entry_object"),
        )

    def __str__(self) -> str:
        return f"№ {self.number}: {self.sentence}"

    @property
    def sentence(self) -> str:
        return sentence_of(self.verb, self.facts)

    @property
    def who(self) -> str:
        """The person's present name; their number if the row is gone; «Вече, само» for the program itself."""
        if self.actor_id is None:
            return "Вече, само"
        return str(self.actor) if self.actor else f"сотрудник № {self.actor_id}"


class Head(models.Model):
    """The end of an administration's chain; its row is the chain's only lock."""

    administration = models.OneToOneField(
        "staff.Administration",
        models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="+",
    )
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"№ {self.number}"
