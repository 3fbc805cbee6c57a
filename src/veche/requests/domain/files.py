"""Files of a request: of the question, and of the answer before it is sent."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from veche.kernel.uploads import UploadRefused
from veche.media.domain.intake import take, take_material
from veche.media.domain.uploads import CompleteUpload, claim, discard
from veche.requests.domain.attach import attach, bring, refuse_more
from veche.requests.domain.thread import locked, refuse_stranger
from veche.requests.enums import CAN_BE_ANSWERED
from veche.requests.errors import RequestError
from veche.requests.models import Attachment, Remark, Request
from veche.staff.models import Person

# Of a question, and of one answer.
MOST = 30
TOO_MANY = f"За один раз можно приложить {MOST} файлов. Остальные не взяли, эти на месте: уберите лишние."


def take_files(request: Request, by: Person, files: Iterable[Any], *, from_press: bool) -> list[str]:
    """Attach files that have come, and return why others were refused. Each file counts by itself."""
    take_one = _take_asked if from_press else _take_brought
    refusals = list[str]()
    for file in files:
        try:
            take_one(request, by, file)
        except (UploadRefused, RequestError) as error:
            refusals.append(str(error))
            discard(file)
    return list(dict.fromkeys(refusals))


def _take_asked(request: Request, by: Person, file: Any) -> None:
    """A file of the press service's question."""
    if Attachment.objects.of(request.administration_id).filter(request=request, from_press=True).count() >= MOST:
        raise RequestError(TOO_MANY)
    media = take(file, name=file.name or "", by=by)
    with transaction.atomic():
        if claim(file):
            attach(request, by, [media], from_press=True)


def _take_brought(request: Request, by: Person, file: Any) -> None:
    """A file of a department. Asked before it is read and again when it is attached: a video takes seconds to store."""
    with transaction.atomic():
        _refuse(request, by, size=_size(file))
    media = take_material(file, name=file.name or "", by=by, department=request.department)
    with transaction.atomic():
        found = _refuse(request, by, size=media.size)
        if claim(file):
            bring(found, by, [media])


def _refuse(request: Request, by: Person, *, size: int) -> Request:
    """Lock the request. Raises `RequestError` unless this person may attach one more file of so many bytes."""
    found = locked(request, *CAN_BE_ANSWERED)
    refuse_stranger(found, by)
    if unsent(found).count() >= MOST:
        raise RequestError(TOO_MANY)
    refuse_more(found, size=size)
    return found


def _size(file: Any) -> int:
    """Bytes of a form's file, or of one that came in parts."""
    return int(file.upload.size if isinstance(file, CompleteUpload) else file.size)


def too_much(request: Request) -> str:
    """Why nothing more may be sent to it, as a sentence; "" if something may."""
    try:
        refuse_more(request)
    except RequestError as error:
        return str(error)
    return ""


def target_of(request: Request) -> str:
    """Name under which uploads in parts are kept for this request."""
    return f"request:{request.pk}"


def remove_file(*, request: Request, by: Person, attachment_id: int) -> None:
    """Take back a file that has not been sent. One that is gone already is no error."""
    with transaction.atomic():
        refuse_stranger(locked(request, *CAN_BE_ANSWERED), by)
        unsent(request).filter(pk=attachment_id).delete()


def send_files(request: Request, remark: Remark) -> int:
    """Make the waiting files part of the answer. Returns their number."""
    return unsent(request).update(remark=remark)


def unsent(request: Request) -> "QuerySet[Attachment]":
    """What the department has attached and not sent."""
    rows: QuerySet[Attachment] = Attachment.objects.of(request.administration_id).filter(
        request=request, remark=None, from_press=False
    )
    return rows
