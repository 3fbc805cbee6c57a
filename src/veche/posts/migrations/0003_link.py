from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0002_formats")]

    operations = [
        migrations.AddField(
            model_name="postversion",
            name="link",
            field=models.CharField(blank=True, max_length=3000, verbose_name="ссылка"),
        ),
    ]
