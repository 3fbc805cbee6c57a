import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns keep their names, so the database changes nothing; the code has clearer ones."""

    dependencies = [
        ("outbox", "0008_rename_divergence"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField(model_name="act", old_name="key", new_name="idempotency_key"),
                migrations.AlterField(
                    model_name="act",
                    name="idempotency_key",
                    field=models.UUIDField(db_column="key", default=uuid.uuid4, editable=False),
                ),
                migrations.RenameField(
                    model_name="act", old_name="obscured_at", new_name="absence_proves_nothing_since"
                ),
                migrations.AlterField(
                    model_name="act",
                    name="absence_proves_nothing_since",
                    field=models.DateTimeField(db_column="obscured_at", null=True),
                ),
                migrations.RenameField(model_name="act", old_name="looks", new_name="lookups"),
                migrations.AlterField(
                    model_name="act",
                    name="lookups",
                    field=models.PositiveIntegerField(db_column="looks", default=0),
                ),
            ],
        ),
    ]
