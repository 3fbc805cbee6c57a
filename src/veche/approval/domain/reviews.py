"""Reviews after the release: of sheets with one signature, and of those that their author approved alone."""

from django.db.models import QuerySet

from veche.approval.domain.holders import steps_held
from veche.approval.domain.review_news import tell_reviewers
from veche.approval.domain.turns import after_working_hours
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.kernel.clock import now
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

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
    tell_reviewers(sheet, asked)


def open_reviews(administration: Administration) -> QuerySet[Step]:
    """Reviews still to be made, most urgent first."""
    found: QuerySet[Step] = Step.objects.of(administration).filter(
        review_open=True, sheet__administration=administration
    )
    found = found.select_related("sheet__version__post__plan_item", "sheet__hastened_by", "department", "office")
    return found.order_by("due_at", "pk")


def my_reviews(person: Person) -> set[int]:
    """Ids of the open reviews that this person makes."""
    return set(steps_held(open_reviews(person.administration), person))
