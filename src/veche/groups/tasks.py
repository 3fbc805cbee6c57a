from django.tasks import task

from veche.groups.domain import carry_out as carrying_out


@task(queue_name="house")
def carry_out() -> int:
    return carrying_out.carry_out()
