from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_altered_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="alteration",
            name="timed",
            field=models.BooleanField(default=True),
        ),
    ]
