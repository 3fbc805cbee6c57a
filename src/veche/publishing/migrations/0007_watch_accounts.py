from typing import Any

from django.db import migrations

from veche.kernel.clock import now


def watch(apps: Any, _schema: Any) -> None:
    """Posts of accounts that are here already are asked about from the upgrade on: earlier ones are their past."""
    watches, moment = apps.get_model("publishing", "PostWatch"), now()
    accounts = apps.get_model("accounts", "Account").objects.values_list("pk", "administration")
    rows = [watches(account_id=pk, administration_id=city, since=moment) for pk, city in accounts]
    watches.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = (("publishing", "0006_foreign_posts"),)
    operations = (migrations.RunPython(watch, migrations.RunPython.noop),)
