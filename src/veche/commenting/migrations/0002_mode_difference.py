import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SHOWN = [("open", "открыты"), ("limited", "ограничены"), ("closed", "закрыты")]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_outages"),
        ("commenting", "0001_initial"),
        ("outbox", "0013_comment_mode"),
        ("staff", "0015_password_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ModeDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ours", models.CharField(choices=SHOWN, max_length=8)),
                ("seen", models.CharField(choices=SHOWN, max_length=8)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mode_differences",
                        to="accounts.account",
                    ),
                ),
                (
                    "act",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="put_back",
                        to="outbox.act",
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.administration",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mode_differences",
                        to="outbox.act",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["administration"],
                        name="commenting_differs_now",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("publication", None)),
                        fields=("account",),
                        name="commenting_differs_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("publication",),
                        name="commenting_differs_post",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ours__in", ["open", "limited", "closed"])), name="commenting_ours"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seen__in", ["open", "limited", "closed"])), name="commenting_seen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("act", None), ("by__isnull", False), _connector="OR"),
                        name="commenting_put_back_by",
                    ),
                ],
            },
        ),
    ]
