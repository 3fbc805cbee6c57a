import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_what_was_found(apps, schema_editor):
    """In the new form; what still waits for a person is screened anew."""
    proposals = apps.get_model("moderation", "Proposal")
    for row in proposals.objects.exclude(ground="").iterator():
        row.grounds, row.scores = [row.ground], {row.ground: row.score}
        row.spans = [
            {"ground": row.ground, "start": start, "end": end, "rule": row.rule, "words": ""}
            for start, end in row.spans
        ]
        row.save(update_fields=("grounds", "scores", "spans"))
    waiting = apps.get_model("inbox", "Message").objects.filter(private=False, ours=False)
    waiting.filter(state__in=("new", "answered")).update(screened_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_webhook_wanted"),
        ("inbox", "0002_private_messages"),
        ("moderation", "0002_restrictions"),
        ("outbox", "0003_after_publication"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("illegal", "Нарушает закон"),
                            ("threat", "Угроза"),
                            ("personal_data", "Чужие личные данные"),
                            ("spam", "Спам"),
                            ("insult", "Оскорбление"),
                            ("obscene", "Нецензурная брань"),
                        ],
                        max_length=16,
                    ),
                ),
                ("violation", models.BooleanField()),
                ("score", models.FloatField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("illegal", "Нарушает закон"),
                            ("threat", "Угроза"),
                            ("personal_data", "Чужие личные данные"),
                            ("spam", "Спам"),
                            ("insult", "Оскорбление"),
                            ("obscene", "Нецензурная брань"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.FloatField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="restriction",
            name="moderation_restriction_has_ground",
        ),
        migrations.RemoveConstraint(
            model_name="ruling",
            name="moderation_delete_has_ground",
        ),
        migrations.AddField(
            model_name="proposal",
            name="engine",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="proposal",
            name="grounds",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="proposal",
            name="scores",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="proposal",
            name="toxicity",
            field=models.FloatField(default=0.0),
        ),
        migrations.RunPython(keep_what_was_found, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="proposal",
            name="rule",
        ),
        migrations.RemoveField(
            model_name="proposal",
            name="score",
        ),
        migrations.AlterField(
            model_name="proposal",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("illegal", "Нарушает закон"),
                    ("threat", "Угроза"),
                    ("personal_data", "Чужие личные данные"),
                    ("spam", "Спам"),
                    ("insult", "Оскорбление"),
                    ("obscene", "Нецензурная брань"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="restriction",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("illegal", "Нарушает закон"),
                    ("threat", "Угроза"),
                    ("personal_data", "Чужие личные данные"),
                    ("spam", "Спам"),
                    ("insult", "Оскорбление"),
                    ("obscene", "Нецензурная брань"),
                ],
                max_length=16,
                verbose_name="основание",
            ),
        ),
        migrations.AlterField(
            model_name="ruling",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("illegal", "Нарушает закон"),
                    ("threat", "Угроза"),
                    ("personal_data", "Чужие личные данные"),
                    ("spam", "Спам"),
                    ("insult", "Оскорбление"),
                    ("obscene", "Нецензурная брань"),
                ],
                max_length=16,
                verbose_name="основание",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by", None),
                    models.Q(
                        ("act__isnull", False),
                        ("ground__in", ["illegal", "threat", "personal_data", "spam", "insult", "obscene"]),
                        ("message__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="moderation_restriction_has_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "delete"), _negated=True),
                    ("ground__in", ["illegal", "threat", "personal_data", "spam", "insult", "obscene"]),
                    _connector="OR",
                ),
                name="moderation_delete_has_ground",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="administration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.administration"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="inbox.message"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="ruling",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="moderation.ruling"
            ),
        ),
        migrations.AddField(
            model_name="threshold",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="thresholds", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="threshold",
            name="administration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.administration"
            ),
        ),
        migrations.AddField(
            model_name="threshold",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["account", "ground"], name="moderation_correction_learn"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(fields=("message", "ground"), name="moderation_one_correction"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["illegal", "threat", "personal_data", "spam", "insult", "obscene"])),
                name="moderation_correction_has_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.UniqueConstraint(fields=("account", "ground"), name="moderation_one_threshold"),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gt", 0), ("value__lte", 1)), name="moderation_threshold_is_a_score"
            ),
        ),
    ]
