"""Letters that the mail server refuses for good: IT reads it on the person's page."""

from veche.alarms.enums import LETTER, AlarmState
from veche.alarms.models import Alarm
from veche.staff.models import Person

# States of a letter whose end the mail server has told us.
_KNOWN = (AlarmState.WAITING, AlarmState.SENT, AlarmState.DROPPED)


def remark_on_letters(person: Person) -> str:
    """A sentence if the last letter to this person was refused with a code from 500 on (RFC 5321, 4.2.1)."""
    letters = Alarm.objects.of(person.administration_id).filter(
        person=person, way=LETTER, state__in=_KNOWN, tries__gt=0
    )
    last = letters.order_by("-changed_at").values_list("trouble", flat=True).first() or ""
    if not (last.isdecimal() and last.startswith("5")):
        return ""
    return (
        f"Почтовый сервер не берёт письма на адрес {person.email}, ответ {last}. О делах человек не узнаёт: исправьте "
        "адрес или ящик. Письма пробуем дальше сами, сутки каждое."
    )
