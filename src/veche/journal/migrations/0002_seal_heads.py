"""Seal the heads that an earlier version has kept outside the database, where the chain still goes through them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from veche.journal.domain.heads import OutsideHead, remembered, seal_earlier
from veche.journal.domain.seals import can_tell


def seal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Once, at the upgrade: a mark without a seal is named from then on. Without a keyring nothing is sealed."""
    Entry = apps.get_model("journal", "Entry")
    for administration in sorted(remembered()) if can_tell() else ():
        chain = Entry.objects.filter(administration=administration)

        def stands(head: OutsideHead, chain=chain) -> bool:
            return chain.filter(number=head.number, hash=head.hash).exists()

        seal_earlier(administration, stands)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
