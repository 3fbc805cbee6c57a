from django.db import migrations


class Migration(migrations.Migration):
    """The model is called PostDivergence in the code; its table keeps its name, so the database changes nothing."""

    dependencies = [
        ("alarms", "0006_heads_as_check_sum"),
        ("outbox", "0007_page_by_verb"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable(name="divergence", table="outbox_divergence"),
                migrations.RenameModel(old_name="Divergence", new_name="PostDivergence"),
            ],
        ),
    ]
