from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_whose")]

    operations = [
        migrations.AddField(
            model_name="groupdecision",
            name="failures",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
