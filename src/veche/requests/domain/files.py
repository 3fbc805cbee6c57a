"""Files of a request: of the question, and of the answer before it is sent."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from veche.kernel.uploads import UploadRefused
from veche.media.domain.intake import take, take_material
from veche.media.domain.uploads import claim, discard
from veche.media.models import Media
from veche.requests.domain.attach import attach
from veche.requests.domain.thread import locked, refuse_stranger
from veche.requests.enums import CAN_BE_ANSWERED
from veche.requests.errors import RequestError
from veche.requests.models import Attachment, Remark, Request
from veche.staff.models import Person

MOST = 30
TOO_MANY = f"К одному поручению можно приложить {MOST} файлов. Остальные не взяли: пришлите их следующим ответом."


def take_files(request: Request, by: Person, files: Iterable[Any], *, from_press: bool) -> list[str]:
    """Attach files that have come, and return why others were refused. Each file counts by itself."""
    refusals = []
    for file in files:
        try:
            _take_one(request, by, file, from_press=from_press)
        except (UploadRefused, RequestError) as error:
            refusals.append(str(error))
            discard(file)
    return refusals


def _take_one(request: Request, by: Person, file: Any, *, from_press: bool) -> None:
    if Attachment.objects.of(request.administration_id).filter(request=request).count() >= MOST:
        raise RequestError(TOO_MANY)
    if not from_press:
        _refuse_late(request, by)
    media = _taken(request, by, file, from_press=from_press)
    with transaction.atomic():
        if not from_press:
            refuse_stranger(locked(request, *CAN_BE_ANSWERED), by)
        if claim(file):
            attach(request, by, [media], from_press=from_press)


def _refuse_late(request: Request, by: Person) -> None:
    """Refuse before the file is read. Checked again when it is attached, because a video takes seconds to store."""
    with transaction.atomic():
        refuse_stranger(locked(request, *CAN_BE_ANSWERED), by)


def target_of(request: Request) -> str:
    """Name under which uploads in parts are kept for this request."""
    return f"request:{request.pk}"


def _taken(request: Request, by: Person, file: Any, *, from_press: bool) -> Media:
    if from_press:
        return take(file, name=file.name or "", by=by)
    return take_material(file, name=file.name or "", by=by, department=request.department)


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
