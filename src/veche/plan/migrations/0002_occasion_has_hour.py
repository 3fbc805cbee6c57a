from django.db import migrations, models


class Migration(migrations.Migration):
    """Earlier versions wrote 12:00 for a day without a time; nobody can tell it from a noon that somebody chose."""

    dependencies = [("plan", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="occasion",
            name="has_hour",
            field=models.BooleanField(default=True, verbose_name="известно время"),
        ),
    ]
