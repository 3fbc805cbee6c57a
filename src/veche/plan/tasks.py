from django.tasks import task

from veche.plan.domain import after_event, series
from veche.plan.domain.calendar_fetching import read_due
from veche.plan.domain.memorial_days import write_all_days


@task(queue_name="house")
def place_series() -> int:
    """Place items of repeating ones, some weeks ahead."""
    return series.place_due()


@task(queue_name="house")
def write_memorial_days() -> int:
    """Make occasions of the memorial days that have come within a year. Returns the number of calendars."""
    return write_all_days()


@task(queue_name="media")
def read_calendars() -> int:
    """Read the calendars that are due at their addresses. Returns their number."""
    return read_due()


@task(queue_name="house")
def ask_after_events() -> int:
    """Ask for the material of events that are over. Returns the number of requests."""
    return after_event.ask_due()
