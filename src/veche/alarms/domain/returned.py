"""Letters that came back to the sender's mailbox, noted on their rows."""

import logging

from django.conf import settings
from django.db import transaction

from veche.alarms.domain.unreached import note_refused
from veche.alarms.enums import LETTER, AlarmState
from veche.alarms.models import Alarm
from veche.kernel.mailbox import MailboxError, opened, unread_returns
from veche.kernel.returned_mail import Returned, returned
from veche.staff.domain.invite_letters import note_returned_invitation

log = logging.getLogger(__name__)


def read_mailbox() -> int:
    """Note what came back. Returns the number of returns about letters of ours; 0 if no mailbox is set or it cannot
    be read now, which `veche doctor` explains."""
    if settings.MAILBOX is None:
        return 0
    try:
        with opened(settings.MAILBOX) as box:
            return sum(_note(body) for body in unread_returns(box))
    except MailboxError as error:
        log.warning("the mailbox cannot be read", extra={"why": type(error).__name__})
        return 0


def _note(body: bytes) -> bool:
    found = returned(body)
    return found is not None and (_noted(found) or note_returned_invitation(found.letter, found.status))


def _noted(found: Returned) -> bool:
    """Only who has seen the letter knows its number; of a letter that did not leave nothing can come back."""
    with transaction.atomic():
        rows = Alarm.objects.unscoped().filter(letter=found.letter, way=LETTER, state=AlarmState.SENT)
        first = rows.select_related("person__administration").first()
        if first is None:
            return False
        rows.update(trouble=found.status)
        note_refused(first.person)
    return True
