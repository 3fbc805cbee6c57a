from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate


def name_departments(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A remark after which nobody handed the request over belongs to the department that has the request now."""
    remarks, requests = apps.get_model("requests", "Remark"), apps.get_model("requests", "Request")
    later = remarks.objects.filter(request=OuterRef("request"), kind="readdressed", pk__gt=OuterRef("pk"))
    own = requests.objects.filter(pk=OuterRef("request")).values("department")[:1]
    remarks.objects.filter(~Exists(later), department=None).update(department=Subquery(own))


def name_the_head(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What somebody asked who was Head on that day and not of the press service."""
    roles, requests = apps.get_model("staff", "Appointment"), apps.get_model("requests", "Request")
    day = OuterRef("day")
    held = roles.objects.filter(Q(until=None) | Q(until__gte=day), person=OuterRef("asked_by"), since__lte=day)
    press = held.filter(role__in=("press_officer", "press_head"))
    asked = requests.objects.annotate(day=TruncDate("asked_at"))
    asked.filter(Exists(held.filter(role="head")), ~Exists(press)).update(from_head=True)


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0004_from_head"),
        ("staff", "0011_staff_table"),
    ]

    operations = [
        migrations.RunPython(name_departments, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(name_the_head, migrations.RunPython.noop, elidable=False),
    ]
