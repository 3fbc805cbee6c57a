from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_doubts")]

    operations = [
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verb", "publish"), models.Q(("remote_id", ""), _negated=True)),
                fields=("account", "remote_id"),
                name="outbox_one_act_for_a_post",
            ),
        ),
    ]
