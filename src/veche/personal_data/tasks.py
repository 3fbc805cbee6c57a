from django.tasks import task

from veche.moderation.models import ErasureRequest
from veche.personal_data.domain import closed_cases, erasing, notes_and_appeals


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
def erase_notes_and_appeals() -> int:
    return notes_and_appeals.erase_notes_and_appeals()
