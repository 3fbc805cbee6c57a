from typing import Any

from django.db import migrations
from django.db.models import Exists, F, OuterRef


def place_released(apps: Any, _schema: Any) -> None:
    """The hour and the networks of versions that were released before this column are the plan's already."""
    deliveries = apps.get_model("publishing", "Delivery").objects.filter(version=OuterRef("pk"))
    versions = apps.get_model("posts", "PostVersion").objects.filter(Exists(deliveries), placed_at=None)
    versions.update(placed_at=F("frozen_at"))


class Migration(migrations.Migration):
    dependencies = (("posts", "0003_placed_at"), ("publishing", "0002_release_choice"))
    operations = (migrations.RunPython(place_released, migrations.RunPython.noop),)
