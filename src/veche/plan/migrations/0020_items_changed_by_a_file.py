from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0019_speakers_and_material"),
    ]

    operations = [
        migrations.AddField(
            model_name="planfile",
            name="changed",
            field=models.JSONField(default=list),
        ),
    ]
