"""Attach stored files to a request."""

from collections.abc import Iterable, Sequence

from django.db.models import F

from veche.kernel.files import MEGABYTE
from veche.media.models import Media
from veche.requests.errors import RequestError
from veche.requests.models import Attachment, Request
from veche.staff.models import Person

# What departments may bring to one request, in all its answers.
MOST_BROUGHT, MOST_BYTES = 100, 4096 * MEGABYTE
TOO_MANY = (
    "К этому поручению уже присылали {most} файлов, считая убранные, и больше нельзя. То, что приложено, на месте. "
    "Для остального дайте ссылку в словах ответа."
)
TOO_LARGE = (
    "К одному поручению можно прислать {most} ГБ, считая убранное, а с этим файлом было бы больше. То, что приложено, "
    "на месте. Для остального дайте ссылку в словах ответа."
)


def attach(request: Request, by: Person, media: Iterable[Media], *, from_press: bool = False) -> list[Media]:
    """A file that is attached already stays where it is. Returns the others."""
    new = []
    for one in media:
        _, is_new = Attachment.objects.of(request.administration_id).get_or_create(
            request=request,
            media=one,
            defaults={"administration_id": request.administration_id, "added_by": by, "from_press": from_press},
        )
        if is_new:
            new.append(one)
    return new


def bring(request: Request, by: Person, media: Sequence[Media]) -> None:
    """Attach files of a department and count them. `request` is locked. Raises `RequestError`."""
    refuse_more(request, len(media), sum(one.size for one in media))
    new = attach(request, by, media)
    count_brought(request, len(new), sum(one.size for one in new))


def count_brought(request: Request, files: int, size: int) -> None:
    rows = Request.objects.of(request.administration_id).filter(pk=request.pk)
    rows.update(files_brought=F("files_brought") + files, bytes_brought=F("bytes_brought") + size)


def refuse_more(request: Request, files: int = 1, size: int = 0) -> None:
    """Raise `RequestError` if so much more would be too much. `size`: bytes."""
    if request.files_brought + files > MOST_BROUGHT:
        raise RequestError(TOO_MANY.format(most=MOST_BROUGHT))
    if request.bytes_brought + size > MOST_BYTES:
        raise RequestError(TOO_LARGE.format(most=MOST_BYTES >> 30))
