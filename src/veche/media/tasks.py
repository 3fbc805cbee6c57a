"""Tasks: take ids, call verbs. Media have their own lane: a long video delays no publication."""

from django.tasks import task

from veche.media.domain import renditions, uploads
from veche.media.models import Media


@task(queue_name="media")
def prepare(media_id: int) -> None:
    renditions.prepare(Media.objects.unscoped().get(pk=media_id))


@task(queue_name="media")
def prepare_waiting() -> int:
    """Process files left by a dead worker."""
    left = list(Media.objects.unscoped().filter(renditions.waiting()).distinct().order_by("pk"))
    for media in left:
        renditions.prepare(media)
    return len(left)


@task(queue_name="house")
def sweep_uploads() -> int:
    return uploads.sweep()
