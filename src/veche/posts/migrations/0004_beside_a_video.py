import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0003_link")]

    operations = [
        migrations.AlterField(
            model_name="media",
            name="kind",
            field=models.CharField(
                choices=[
                    ("photo", "фото"),
                    ("video", "видео"),
                    ("animation", "анимация"),
                    ("document", "файл"),
                    ("subtitles", "субтитры"),
                ],
                default="photo",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="cover",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="posts.media",
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="subtitles",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="posts.media",
            ),
        ),
    ]
