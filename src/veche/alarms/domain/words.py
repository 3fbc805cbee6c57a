"""What a letter says: what happened, what was kept, what to press. No resident's words leave the house by mail."""

import uuid
from collections.abc import Sequence
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.alarms.models import Alarm
from veche.kernel.clock import local

_END = gettext_lazy(
    "Текст и снимки сохранены. Пока вы не решите, Вече само это больше не отправит.\n"
    "Об одном и том же второго письма не будет. Ответ на это письмо никто не прочтёт."
)


def letter_to(alarms: Sequence[Alarm], *, origin: str, letter: uuid.UUID) -> EmailMessage:
    """`alarms` concern one person and know their act, its account and their administration."""
    body = "\n\n".join([*(_about(alarm, origin) for alarm in alarms), str(_END)])
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return EmailMessage(
        subject=_subject(alarms),
        body=f"{body}\n",
        to=[alarms[0].person.email],
        headers={
            "Message-ID": f"<{letter}@{domain}>",
            "Date": formatdate(localtime=False),
            "Auto-Submitted": "auto-generated",
        },
    )


def _subject(alarms: Sequence[Alarm]) -> str:
    if len(alarms) > 1:
        return _("Вече: решите, что делать с отправками (%(number)s)") % {"number": len(alarms)}
    return _("Вече: «%(title)s» — %(what)s") % {"title": _title(alarms[0], 80), "what": alarms[0].get_about_display()}


def _about(alarm: Alarm, origin: str) -> str:
    act = alarm.act
    due = local(act.due_at, alarm.administration.time_zone)
    lines = (
        f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
        f"{act.account.get_network_display()}, {act.account.title}. {act.get_verb_display()}, "
        + _("назначено на %(when)s.") % {"when": date_format(due, "j E, H:i")},
        act.reason,
        _("Решить: %(url)s") % {"url": origin + reverse("outbox:detail", args=[act.pk])},
    )
    return "\n".join(line for line in lines if line)


def _title(alarm: Alarm, most: int) -> str:
    """One line: a subject is a header."""
    words = " ".join(alarm.act.title.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
