"""A department's step of a sheet is a request («поручение»): one list, one deadline, one reminder for its curators.

Each verb of a sheet calls `sync_requests` last, so that open requests follow the steps that wait.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from veche.approval.domain.queries import OPEN
from veche.approval.models import ApprovalSheet, Step
from veche.posts.models import Post
from veche.requests.domain.managed import end_managed, managed_requests, move_managed, open_managed, settle_managed
from veche.requests.enums import Reach
from veche.requests.kinds import RequestKind, Subject, register
from veche.requests.models import Request
from veche.staff.enums import Role
from veche.staff.models import Administration

KIND = "agree"
BATCH = 100
QUESTION = "Прочитайте текст и согласуйте его или верните с замечанием."
REVIEW = "Запись согласовали без вашей подписи. Прочитайте её и скажите, всё ли верно."
_SILENCE = "Молчание до срока стало согласием: так сказано в маршруте."
_CLOSED = "Текст вернули на правку или забрали: согласовывать больше нечего. Новая версия придёт новым поручением."
_HASTENED = "Запись выпускают по одной подписи. Если её надо будет проверить, придёт новое поручение."


def sync_requests(sheet: ApprovalSheet) -> None:
    """Open, move and close requests until they say what the sheet's steps say. Needs a transaction."""
    steps = list(_of_departments().filter(administration=sheet.administration_id, sheet=sheet))
    if not steps:
        return
    found = managed_requests(sheet.administration, KIND, [step.pk for step in steps])
    for step in steps:
        _sync(step, found.get(step.pk))


def sync_requests_of(post: Post) -> None:
    """The same for every open sheet of a post, whose hour has changed."""
    sheets = ApprovalSheet.objects.of(post.administration_id).filter(version__post=post, closed_at=None)
    for sheet in sheets.select_related("administration"):
        sync_requests(sheet)


def open_missing() -> int:
    """Open requests of steps that have waited since before an upgrade. Nobody is told again. Returns their number."""
    return sum(_open_if_missing(step) for step in list(_without_request()[:BATCH]))


def _open_if_missing(step: Step) -> bool:
    """Whether a request was opened: somebody may have decided the step meanwhile."""
    with transaction.atomic():
        rows = Step.objects.of(step.administration_id).select_related("sheet")
        rows.select_for_update(of=("self", "sheet")).filter(pk=step.pk).first()  # as `decide.lock_step`
        found = _without_request().filter(pk=step.pk).first()
        if found is not None:
            _open(found, quiet=True)
    return found is not None


def _without_request() -> QuerySet[Step]:
    asked = Request.objects.unscoped().filter(kind=KIND, subject_id=OuterRef("pk"), closed_at=None)
    return _of_departments().filter(OPEN | Q(review_open=True, decision=None), ~Exists(asked))


def reminded(step: Step) -> bool:
    """Whether the request of the step has reminded its curators; they are told nothing else."""
    return (
        Request.objects.of(step.administration_id)
        .filter(kind=KIND, subject_id=step.pk, closed_at=None, reach__gte=Reach.REMINDED)
        .exists()
    )


def _of_departments() -> QuerySet[Step]:
    rows: QuerySet[Step] = Step.objects.unscoped().filter(role=Role.CURATOR, department__isnull=False)
    return rows.select_related(
        "administration", "department", "decision__person", "sheet__opened_by", "sheet__version__post__plan_item"
    )


def _sync(step: Step, request: Request | None) -> None:
    waits = _waits(step)
    if waits and request is None:
        _open(step)
    elif request is not None and waits and request.due_at != step.due_at:
        move_managed(request, step.due_at)
    elif request is not None and not waits:
        _close(step, request)


def _waits(step: Step) -> bool:
    if hasattr(step, "decision"):
        return False
    if step.later:
        return step.review_open
    return step.asked_at is not None and step.sheet.closed_at is None


def _open(step: Step, *, quiet: bool = False) -> Request:
    return open_managed(
        administration=step.administration,
        by=step.sheet.opened_by,
        kind=KIND,
        subject_id=step.pk,
        title=step.sheet.version.post.plan_item.title,
        text=step.question or (REVIEW if step.later else QUESTION),
        department=step.department,
        due_at=step.due_at,
        closes_itself=step.silence and not step.later,
        reach=Reach.REMINDED if step.reminded_at else Reach.NOBODY,
        quiet=quiet,
    )


def _close(step: Step, request: Request) -> None:
    decision = getattr(step, "decision", None)
    if decision is not None and decision.person is not None and decision.carried_from_id is None:
        settle_managed(request, by=decision.person)
    elif decision is not None:
        end_managed(request, why=_SILENCE)
    else:
        end_managed(request, why=_HASTENED if step.later else _CLOSED)


def subject(administration: Administration, pk: int) -> Subject | None:
    found: Sequence[Step] = list(_of_departments().filter(administration=administration, pk=pk))
    if not found:
        return None
    return Subject(found[0].sheet.version.post.plan_item.title, reverse("approval:detail", args=[pk]))


def page(request: Request) -> str:
    return reverse("approval:detail", args=[request.subject_id])


def register_kind() -> None:
    register(
        RequestKind(
            KIND,
            "согласовать текст",
            "Согласовать",
            "checks",
            hint="Отдел отвечает за то, что написано.",
            subject=subject,
            page=page,
            order=3,
        )
    )
