"""Attach stored files to a request."""

from collections.abc import Iterable

from veche.media.models import Media
from veche.requests.models import Attachment, Request
from veche.staff.models import Person


def attach(request: Request, by: Person, media: Iterable[Media], *, from_press: bool = False) -> None:
    """A file that is attached already stays where it is."""
    for one in media:
        Attachment.objects.of(request.administration_id).get_or_create(
            request=request,
            media=one,
            defaults={"administration_id": request.administration_id, "added_by": by, "from_press": from_press},
        )
