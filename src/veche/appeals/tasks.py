from django.tasks import task

from veche.appeals.domain import remind as reminders


@task(queue_name="house")
def remind() -> int:
    """Remind of the terms of appeals."""
    return reminders.remind_waiting()
