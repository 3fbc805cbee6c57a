"""Sheets asked before there were routes: their one step has its turn; those that got a yes are agreed."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def carry_over(apps, schema_editor):
    sheets = apps.get_model("approval", "ApprovalSheet").objects
    asked = sheets.filter(pk=OuterRef("sheet_id")).values("opened_at")[:1]
    apps.get_model("approval", "Step").objects.filter(asked_at=None).update(asked_at=Subquery(asked))
    said = apps.get_model("approval", "Decision").objects.filter(step__sheet=OuterRef("pk"), verdict="yes")
    sheets.filter(agreed_at=None).update(agreed_at=Subquery(said.values("at")[:1]))


class Migration(migrations.Migration):
    dependencies = [("approval", "0006_routes")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True)]
