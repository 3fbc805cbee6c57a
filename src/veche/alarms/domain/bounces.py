"""Bounces in the sender's mailbox, noted on the rows of the letters that came back."""

import logging

from django.conf import settings
from django.db import transaction

from veche.alarms.domain.unreached import note_refused
from veche.alarms.enums import LETTER, AlarmState
from veche.alarms.models import Alarm
from veche.kernel.bounces import Bounce, parse_bounce
from veche.kernel.mailbox import MailboxError, open_mailbox, unread_bounces
from veche.staff.domain.invite_letters import note_bounced_invitation
from veche.staff.domain.password_letters import note_bounced_password_letter

log = logging.getLogger(__name__)


def read_mailbox() -> int:
    """Note all unread bounces. Returns how many were about letters of ours.

    0 if no mailbox is set or it cannot be read now, which `veche doctor` explains.
    """
    if settings.MAILBOX is None:
        return 0
    try:
        with open_mailbox(settings.MAILBOX) as box:
            return sum(_note(body) for body in unread_bounces(box))
    except MailboxError as error:
        log.warning("the mailbox cannot be read", extra={"why": type(error).__name__})
        return 0


def _note(body: bytes) -> bool:
    bounce = parse_bounce(body)
    return bounce is not None and (
        _note_alarm(bounce) or note_bounced_invitation(bounce.letter, bounce.status) or _note_password_letter(bounce)
    )


def _note_password_letter(bounce: Bounce) -> bool:
    with transaction.atomic():
        person = note_bounced_password_letter(bounce.letter, bounce.status)
        if person is not None:
            note_refused(person)
    return person is not None


def _note_alarm(bounce: Bounce) -> bool:
    """Whether it was a letter of news. Only a sent letter can bounce; its UUID is known only to whoever received it."""
    with transaction.atomic():
        rows = Alarm.objects.unscoped().filter(letter=bounce.letter, way=LETTER, state=AlarmState.SENT)
        first = rows.select_related("person__administration").first()
        if first is None:
            return False
        rows.update(trouble=bounce.status)
        note_refused(first.person)
    return True
