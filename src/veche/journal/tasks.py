"""Tasks of the lane for long work: verifying a long journal delays no post."""

from typing import Any

from django.apps import apps
from django.tasks import task

from veche.journal.domain.checked import check, check_others
from veche.journal.domain.days import mark_day


@task(queue_name="media")
def check_journal(administration_id: int) -> bool:
    """Record the day's mark, then verify, so that the mark is included."""
    Administration: Any = apps.get_model("staff", "Administration")
    administration = Administration.objects.get(pk=administration_id)
    mark_day(administration)
    return check(administration).ok


@task(queue_name="media")
def check_rest(administration_id: int) -> bool:
    """Run the checks that other rooms registered; a separate task, as they may read many pictures."""
    Administration: Any = apps.get_model("staff", "Administration")
    return check_others(Administration.objects.get(pk=administration_id))


@task(queue_name="media")
def check_all() -> int:
    """Enqueue the checks of all administrations, every night. Returns the number."""
    Administration: Any = apps.get_model("staff", "Administration")
    ids = list(Administration.objects.order_by("pk").values_list("pk", flat=True))
    for administration_id in ids:
        check_journal.enqueue(administration_id)
        check_rest.enqueue(administration_id)
    return len(ids)
