from django.tasks import task

from veche.cases.domain import remind as reminders
from veche.cases.domain import unsent


@task(queue_name="house")
def remind() -> int:
    """Open cases whose answer did not go out, then remind of their terms. Returns their number."""
    return unsent.settle_answers() + reminders.remind_waiting()
