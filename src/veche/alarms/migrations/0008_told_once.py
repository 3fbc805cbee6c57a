from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the rows' own change: PostgreSQL alters no table that has waiting triggers."""

    dependencies = [
        ("alarms", "0007_subject"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="alarm", name="alarms_once"),
        migrations.RemoveConstraint(model_name="alarm", name="alarms_once_of_a_divergence"),
        migrations.RemoveConstraint(model_name="alarm", name="alarms_once_of_an_alteration"),
        migrations.RemoveConstraint(model_name="alarm", name="alarms_once_of_an_entry"),
        migrations.RemoveConstraint(model_name="alarm", name="alarms_once_of_the_journal"),
        migrations.RemoveConstraint(model_name="alarm", name="alarms_once_of_the_copies"),
        migrations.RemoveConstraint(model_name="alarm", name="alarms_about_one_thing"),
        migrations.RemoveField(model_name="alarm", name="act"),
        migrations.RemoveField(model_name="alarm", name="divergence"),
        migrations.RemoveField(model_name="alarm", name="alteration"),
        migrations.RemoveField(model_name="alarm", name="entry"),
        migrations.RenameField(model_name="alarm", old_name="about", new_name="kind"),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                fields=("kind", "subject", "person", "administration"), name="alarms_told_once"
            ),
        ),
    ]
