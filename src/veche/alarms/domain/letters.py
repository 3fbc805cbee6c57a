"""Send letters: one for each person, claimed and committed before it leaves, so that none is sent twice."""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from veche.alarms.domain.notice import NEWS
from veche.alarms.domain.words import letter_to
from veche.alarms.enums import About, AlarmState
from veche.alarms.models import Alarm
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.outbox.enums import ActState
from veche.staff.domain.mail import CertainlyNot, NobodyKnows, is_set_up, send_letter
from veche.staff.models import Administration
from veche.staff.tenancy import OwnedQuerySet

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(seconds=s) for s in (20, 60, 120, 300))
# Longer than any letter takes: whoever still holds one has died over it.
LOST_AFTER = timedelta(minutes=5)


def send_waiting() -> int:
    """Send waiting letters and return their number. If the mail server is down, one attempt fails; all are retried
    later."""
    if not is_set_up():
        return 0
    _give_up_lost(now())
    sent = 0
    for person_id in _people(now()):
        letter = _claim(person_id, now())
        if letter is None:
            continue
        try:
            _carry(letter)
        except CertainlyNot as error:
            _again(letter, str(error))
            log.warning("letter not taken", extra={"why": str(error)})
            if error.away:
                break
            continue
        sent += 1
    return sent


def leave_to_the_past(administration: Administration) -> None:
    """After a restore: drop waiting letters, which may have been sent since; present problems are reported anew."""
    ahead = Alarm.objects.of(administration).filter(state__in=(AlarmState.WAITING, AlarmState.SENDING))
    ahead.update(state=AlarmState.DOUBTFUL, changed_at=now())


def _people(moment: datetime) -> list[int]:
    ready = Alarm.objects.unscoped().filter(state=AlarmState.WAITING, next_try_at__lte=moment)
    return list(ready.order_by("person_id").values_list("person_id", flat=True).distinct())


def _claim(person_id: int, moment: datetime) -> uuid.UUID | None:
    """Claim rows for one letter and commit. Problems settled meanwhile need no letter."""
    letter = uuid.uuid4()
    with transaction.atomic():
        ready = Alarm.objects.unscoped().filter(
            person=person_id, state=AlarmState.WAITING, next_try_at__lte=moment, letter=None
        )
        settled = _settled() | Q(created_at__lt=moment - NEWS) & ~Q(about__in=(About.JOURNAL, About.COPIES))
        over = list(ready.filter(settled).values_list("pk", flat=True))
        ready.filter(pk__in=over).update(state=AlarmState.DROPPED, changed_at=moment)
        claimed = ready.update(state=AlarmState.SENDING, letter=letter, changed_at=moment, tries=F("tries") + 1)
    return letter if claimed else None


def _settled() -> Q:
    keyless = Q(about=About.NO_KEY)
    act = Q(act__isnull=False) & ~keyless & ~Q(act__state=F("about")) | keyless & ~Q(act__state=ActState.PLANNED)
    divergence = Q(divergence__isnull=False) & (
        Q(divergence__ended_at__isnull=False) | Q(divergence__seen_at__isnull=False)
    )
    alteration = Q(alteration__isnull=False) & ~Q(alteration__verdict=F("about"))
    return act | divergence | alteration


_TOLD = ("person", "administration", "act__account", "divergence__act__account", "alteration__account", "entry__actor")


def _carry(letter: uuid.UUID) -> None:
    """Send it, never inside a transaction. `CertainlyNot` passes through; in doubt the letter is not repeated."""
    alarms = list(_of(letter).select_related(*_TOLD).order_by("act__due_at", "pk"))
    try:
        send_letter(letter_to(alarms, origin=settings.ORIGIN, letter=letter))
    except NobodyKnows as error:
        _of(letter).update(state=AlarmState.DOUBTFUL, trouble=str(error)[:300], changed_at=now())
        log.warning("letter in doubt, not repeated", extra={"letter": str(letter)})
        return
    with transaction.atomic():
        _of(letter).update(state=AlarmState.SENT, trouble="", changed_at=now())
        first = alarms[0]
        record(
            administration=first.administration, actor=None, verb="alarm.mailed", obj=first.person, facts=_facts(alarms)
        )


def _facts(alarms: Sequence[Alarm]) -> dict[str, list[int]]:
    found = {
        "acts": [alarm.about_act.pk for alarm in alarms if alarm.act_id or alarm.divergence_id],
        "entries": [alarm.entry.number for alarm in alarms if alarm.entry is not None],
        "alterations": [alarm.alteration_id for alarm in alarms if alarm.alteration_id is not None],
    }
    return {name: numbers for name, numbers in found.items() if numbers}


def _again(letter: uuid.UUID, why: str) -> None:
    tries = _of(letter).values_list("tries", flat=True).first() or 1
    moment = now()
    _of(letter).update(
        state=AlarmState.WAITING,
        letter=None,
        trouble=why[:300],
        next_try_at=moment + PAUSES[min(tries, len(PAUSES)) - 1],
        changed_at=moment,
    )


def _give_up_lost(moment: datetime) -> None:
    lost = Alarm.objects.unscoped().filter(state=AlarmState.SENDING, changed_at__lt=moment - LOST_AFTER)
    lost.update(state=AlarmState.DOUBTFUL, changed_at=moment)


def _of(letter: uuid.UUID) -> OwnedQuerySet[Alarm]:
    return Alarm.objects.unscoped().filter(letter=letter)
