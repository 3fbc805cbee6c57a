import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_from_journal(apps, schema_editor):
    """Who said so is in the journal since the first version."""
    Act, Entry = apps.get_model("outbox", "Act"), apps.get_model("journal", "Entry")
    said = Entry.objects.filter(verb="act.seen_by_person", object_type="outbox.act", actor__isnull=False)
    for pk, actor in said.order_by("number").values_list("object_id", "actor").iterator():
        Act.objects.filter(pk=pk, proof="person").update(confirmed_by=actor)


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("outbox", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="act",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(take_from_journal, migrations.RunPython.noop),
    ]
