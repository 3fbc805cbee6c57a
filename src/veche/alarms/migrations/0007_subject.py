from django.db import migrations, models
from django.db.models.functions import Coalesce

import veche.alarms.news


def carry_over(apps, schema_editor):
    """Each row keeps what it is about as a number; journal and copies, of which there is one, have 0."""
    rows = apps.get_model("alarms", "Alarm").objects.all()
    rows.update(subject=Coalesce("act_id", "divergence_id", "alteration_id", "entry_id", 0))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_rename_alteration"),
        ("alarms", "0006_heads_as_check_sum"),
        ("outbox", "0008_rename_divergence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alarm",
            name="about",
            field=models.CharField(choices=veche.alarms.news.kinds, db_column="about", max_length=60),
        ),
        migrations.AddField(
            model_name="alarm",
            name="subject",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=False),
    ]
