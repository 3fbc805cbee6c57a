from django.db import migrations


class Migration(migrations.Migration):
    """The model is called PageChange in the code; its table keeps its name, so the database changes nothing."""

    dependencies = [
        ("accounts", "0003_networks_from_registry"),
        ("alarms", "0006_heads_as_check_sum"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable(name="alteration", table="accounts_alteration"),
                migrations.RenameModel(old_name="Alteration", new_name="PageChange"),
            ],
        ),
    ]
