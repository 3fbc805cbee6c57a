from django.tasks import task

from veche.plan.domain import series


@task(queue_name="house")
def place_series() -> int:
    """Place items of repeating ones, some weeks ahead."""
    return series.place_due()
