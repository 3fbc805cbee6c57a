"""Each administration gets the office «Глава города», held by its present Head."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import Q


def add_offices(apps, _editor):
    Administration, Office = apps.get_model("staff", "Administration"), apps.get_model("staff", "Office")
    for city in Administration.objects.order_by("pk"):
        Office.objects.create(administration=city, name="Глава города", kind="head", holder=head_of(apps, city))


def head_of(apps, city):
    """The active person who was appointed last."""
    day = datetime.now(ZoneInfo(city.time_zone)).date()
    own = apps.get_model("staff", "Appointment").objects.filter(
        Q(until=None) | Q(until__gte=day), administration=city, role="head", since__lte=day, person__is_active=True
    )
    last = own.order_by("-since", "-pk").select_related("person").first()
    return last.person if last else None


class Migration(migrations.Migration):
    dependencies = [("staff", "0008_offices")]

    operations = [migrations.RunPython(add_offices, migrations.RunPython.noop)]
