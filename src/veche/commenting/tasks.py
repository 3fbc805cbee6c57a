from django.tasks import task

from veche.commenting.domain import compare as comparing
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


@task(queue_name="house")
def compare(network: str) -> int:
    """Compare one network's accounts with what is decided here."""
    return comparing.compare_all(network)
