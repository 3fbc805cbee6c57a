# ruff: noqa: N999 -- migrations are named so
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_sealing_began")]
    operations = [migrations.AlterField("entry", "verb", models.CharField("что", max_length=80))]
