from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_seal_earlier_evidence")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="root_seal",
            field=models.CharField(blank=True, max_length=100),
        ),
    ]
