"""Check that the journal's marks are sent by letter each day, to the Head and the auditor."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Max

from veche.alarms.domain.access import witnesses
from veche.alarms.enums import About, AlarmState
from veche.alarms.models import Alarm
from veche.kernel.clock import local, now
from veche.staff.domain.mail import is_set_up
from veche.staff.models import Administration
from veche.upkeep.doctor.finding import Finding

# A letter leaves each night; a mail server may be away for a while.
LATE = timedelta(hours=36)


def check() -> Iterator[Finding]:
    """Yield findings; none without a mail server, which another check reports."""
    if is_set_up() and not settings.DEMO:
        yield from map(_letters, Administration.objects.order_by("pk"))


def _letters(city: Administration) -> Finding:
    about = f"Отметки журнала, {city}"
    if not witnesses(city):
        todo = (
            "Дайте роль Главы или проверяющего тому, кто будет хранить эти письма: по ним узнают переписанный журнал."
        )
        return Finding(about, "письма с ними некому получать", todo)
    sent = Alarm.objects.of(city).filter(kind=About.HEADS, state=AlarmState.SENT).aggregate(at=Max("changed_at"))["at"]
    if sent is None:
        return Finding(about, "первое письмо уйдёт ночью")
    hour = f"{local(sent, city.time_zone):%d.%m.%Y %H:%M}"
    if now() - sent > LATE:
        return Finding(about, f"последнее письмо ушло {hour}", "Проверьте почту (строка «Почта») и обработчик задач.")
    return Finding(about, f"последнее письмо ушло {hour}")
