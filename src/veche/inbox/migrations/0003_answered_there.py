from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef


def mark_answered(apps: Any, _schema: Any) -> None:
    """Comments that somebody answered in the network itself before this was noticed at receipt."""
    message = apps.get_model("inbox", "Message")
    answers = message.objects.filter(
        conversation=OuterRef("conversation"), ours=True, private=False, reply_to=OuterRef("remote_id")
    )
    waiting = message.objects.filter(Exists(answers), ours=False, private=False, state="new")
    message.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(state="answered")


class Migration(migrations.Migration):
    dependencies = (("inbox", "0002_message_same_as"),)
    operations = (migrations.RunPython(mark_answered, migrations.RunPython.noop),)
