from django.db import migrations


class Migration(migrations.Migration):
    """The model is called InboundEvent in the code; its table keeps its name, so the database changes nothing."""

    dependencies = [
        ("inbox", "0006_private_talks"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable(name="arrival", table="inbox_arrival"),
                migrations.RenameModel(old_name="Arrival", new_name="InboundEvent"),
            ],
        ),
    ]
