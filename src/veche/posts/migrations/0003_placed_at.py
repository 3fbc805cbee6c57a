from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("posts", "0002_own_hour_and_networks"),)

    operations = (
        migrations.AddField(model_name="postversion", name="placed_at", field=models.DateTimeField(null=True)),
    )
