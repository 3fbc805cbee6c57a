"""Reviews after the release that wait for the reader: on «Сегодня» of everybody who makes them."""

from django.urls import reverse

from veche.approval.domain.reviews import reviews_to_make
from veche.approval.models import Step
from veche.kit.moments import until
from veche.staff.models import Person
from veche.web import words
from veche.web.pages.row import Row, Verb


def review_rows(me: Person) -> list[Row]:
    """One query."""
    return [_row(step, me.administration.time_zone) for step in reviews_to_make(me)]


def _row(step: Step, zone: str) -> Row:
    url = reverse("approval:detail", args=[step.pk])
    hastened = step.sheet.hastened_by is not None
    return Row(
        what=f"Проверить {words.quoted(step.sheet.version.post.plan_item.title)}",
        icon="eye",
        tone="warn",
        say="согласовано срочно, без вас" if hastened else "автор согласовал сам",
        rest=until(step.due_at, zone),
        url=url,
        verbs=(Verb("Проверить", url),),
    )
