"""In the lane that may be busy for minutes: a long journal is read to its end, and no post waits for it."""

from typing import Any

from django.apps import apps
from django.tasks import task

from veche.journal.domain.checked import check, check_others
from veche.journal.domain.days import mark_day


@task(queue_name="media")
def check_journal(administration_id: int) -> bool:
    """The day's mark comes first, so that it is among what is read."""
    Administration: Any = apps.get_model("staff", "Administration")
    administration = Administration.objects.get(pk=administration_id)
    mark_day(administration)
    return check(administration).ok


@task(queue_name="media")
def check_rest(administration_id: int) -> bool:
    """What other rooms have registered; a task of its own, because it may read many pictures."""
    Administration: Any = apps.get_model("staff", "Administration")
    return check_others(Administration.objects.get(pk=administration_id))


@task(queue_name="media")
def check_all() -> int:
    """Every night: nobody presses the button while all seems well. Returns how many were asked for."""
    Administration: Any = apps.get_model("staff", "Administration")
    ids = list(Administration.objects.order_by("pk").values_list("pk", flat=True))
    for administration_id in ids:
        check_journal.enqueue(administration_id)
        check_rest.enqueue(administration_id)
    return len(ids)
