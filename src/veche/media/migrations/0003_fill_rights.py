"""A row of rights for each file, and files so far exempt from being asked about: nothing stops on an upgrade."""

from django.db import migrations
from django.utils import timezone

AT_ONCE = 500


def fill(apps, schema_editor):
    """`found_by` as `media.domain.search` has it for a name alone."""
    media, rights = (apps.get_model("media", name) for name in ("Media", "Rights"))
    bare = media.objects.filter(rights=None).values_list("pk", "administration_id", "name")
    batch = []
    for pk, administration, name in bare.iterator(chunk_size=AT_ONCE):
        words = " ".join(name.casefold().replace("ё", "е").split())
        batch.append(rights(media_id=pk, administration_id=administration, found_by=words))
        if len(batch) == AT_ONCE:
            rights.objects.bulk_create(batch)
            batch = []
    rights.objects.bulk_create(batch)


def exempt(apps, schema_editor):
    policies, moment = apps.get_model("media", "RightsPolicy"), timezone.now()
    for administration in apps.get_model("staff", "Administration").objects.all():
        policies.objects.get_or_create(administration=administration, defaults={"asked_since": moment})


class Migration(migrations.Migration):
    dependencies = (("media", "0002_rights"),)
    operations = (
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(exempt, migrations.RunPython.noop),
    )
