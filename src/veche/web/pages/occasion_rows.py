"""Rows of «Сегодня» about occasions: those that were moved or cancelled, and those of which nothing is planned."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from veche.kit.moments import spoken
from veche.plan.domain.queries import Untold, reading_of_untold
from veche.plan.domain.shifts import reading_of_shifted
from veche.plan.models import PlanItem
from veche.plan.words import shift_of, when_of
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web.pages.row import Row, Verb


def readings_of_occasions(me: Person) -> list[Reading[Any]]:
    """What `shift_rows` and `untold_rows` show; without a query for those who do not plan."""
    if not may(me, "plan.edit"):
        return [Reading(None, list), Reading(None, list)]
    return [reading_of_shifted(me.administration), reading_of_untold(me.administration)]


def shift_rows(shifted: Iterable[PlanItem], zone: str) -> list[Row]:
    """One row for each item, the next to go out first."""
    return [_row(item, zone) for item in shifted]


def untold_rows(found: Sequence[Untold], zone: str) -> list[Row]:
    """One row for all near occasions of which nothing is planned."""
    if not found:
        return []
    (title, starts_at, has_hour), url = found[0], f"{reverse('plan:occasions')}?show=soon"
    when = when_of(starts_at, has_hour=has_hour, zone=zone)
    rest = f"{when}, и ещё {len(found) - 1}" if len(found) > 1 else when
    return [
        Row(
            what=title,
            icon="bulb",
            say="скоро, а ничего не запланировано",
            rest=rest,
            url=url,
            verbs=(Verb("Посмотреть", url),),
        )
    ]


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
