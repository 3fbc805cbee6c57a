import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_alteration_timed"),
        ("alarms", "0003_the_journal_too"),
        ("journal", "0001_initial"),
        ("outbox", "0005_live"),
        ("staff", "0002_attempts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="alarm",
            name="alarms_about_one_thing",
        ),
        migrations.AddField(
            model_name="alarm",
            name="entry",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="alarms",
                to="journal.entry",
            ),
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
                    ("access", "вход и роли"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(fields=("entry", "person"), name="alarms_once_of_an_entry"),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__isnull", False), ("alteration", None), ("divergence", None), ("entry", None)),
                    models.Q(("act", None), ("alteration", None), ("divergence__isnull", False), ("entry", None)),
                    models.Q(("act", None), ("alteration__isnull", False), ("divergence", None), ("entry", None)),
                    models.Q(("act", None), ("alteration", None), ("divergence", None), ("entry__isnull", False)),
                    models.Q(
                        ("about", "journal"), ("act", None), ("alteration", None), ("divergence", None), ("entry", None)
                    ),
                    _connector="OR",
                ),
                name="alarms_about_one_thing",
            ),
        ),
    ]
