"""Ids in, verbs called."""

from django.tasks import task

from veche.publishing.domain import catch_up as following


@task(queue_name="house")
def catch_up() -> int:
    return following.catch_up()
