"""Which requests files belong to, for the library."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from veche.media.models import Media
from veche.media.uses import Use
from veche.requests.domain.duty import duty_of
from veche.requests.domain.file_rights import KIND
from veche.requests.models import Attachment, Request
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.models import Person

MOST = 20
READS = frozenset({Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.HEAD})


def uses_of(media: Media, person: Person) -> Iterator[Use]:
    """Requests that brought or sent the file, newest first, for those who read all requests."""
    if not READS & roles_of(person):
        return
    rows = Request.objects.of(media.administration_id).filter(attachments__media=media).exclude(kind=KIND)
    for request in rows.distinct().order_by("-pk")[:MOST]:
        yield Use(request.title, reverse("requests:detail", args=[request.pk]), "поручение")


def used_in(administration_id: int) -> Q:
    return Q(pk__in=Attachment.objects.of(administration_id).exclude(request__kind=KIND).values("media"))


def shown_to(person: Person) -> Q:
    """Files of the requests that the person answers."""
    asked = Request.objects.of(person.administration_id).filter(duty_of(person).asked)
    return Q(pk__in=Attachment.objects.of(person.administration_id).filter(request__in=asked).values("media"))
