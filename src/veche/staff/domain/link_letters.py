"""Send letters that hold a link, each by a task of its own, so that no table holds the link."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMessage

from veche.engine.by_name import task_named
from veche.kernel.clock import now
from veche.staff.domain.invite_letters import IN_DOUBT
from veche.staff.domain.mail import MailInDoubt, MailNotSent, send_letter
from veche.staff.models import Person

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(seconds=s) for s in (20, 60, 120, 300))

type Note = Callable[..., None]


def enqueue(path: str, person_id: int | None, *, tries: int = 0) -> None:
    """Enqueue the task with this path, after a pause if the letter was refused before."""
    task = task_named(path)
    if tries:
        task = task.using(run_after=now() + PAUSES[tries - 1])
    task.enqueue(person_id, tries)


def send(person: Person, write: Callable[[uuid.UUID], EmailMessage], note: Note, *, path: str, tries: int) -> None:
    """Send what `write` makes of the letter's id, never inside a transaction, and `note` the outcome.

    A letter that was not taken is enqueued again; one in doubt is not, because the person can ask for another.
    """
    letter, trouble = uuid.uuid4(), ""
    try:
        send_letter(write(letter))
    except MailNotSent as error:
        trouble = str(error)
        log.warning("letter not taken", extra={"why": trouble})
        if tries < len(PAUSES):
            enqueue(path, person.pk, tries=tries + 1)
    except MailInDoubt:
        trouble = IN_DOUBT
        log.warning("letter in doubt, not repeated")
    note(person, letter=letter, trouble=trouble)
