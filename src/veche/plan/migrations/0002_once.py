from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="occasion",
            name="once",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="planitem",
            name="once",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.UniqueConstraint(fields=("created_by", "once"), name="plan_occasion_once"),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.UniqueConstraint(fields=("author", "once"), name="plan_item_once"),
        ),
    ]
