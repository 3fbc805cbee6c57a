"""Reviews after the release: of sheets with one signature, and of those that their author approved alone."""

from datetime import date

from django.db.models import QuerySet

from veche.approval.domain.holders import answered_by, deciding_roles
from veche.approval.domain.review_news import notify_reviewers
from veche.approval.domain.turns import after_working_hours
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.kernel.clock import now, today
from veche.staff.compiled import compiled_once
from veche.staff.enums import Role
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

# Working hours for a review: one working day.
FOR_A_REVIEW = 8


def begin_reviews(sheet: ApprovalSheet) -> None:
    """Ask for the reviews of an agreed sheet, also by letter. One that its author approved alone is reviewed by the
    Head.
    """
    city = sheet.administration
    if Decision.objects.of(city).filter(step__sheet=sheet, alone=True).exists():
        last = Step.objects.of(city).filter(sheet=sheet).order_by("-position").first()
        Step.objects.create(
            administration=city,
            sheet=sheet,
            position=(last.position if last else 0) + 1,
            role=Role.HEAD,
            later=True,
            due_at=now(),
        )
    reviews = Step.objects.of(city).filter(sheet=sheet, later=True, decision=None)
    asked = list(reviews.select_related("administration", "department", "office").order_by("pk"))
    reviews.update(review_open=True, asked_at=now(), due_at=after_working_hours(city, now(), FOR_A_REVIEW))
    notify_reviewers(sheet, asked)


def open_reviews(administration: Administration) -> list[Step]:
    """Reviews still to be made, most urgent first."""
    return _reviews(administration.pk)


@compiled_once
def _reviews(city: int) -> QuerySet[Step]:
    found = _open(city).select_related("sheet__version__post__plan_item", "sheet__hastened_by", "department", "office")
    return found.order_by("due_at", "pk")


def _open(city: int) -> QuerySet[Step]:
    found: QuerySet[Step] = Step.objects.of(city)
    return found.filter(review_open=True, sheet__administration=city)


def my_reviews(person: Person) -> set[int]:
    """Ids of the open reviews that this person makes."""
    roles = deciding_roles(person)
    if not roles:
        return set()
    return set(_mine(person.administration_id, person, today(person.administration.time_zone), roles))


@compiled_once
def _mine(city: int, person: Person, day: date, roles: frozenset[Role]) -> QuerySet[Step, int]:
    found: QuerySet[Step, int] = _open(city).filter(answered_by(city, person, day, roles)).values_list("pk", flat=True)
    return found


def reading_of_reviews(person: Person) -> Reading[list[Step]]:
    """The open reviews that this person makes, with what a line shows of them, most urgent first."""
    roles, day = deciding_roles(person), today(person.administration.time_zone)
    return Reading(_with_posts.bind(person.administration_id, person, day, roles) if roles else None, list)


@compiled_once
def _with_posts(city: int, person: Person, day: date, roles: frozenset[Role]) -> QuerySet[Step]:
    mine = _open(city).filter(answered_by(city, person, day, roles))
    return mine.select_related("sheet__version__post__plan_item", "sheet__hastened_by").order_by("due_at", "pk")
