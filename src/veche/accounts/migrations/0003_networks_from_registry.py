"""Take the choices from the registry of networks. Changes nothing in the database."""

import veche.accounts.enums
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_drop_tenant_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="network",
            field=models.CharField(choices=veche.accounts.enums.network_choices, max_length=20, verbose_name="сеть"),
        ),
        migrations.AlterField(
            model_name="connection",
            name="network",
            field=models.CharField(choices=veche.accounts.enums.network_choices, max_length=20),
        ),
    ]
