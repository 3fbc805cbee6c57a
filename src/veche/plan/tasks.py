from django.tasks import task

from veche.plan.domain import series
from veche.plan.domain.calendar_fetching import read_due


@task(queue_name="house")
def place_series() -> int:
    """Place items of repeating ones, some weeks ahead."""
    return series.place_due()


@task(queue_name="media")
def read_calendars() -> int:
    """Read the calendars that are due at their addresses. Returns their number."""
    return read_due()
