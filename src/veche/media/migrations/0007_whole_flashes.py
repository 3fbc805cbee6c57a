from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0006_flashes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="media",
            name="flashes",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
