"""One request with its thread and files, as its page shows them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from veche.kernel import clock
from veche.requests.domain.duty import with_answerers
from veche.requests.models import Attachment, Remark, Request
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import rows_of_each

_READ = ("department", "person", "asked_by", "answered_by")


def find_request(administration: Administration, pk: int) -> Request | None:
    """The request, with `has_answerers`. None if the administration has none with this id. One query."""
    found = next(iter(_one(administration.pk, pk, clock.today(administration.time_zone))), None)
    if found is not None:
        found.administration = administration
    return found


@compiled_once
def _one(city: int, pk: int, day: date) -> QuerySet[Request]:
    return with_answerers(Request.objects.of(city).filter(pk=pk).select_related(*_READ), city, day)


@compiled_once
def _thread(city: int, request: int) -> QuerySet[Remark]:
    """Remarks in order."""
    remarks = Remark.objects.of(city).filter(request=request)
    return remarks.select_related("author", "department").order_by("at", "pk")


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a request.

    `asked`: from the press service; `waiting`: of an answer that is not sent yet; `of_remark`: of sent remarks, by id.
    """

    asked: list[Attachment]
    waiting: list[Attachment]
    of_remark: dict[int, list[Attachment]]


def thread_and_files(request: Request) -> tuple[list[Remark], Files]:
    """Remarks in order, and the files. One query."""
    of_request = (request.administration_id, request.pk)
    thread, files = rows_of_each([_thread.bind(*of_request), _files.bind(*of_request)])
    return thread, _sorted(files)


@compiled_once
def _files(city: int, request: int) -> QuerySet[Attachment]:
    found = Attachment.objects.of(city).filter(request=request)
    return found.select_related("media").order_by("pk")


def _sorted(rows: list[Attachment]) -> Files:
    of_remark = dict[int, list[Attachment]]()
    for one in rows:
        if one.remark_id is not None:
            of_remark.setdefault(one.remark_id, []).append(one)
    unsent = [one for one in rows if one.remark_id is None]
    return Files([one for one in unsent if one.from_press], [one for one in unsent if not one.from_press], of_remark)
