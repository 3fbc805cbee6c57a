"""Letters to those outside the press service whose decision is awaited: the Head, a deputy, a lawyer.

A department's step is a request, which tells its curators (`department_requests.py`); the head of press is in Veche all
day. Who decides a step changes with the day and with people, so it is looked for instead of told by the verbs.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import Q, QuerySet
from django.urls import reverse

from veche.alarms.models import Alarm
from veche.alarms.news import Matter, Notification
from veche.approval.domain.authors import authors
from veche.approval.domain.holders import people_for_each, steps_decided_by
from veche.approval.domain.queries import OPEN, each_of
from veche.approval.models import Step
from veche.kernel.clock import now
from veche.kit.moments import dated
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

NEWS = "approval.asked"
ASKED_BY_LETTER = (Role.AUDITOR, Role.DEPUTY_HEAD, Role.HEAD)
READ_IT = "Прочитайте текст и согласуйте его или верните с замечанием."


def find(_moment: datetime) -> Iterator[Notification]:
    """Whose yes is awaited and who has not been told. Three queries; for each administration at least one more."""
    steps = sorted(each_of(_waiting()), key=lambda step: step.administration_id)
    rows = Alarm.objects.unscoped().filter(kind=NEWS, subject__in=[step.pk for step in steps])
    told = set(rows.values_list("subject", "person"))
    for city, found in groupby(steps, lambda step: step.administration_id):
        asked = list(found)
        for step, (people, _above) in zip(asked, people_for_each(asked), strict=True):
            known = authors(step.sheet.version) | {person for subject, person in told if subject == step.pk}
            yield Notification(city, NEWS, step.pk, [person for person in people if person.pk not in known])


def _waiting() -> QuerySet[Step]:
    in_plan = Q(sheet__version__post__plan_item__cancelled_at=None)
    rows: QuerySet[Step] = Step.objects.unscoped().filter(OPEN, in_plan, later=False, role__in=ASKED_BY_LETTER)
    rows = rows.select_related("administration", "office", "sheet__version__post")
    return rows.prefetch_related("sheet__version__writers")


def asked_matters(administration: Administration, person: Person, steps: Sequence[int]) -> Mapping[int, Matter]:
    """Steps among these that this person still decides."""
    waiting = Step.objects.of(administration).filter(OPEN, later=False, pk__in=steps)
    found = waiting.filter(pk__in=list(steps_decided_by(waiting, person)))
    return {step.pk: _matter(step, administration) for step in found.select_related("sheet__version__post__plan_item")}


def _matter(step: Step, administration: Administration) -> Matter:
    zone, page = administration.time_zone, reverse("approval:detail", args=[step.pk])
    return Matter(
        title=step.sheet.version.post.plan_item.title,
        lines=(step.question or READ_IT, f"Ответа ждут до срока: {dated(step.due_at, zone)}."),
        action="Прочитать",
        path=page,
        at=step.due_at,
        late=step.due_at < now(),
        thing=page,
    )
