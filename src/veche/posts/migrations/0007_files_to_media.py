"""Give the models of files to the room `media`. Changes nothing in the database: keys point at the same tables."""

import django.db.models.deletion
from django.db import migrations, models


def _key(**more: bool) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.media", **more)


class Migration(migrations.Migration):
    dependencies = (("posts", "0006_networks_from_registry"), ("media", "0001_initial"))
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("picture", "media", _key()),
                migrations.AlterField("picture", "cover", _key(blank=True, null=True)),
                migrations.AlterField("picture", "subtitles", _key(blank=True, null=True)),
                migrations.DeleteModel("rendition"),
                migrations.DeleteModel("media"),
            ],
        ),
    )
