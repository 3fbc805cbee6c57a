from django.tasks import task

from veche.commenting.domain import remind as reminders
from veche.commenting.domain import reopen as reopening


@task(queue_name="house")
def reopen() -> int:
    """Open comments whose term is over."""
    return reopening.reopen_due()


@task(queue_name="house")
def remind() -> int:
    """Remind of terms."""
    return reminders.remind_waiting()
