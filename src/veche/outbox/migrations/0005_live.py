from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0004_about_the_account"),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="sealed",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="act",
            name="verb",
            field=models.CharField(
                choices=[
                    ("publish", "публикация"),
                    ("reply", "ответ"),
                    ("delete_comment", "удаление комментария"),
                    ("restore_comment", "возврат комментария"),
                    ("edit", "правка записи"),
                    ("withdraw", "снятие записи"),
                    ("pin", "закрепление"),
                    ("unpin", "открепление"),
                    ("restrict_author", "ограничение автора"),
                    ("release_author", "снятие ограничения"),
                    ("answer_message", "ответ на сообщение"),
                    ("describe", "описание страницы"),
                    ("set_avatar", "аватар страницы"),
                    ("set_cover", "обложка страницы"),
                    ("start_live", "начало эфира"),
                    ("stop_live", "конец эфира"),
                ],
                max_length=20,
            ),
        ),
    ]
