from django.tasks import task

from veche.appeals.domain import remind as reminders
from veche.appeals.domain.send_notices import send_waiting


@task(queue_name="house")
def remind() -> int:
    """Remind of the terms of appeals."""
    return reminders.remind_waiting()


@task(queue_name="house")
def tell() -> int:
    """Send authors the notices of decisions that are out."""
    return send_waiting()
