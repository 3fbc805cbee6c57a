from django.tasks import task

from veche.appeals.domain import remind as reminders
from veche.appeals.domain import tell as telling


@task(queue_name="house")
def remind() -> int:
    """Remind of the terms of appeals."""
    return reminders.remind_waiting()


@task(queue_name="house")
def tell() -> int:
    """Tell authors of decisions that are out."""
    return telling.tell_waiting()
