"""What was proposed before `Message.suspect` and `heeded` were there."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Message, Proposal = apps.get_model("inbox", "Message"), apps.get_model("moderation", "Proposal")
    named = Proposal.objects.exclude(ground="")
    Message.objects.filter(pk__in=named.values("message")).update(suspect=True)
    answer = apps.get_model("inbox", "Answer").objects.filter(
        message=OuterRef("message"), created_at__gte=OuterRef("at")
    )
    heeded = named.filter(Exists(answer), message__state="answered")
    Message.objects.filter(pk__in=heeded.values("message")).update(heeded=True)


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0004_message_suspect"),
        ("moderation", "0007_drop_tenant_index"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
