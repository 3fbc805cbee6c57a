import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_alteration_timed"),
        ("alarms", "0001_initial"),
        ("outbox", "0005_live"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="alarm",
            name="alteration",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="alarms", to="accounts.alteration"
            ),
        ),
        migrations.AddField(
            model_name="alarm",
            name="divergence",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="alarms", to="outbox.divergence"
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
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="alarm",
            name="act",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="alarms", to="outbox.act"
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(fields=("divergence", "person"), name="alarms_once_of_a_divergence"),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(fields=("alteration", "person"), name="alarms_once_of_an_alteration"),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__isnull", False), ("alteration", None), ("divergence", None)),
                    models.Q(("act", None), ("alteration", None), ("divergence__isnull", False)),
                    models.Q(("act", None), ("alteration__isnull", False), ("divergence", None)),
                    _connector="OR",
                ),
                name="alarms_about_one_thing",
            ),
        ),
    ]
