"""Take the choices from the registry of networks. Changes nothing in the database."""

import veche.accounts.enums
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0005_own_hour"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rendition",
            name="network",
            field=models.CharField(choices=veche.accounts.enums.network_choices, max_length=20),
        ),
        migrations.AlterField(
            model_name="variant",
            name="network",
            field=models.CharField(choices=veche.accounts.enums.network_choices, max_length=20),
        ),
    ]
