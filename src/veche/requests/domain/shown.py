"""What a department says of the pictures of its answer: who took them, who is in them, who allowed children."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from veche.kernel.uploads import UploadRefused
from veche.media.domain.rights import JUDGED
from veche.media.domain.state_rights import OF_SENDER, add_paper_to_each, state_by_sender
from veche.media.errors import MediaError
from veche.media.models import Media, Paper, Rights
from veche.requests.domain.attach import count_brought, refuse_more
from veche.requests.domain.files import unsent
from veche.requests.domain.thread import locked, refuse_stranger
from veche.requests.enums import CAN_BE_ANSWERED
from veche.requests.errors import RequestError
from veche.requests.models import Attachment, Request
from veche.staff.models import Person

NO_PICTURES = "Согласие не сохранили: сначала приложите фото, к которому оно относится. Остальное на месте."


def keep_shown(*, request: Request, by: Person, said: Mapping[str, str], paper: Any, name: str) -> None:
    """Store it with each picture that waits to be sent. `said` by field (`OF_SENDER`); `paper`: a form's file with
    a consent, or None; it counts among what is brought.

    Raises `RequestError`.
    """
    if not (paper or any(said.values())):
        return
    size = (paper.size or 0) if paper else 0
    with transaction.atomic():
        found = locked(request, *CAN_BE_ANSWERED)
        refuse_stranger(found, by)
        refuse_more(found, files=1 if paper else 0, size=size)
    pictures = pictures_of(unsent(request).select_related("media"))
    if paper and not pictures:
        raise RequestError(NO_PICTURES)
    for media in pictures:
        state_by_sender(media=media, by=by, said=said)
    if paper:
        _keep_paper(pictures, by, paper, name)
        count_brought(request, 1, size)


def _keep_paper(pictures: list[Media], by: Person, paper: Any, name: str) -> None:
    try:
        add_paper_to_each(media=pictures, by=by, content=paper, name=name)
    except (UploadRefused, MediaError) as refusal:
        raise RequestError(str(refusal)) from None


def pictures_of(attached: Iterable[Attachment]) -> list[Media]:
    return [one.media for one in attached if one.media.kind in JUDGED]


def said_of(pictures: list[Media], by: Person) -> dict[str, Any]:
    """What this person has said of them, by field, and `papers`, the names of consents. Two queries with pictures."""
    if not pictures:
        return {}
    own = Rights.objects.of(by.administration_id).filter(media__in=pictures, stated_by=by).values(*OF_SENDER).first()
    papers = Paper.objects.of(by.administration_id).filter(rights__media__in=pictures, by=by)
    return {**(own or {}), "papers": list(dict.fromkeys(papers.values_list("name", flat=True)))}
