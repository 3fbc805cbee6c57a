from django.tasks import task

from veche.requests.domain import remind as reminders


@task(queue_name="house")
def remind() -> int:
    """Remind of deadlines and escalate."""
    return reminders.remind_waiting()
