"""Reviews after the release that wait for the reader: on «Сегодня» of everybody who makes them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from veche.approval.domain.queries import reading_of_open_steps
from veche.approval.domain.reviews import reading_of_reviews
from veche.approval.models import Step
from veche.kit.moments import until
from veche.staff.models import Person
from veche.staff.together import Reading, read_together
from veche.web import words
from veche.web.pages.row import Row, Verb


def steps_and_reviews(me: Person, *others: Reading[Any]) -> tuple[list[Step], list[Step], list[Any]]:
    """`open_steps`, the reviews that this person makes, and the results of `others`. One query."""
    steps, reviews, *rest = read_together(reading_of_open_steps(me), reading_of_reviews(me), *others)
    return steps, reviews, rest


def review_rows(reviews: Iterable[Step], zone: str) -> list[Row]:
    return [_row(step, zone) for step in reviews]


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
