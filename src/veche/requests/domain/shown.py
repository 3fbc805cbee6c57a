"""What a department says of the pictures of its answer: who took them, who is in them, who allowed children."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from veche.kernel.uploads import UploadRefused
from veche.media.domain.rights import JUDGED, rights_of
from veche.media.domain.state_rights import (
    OF_SENDER,
    add_paper_to_each,
    fill_by_sender,
    state_by_sender,
    stated_by_press,
)
from veche.media.errors import MediaError
from veche.media.models import Media, Paper, Rights
from veche.requests.domain.attach import count_brought, refuse_more
from veche.requests.domain.file_rights import asked_about
from veche.requests.domain.files import unsent
from veche.requests.domain.thread import locked, refuse_stranger
from veche.requests.enums import CAN_BE_ANSWERED
from veche.requests.errors import RequestError
from veche.requests.models import Attachment, Request
from veche.staff.models import Person

NO_PICTURES = "Согласие не сохранили: сначала приложите фото, к которому оно относится. Остальное на месте."


def keep_shown(
    *, request: Request, by: Person, said: Mapping[str, str], papers: Sequence[Any] = (), is_answer: bool = True
) -> None:
    """Store it with each picture that waits to be sent, and with the file that the request asks about.

    `said` by field (`OF_SENDER`); `papers`: consents, files of a form; they count among what is brought. `is_answer`:
    the words about the asked file are final; what is typed so far is not stored with it.

    Raises `RequestError`.
    """
    if not (papers or any(said.values())):
        return
    size = sum(paper.size or 0 for paper in papers)
    with transaction.atomic():
        found = locked(request, *CAN_BE_ANSWERED)
        refuse_stranger(found, by)
        refuse_more(found, files=len(papers), size=size)
    brought, asked = pictures_of(unsent(request).select_related("media")), asked_about(request)
    pictures = [*brought, *([asked] if asked else [])]
    if papers and not pictures:
        raise RequestError(NO_PICTURES)
    for media in brought:
        state_by_sender(media=media, by=by, said=said)
    if asked and is_answer:
        fill_by_sender(media=asked, by=by, said=said)
    for paper in papers:
        _keep_paper(pictures, by, paper)
        count_brought(request, 1, paper.size or 0)


def _keep_paper(pictures: list[Media], by: Person, paper: Any) -> None:
    try:
        add_paper_to_each(media=pictures, by=by, content=paper, name=paper.name or "")
    except (UploadRefused, MediaError) as refusal:
        raise RequestError(str(refusal)) from None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of an answer's pictures. `about`: the file that the request asks about; `known`: fields
    that the press service has stated of it; `said`: what this person has stated, by field; `papers`: their consents."""

    about: Media | None
    known: Iterable[str]
    said: Mapping[str, Any]
    papers: Sequence[str]


def shown_in(request: Request, waiting: Iterable[Attachment], by: Person) -> Shown:
    """`waiting`: what is attached and not sent. No query without pictures."""
    about = asked_about(request)
    said = said_of([*pictures_of(waiting), *([about] if about else [])], by)
    papers = said.pop("papers", [])
    return Shown(about, _known_of(about, by), said, papers)


def known_to_press(request: Request, by: Person) -> Iterable[str]:
    """Fields that the press service has stated of the file that the request asks about."""
    return _known_of(asked_about(request), by)


def _known_of(media: Media | None, by: Person) -> Iterable[str]:
    rights = rights_of(media) if media is not None else None
    return stated_by_press(rights, by) if rights is not None else ()


def pictures_of(attached: Iterable[Attachment]) -> list[Media]:
    return [one.media for one in attached if one.media.kind in JUDGED]


def said_of(pictures: list[Media], by: Person) -> dict[str, Any]:
    """What this person has said of them, by field, and `papers`, the names of consents. Two queries with pictures."""
    if not pictures:
        return {}
    own = Rights.objects.of(by.administration_id).filter(media__in=pictures, stated_by=by).values(*OF_SENDER).first()
    papers = Paper.objects.of(by.administration_id).filter(rights__media__in=pictures, by=by)
    return {**(own or {}), "papers": list(dict.fromkeys(papers.values_list("name", flat=True)))}
