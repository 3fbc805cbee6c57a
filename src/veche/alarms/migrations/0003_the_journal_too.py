from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_alteration_timed"),
        ("alarms", "0002_more_to_tell"),
        ("outbox", "0005_live"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="alarm",
            name="alarms_about_one_thing",
        ),
        migrations.AlterField(
            model_name="alarm",
            name="about",
            field=models.CharField(
                choices=[
                    ("failed", "не вышла"),
                    ("unknown", "неизвестно, вышла ли"),
                    ("missed", "не ушла вовремя"),
                    ("by_hand", "ждёт ваших рук"),
                    ("gone", "убрали в сети"),
                    ("changed", "изменили в сети"),
                    ("not_ours", "страницу меняет кто-то чужой"),
                    ("journal", "нарушен"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("about", "journal")),
                fields=("administration", "person"),
                name="alarms_once_of_the_journal",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__isnull", False), ("alteration", None), ("divergence", None)),
                    models.Q(("act", None), ("alteration", None), ("divergence__isnull", False)),
                    models.Q(("act", None), ("alteration__isnull", False), ("divergence", None)),
                    models.Q(("about", "journal"), ("act", None), ("alteration", None), ("divergence", None)),
                    _connector="OR",
                ),
                name="alarms_about_one_thing",
            ),
        ),
    ]
