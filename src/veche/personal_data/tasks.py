from django.tasks import task

from veche.moderation.models import ErasureRequest
from veche.personal_data.domain import around_expired, closed_cases, erasing


@task(queue_name="media")
def finish(request: int) -> None:
    """The rest of an erasure that a person has begun."""
    erasing.finish(ErasureRequest.objects.unscoped().select_related("administration").get(pk=request))


@task(queue_name="media")
def finish_all() -> int:
    return erasing.finish_all()


@task(queue_name="media")
def erase_closed_cases() -> int:
    return closed_cases.erase_closed()


@task(queue_name="media")
def erase_around() -> int:
    return around_expired.erase_around()
