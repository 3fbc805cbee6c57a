"""The working time of a case's term as it is drawn."""

from datetime import timedelta

import pytest
import time_machine

from tests.factories import NOON
from veche.cases.models import Case
from veche.cases.term_lines import Segment, strip
from veche.staff.models import Administration

pytestmark = pytest.mark.django_db


@time_machine.travel(NOON - timedelta(hours=1), tick=False)
def test_a_term_is_drawn_by_halves_of_days_and_a_long_one_by_days(rubtsovsk: Administration) -> None:
    begins = NOON - timedelta(hours=20)
    case = Case(administration=rubtsovsk, begins_at=begins, due_at=NOON + timedelta(hours=2))
    assert strip(case) == [
        Segment(1, 100, "вчера", "16:00–17:00"),
        Segment(4, 75, "сегодня", "08:00–12:00"),
        Segment(1, 0, "сегодня", "13:00–14:00"),
    ]
    case.due_at = NOON + timedelta(days=9)
    days = strip(case)
    assert [one.day for one in days] == ["вчера", *[""] * 7, "4 декабря"]
    assert {one.span for one in days} == {""}
    case.due_at = NOON + timedelta(days=90)
    assert strip(case) == []
