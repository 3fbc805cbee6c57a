from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0005_live"),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="taken_back",
            field=models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
    ]
