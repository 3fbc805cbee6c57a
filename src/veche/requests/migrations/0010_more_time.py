from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("note", "написали"),
    ("answer", "ответили"),
    ("question", "попросили уточнить"),
    ("time", "попросили время"),
    ("refused", "ответили: не наше"),
    ("returned", "вернули с замечанием"),
    ("accepted", "приняли"),
    ("withdrawn", "отозвали"),
    ("over", "закрылось"),
    ("readdressed", "передали"),
    ("handed_over", "передали, отдел уходит в архив"),
    ("moved", "сменили срок"),
    ("reminded", "напомнили"),
    ("due", "срок вышел"),
    ("to_press_head", "сказали начальнику пресс-службы"),
    ("to_head", "показали Главе"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0009_about_subject"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="remark", name="requests_remark_kind"),
        migrations.RemoveConstraint(model_name="remark", name="requests_remark_says_something"),
        migrations.AddField(model_name="remark", name="until", field=models.DateField(null=True)),
        migrations.AlterField(
            model_name="remark",
            name="kind",
            field=models.CharField(choices=KINDS, default="note", max_length=14),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _ in KINDS])), name="requests_remark_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("note", "returned", "question", "time")), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="requests_remark_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "time"), ("until__isnull", False)),
                    models.Q(models.Q(("kind", "time"), _negated=True), ("until", None)),
                    _connector="OR",
                ),
                name="requests_remark_names_a_day",
            ),
        ),
    ]
