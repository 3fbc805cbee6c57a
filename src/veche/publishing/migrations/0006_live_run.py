import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_alteration_timed"),
        ("outbox", "0005_live"),
        ("posts", "0004_beside_a_video"),
        ("publishing", "0005_live"),
        ("staff", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LiveRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="live_runs", to="accounts.account"
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.administration"
                    ),
                ),
                (
                    "begin",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="live_begun", to="outbox.act"
                    ),
                ),
                (
                    "end",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="live_ended",
                        to="outbox.act",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="live_runs", to="posts.post"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
    ]
