from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0003_screening"),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="words",
            field=models.JSONField(default=list),
        ),
    ]
