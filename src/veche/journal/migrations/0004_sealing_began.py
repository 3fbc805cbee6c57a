"""Say in each chain, sealed, which of its entries are from before the seals: from then on each has one.

After the migrations of earlier versions that write entries. Without a keyring nothing is said, and the check names the
entries until a person closes it.
"""

from functools import partial
from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from veche.journal.domain.chain import hash_of
from veche.journal.domain.entry_seals import BEGAN, UNVERIFIED, EntrySeals
from veche.journal.domain.heads import keep_head
from veche.kernel.clock import now


def begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Head = apps.get_model("journal", "Head")
    for head in Head.objects.select_for_update().filter(number__gt=0).order_by("pk"):
        seals = EntrySeals.of(head.pk)
        if seals.keys and not _has_seals(apps, head):
            _state(apps, head, seals)


def _has_seals(apps: StateApps, head: Any) -> bool:
    """A chain of this version whose migration is run again: what lost its seal since must be named."""
    Entry = apps.get_model("journal", "Entry")
    return bool(Entry.objects.filter(administration_id=head.pk, seal__isnull=False).exists())


def _state(apps: StateApps, head: Any, seals: EntrySeals) -> None:
    """As `journal.domain.record` writes it; that one needs the models of today."""
    entry = apps.get_model("journal", "Entry")(
        administration_id=head.pk,
        number=head.number + 1,
        at=now(),
        actor_id=None,
        verb=BEGAN,
        object_type="staff.administration",
        object_id=str(head.pk),
        facts={UNVERIFIED: [f"1-{head.number}"]},
        previous=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.seal = seals.made(entry.hash)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=("number", "hash"))
    transaction.on_commit(partial(keep_head, head.pk, head.number, head.hash), robust=True)


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0003_entry_seal"),
        ("moderation", "0004_seal_earlier_evidence"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
