from django.db import migrations, models


class Migration(migrations.Migration):
    """Files of departments are counted from now on, so that nobody brings them without end."""

    dependencies = [("requests", "0010_more_time")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="files_brought",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="request",
            name="bytes_brought",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
    ]
