"""Send letters, one for each person. Its rows are claimed and committed before it is sent, so none is sent twice."""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from veche.alarms.domain.items import NOT_READ, take_ready
from veche.alarms.domain.unreached import is_refusal, note_refused
from veche.alarms.domain.words import Item, letter_to
from veche.alarms.enums import LETTER, AlarmState
from veche.alarms.models import Alarm
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.domain.mail import MailInDoubt, MailNotSent, is_set_up, send_letter
from veche.staff.domain.memberships import working_rows
from veche.staff.models import Administration, Person
from veche.staff.tenancy import OwnedQuerySet

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(seconds=s) for s in (20, 60, 120, 300))
# After a 5xx answer, such as «no such person»: a sender that repeats often is taken for one of spam.
PAUSES_REFUSED = tuple(timedelta(minutes=m) for m in (5, 20, 60))
# Longer than sending takes: a letter claimed before that belongs to a worker that died.
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
            sent += _carry(letter)
        except MailNotSent as error:
            _refused(letter, person_id, str(error))
            if error.away:
                break
        except Exception:  # one letter must not hold up the others; what is not known to have left stays claimed
            log.exception("letter in trouble", extra={"letter": str(letter)})
    return sent


def mark_waiting_doubtful(administration: Administration) -> None:
    """After a restore: letters of the backup may have been sent since, so none is sent. Problems are found anew."""
    ahead = Alarm.objects.of(administration).filter(state__in=(AlarmState.WAITING, AlarmState.SENDING))
    ahead.update(state=AlarmState.DOUBTFUL, changed_at=now())


def _people(moment: datetime) -> list[int]:
    ready = Alarm.objects.unscoped().filter(way=LETTER, state=AlarmState.WAITING, next_try_at__lte=moment)
    return list(ready.order_by("person_id").values_list("person_id", flat=True).distinct())


def _claim(person_id: int, moment: datetime) -> uuid.UUID | None:
    """Claim rows for one letter and commit."""
    letter = uuid.uuid4()
    ready = Alarm.objects.unscoped().filter(
        person=person_id, way=LETTER, state=AlarmState.WAITING, next_try_at__lte=moment, letter=None
    )
    claimed = ready.update(state=AlarmState.SENDING, letter=letter, changed_at=moment, tries=F("tries") + 1)
    return letter if claimed else None


def _carry(letter: uuid.UUID) -> bool:
    """Send a claimed letter, outside a transaction. Returns False if everything in it was over.

    Raises `MailNotSent` if it was not sent. In doubt it is marked so and not repeated.
    """
    items = _items(letter)
    if not items:
        return False
    person = items[0].alarm.person
    message = _message(letter, items)
    try:
        send_letter(message)
    except MailInDoubt as error:
        _of(letter).update(state=AlarmState.DOUBTFUL, trouble=str(error)[:300], changed_at=now())
        log.warning("letter in doubt, not repeated", extra={"letter": str(letter)})
        note_refused(person)
        return True
    with transaction.atomic():
        _of(letter).update(state=AlarmState.SENT, trouble="", changed_at=now())
        for city, told in _by_administration(items):
            record(administration=city, actor=None, verb="alarm.mailed", obj=person, facts=_facts(told))
    return True


def _items(letter: uuid.UUID) -> list[Item]:
    """Items of the letter, in order. Rows that cannot be read wait for a later letter."""
    ready = take_ready(_of(letter))
    _again(_of(letter).filter(pk__in=[alarm.pk for alarm in ready.unread]), NOT_READ)
    return ready.items


def _message(letter: uuid.UUID, items: Sequence[Item]) -> EmailMessage:
    """Raises `MailNotSent` if it cannot be written: nothing has left."""
    person = items[0].alarm.person
    try:
        several = str(items[0].alarm.administration) if working_rows(person).count() > 1 else ""
        return letter_to(person, items, origin=settings.ORIGIN, letter=letter, of_several=several)
    except Exception as error:
        log.exception("letter cannot be written", extra={"letter": str(letter)})
        raise MailNotSent(type(error).__name__) from error


def _by_administration(items: Sequence[Item]) -> list[tuple[Administration, list[Item]]]:
    cities = dict.fromkeys(item.alarm.administration for item in items)
    return [(city, [item for item in items if item.alarm.administration == city]) for city in cities]


def _facts(items: Sequence[Item]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for item in items:
        if item.matter.fact is not None:
            name, number = item.matter.fact
            found.setdefault(name, []).append(number)
    return found


def _refused(letter: uuid.UUID, person_id: int, why: str) -> None:
    log.warning("letter not taken", extra={"why": why})
    if not is_refusal(why):
        _again(_of(letter), why)
        return
    _again(_of(letter), why, PAUSES_REFUSED)
    note_refused(Person.objects.unscoped().select_related("administration").get(pk=person_id))


def _again(rows: OwnedQuerySet[Alarm], why: str, pauses: Sequence[timedelta] = PAUSES) -> None:
    tries = rows.values_list("tries", flat=True).first() or 1
    moment = now()
    rows.update(
        state=AlarmState.WAITING,
        letter=None,
        trouble=why[:300],
        next_try_at=moment + pauses[min(tries, len(pauses)) - 1],
        changed_at=moment,
    )


def _give_up_lost(moment: datetime) -> None:
    lost = Alarm.objects.unscoped().filter(way=LETTER, state=AlarmState.SENDING, changed_at__lt=moment - LOST_AFTER)
    people = list(Person.objects.unscoped().filter(pk__in=lost.values("person")).select_related("administration"))
    lost.update(state=AlarmState.DOUBTFUL, changed_at=moment)
    for person in people:
        note_refused(person)


def _of(letter: uuid.UUID) -> OwnedQuerySet[Alarm]:
    return Alarm.objects.unscoped().filter(letter=letter, way=LETTER)
