from django.tasks import task

from veche.cases.domain import remind as reminders


@task(queue_name="house")
def remind() -> int:
    """Remind of the terms of cases."""
    return reminders.remind_waiting()
