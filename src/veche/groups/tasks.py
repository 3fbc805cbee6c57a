from django.tasks import task

from veche.groups.domain import carry_out as carrying_out
from veche.groups.domain import sort as sorting


@task(queue_name="house")
def carry_out() -> int:
    return carrying_out.carry_out()


@task(queue_name="house")
def sort_new() -> int:
    return sorting.sort_new()
