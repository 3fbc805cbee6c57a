"""Rows of «Сегодня» about plan items whose occasion was moved or cancelled."""

from django.urls import reverse

from veche.kit.moments import spoken
from veche.plan.domain.shifts import shifted_items
from veche.plan.models import PlanItem
from veche.plan.words import shift_of
from veche.staff.access import may
from veche.staff.models import Person
from veche.web.pages.row import Row, Verb


def shift_rows(me: Person) -> list[Row]:
    """One row for each item, the next to go out first. One query; none for those who do not plan."""
    if not may(me, "plan.edit"):
        return []
    return [_row(item, me.administration.time_zone) for item in shifted_items(me.administration)]


def _row(item: PlanItem, zone: str) -> Row:
    url = reverse("web:item", args=[item.pk])
    return Row(
        what=item.title,
        icon="calendar-event",
        tone="warn",
        say=shift_of(item, zone).rstrip("."),
        rest=f"запись стоит на {spoken(item.publish_at, zone)}",
        url=url,
        verbs=(Verb("Решить", url),),
    )
