"""Letters to those who review what was released without them."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.news import Matter
from veche.approval.domain.authors import authors
from veche.approval.domain.holders import people_for_each
from veche.approval.models import ApprovalSheet, Step
from veche.kit.moments import dated
from veche.staff.models import Administration, Person

NEWS = "approval.review"
UNTIL = "Посмотрите до срока: {when}. Что не так, верните с замечанием."


def notify_reviewers(sheet: ApprovalSheet, reviews: Iterable[Step]) -> None:
    """Tell, once, everybody who may make one of these reviews. The caller holds the transaction.

    A department's review is a request, which tells its curators (`department_requests.py`).
    """
    writers = authors(sheet.version)
    asked = [step for step in reviews if step.department_id is None]
    for step, (people, _above) in zip(asked, people_for_each(asked), strict=True):
        notify(sheet.administration_id, NEWS, step.pk, [person for person in people if person.pk not in writers])


def review_matters(administration: Administration, _person: Person, steps: Sequence[int]) -> Mapping[int, Matter]:
    """Reviews among these that are still to be made, for a letter."""
    found = Step.objects.of(administration).filter(review_open=True, pk__in=steps)
    return {
        step.pk: Matter(
            title=step.sheet.version.post.plan_item.title,
            lines=(_why(step.sheet), UNTIL.format(when=dated(step.due_at, administration.time_zone))),
            action="Проверить",
            path=reverse("approval:detail", args=[step.pk]),
            at=step.due_at,
        )
        for step in found.select_related("sheet__version__post__plan_item", "sheet__hastened_by")
    }


def _why(sheet: ApprovalSheet) -> str:
    if sheet.hastened_by is not None:
        reason = sheet.hastened_why.rstrip(" .")
        return f"Выпустили срочно с одной подписью ({sheet.hastened_by}): {reason}."
    return "Автор согласовал свой текст сам: в пресс-службе был один человек."
