"""«Повторы»: on which days an item comes again, and that each day is placed once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from dateutil import rrule  # type: ignore[import-untyped]
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_account, make_series
from tests.people import client_of
from veche.accounts.models import Account
from veche.kernel.clock import at
from veche.plan.domain.items import cancel_item, move_item
from veche.plan.domain.repeats import days_of, left_out, said
from veche.plan.domain.series import change_series, place, place_due, resume_series, stop_series
from veche.plan.enums import Rhythm
from veche.plan.models import PlanItem, Series
from veche.plan.series_forms import SeriesForm
from veche.staff.models import Person

ZONE = "Asia/Barnaul"
NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # Wednesday, 12:00 in Rubtsovsk
TUESDAYS = [date(2026, 12, day) for day in (1, 8, 15, 22, 29)]


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def repeated(**fields: object) -> Series:
    return Series(**{"title": "Вывоз", "weekdays": "1", "starts_on": date(2026, 11, 25), "hour": time(12)} | fields)


def placed(series: Series) -> list[date]:
    return [day for day in series.items.order_by("series_day").values_list("series_day", flat=True) if day]


def oracle(series: Series) -> rrule.rrule:
    """The same by RFC 5545, from dateutil."""
    if series.rhythm == Rhythm.WEEKLY:
        days = [int(digit) for digit in series.weekdays]
        return rrule.rrule(rrule.WEEKLY, dtstart=_start(series), interval=series.every, byweekday=days)
    if series.rhythm == Rhythm.MONTHLY:
        return rrule.rrule(rrule.MONTHLY, dtstart=_start(series), bymonthday=series.starts_on.day)
    return rrule.rrule(
        rrule.YEARLY, dtstart=_start(series), bymonth=series.starts_on.month, bymonthday=series.starts_on.day
    )


def _start(series: Series) -> datetime:
    return datetime.combine(series.starts_on, time())


@given(
    rhythm=st.sampled_from(Rhythm.values),
    weekdays=st.sets(st.sampled_from("0123456"), min_size=1),
    every=st.integers(1, 4),
    starts_on=st.dates(date(2023, 1, 1), date(2028, 12, 31)),
    ahead=st.integers(0, 900),
)
def test_days_are_those_of_the_calendar_standard(
    rhythm: str, weekdays: set[str], every: int, starts_on: date, ahead: int
):
    series = repeated(rhythm=rhythm, weekdays="".join(sorted(weekdays)), every=every, starts_on=starts_on)
    last = starts_on + timedelta(days=ahead)

    wanted = oracle(series).between(_start(series), datetime.combine(last, time()), inc=True)

    assert [*days_of(series, starts_on - timedelta(days=9), last)] == [moment.date() for moment in wanted]


@pytest.mark.parametrize(
    ("fields", "words", "warning"),
    [
        ({}, "каждый вторник в 12:00", ""),
        ({"weekdays": "14", "every": 2}, "по вторникам и пятницам раз в две недели в 12:00", ""),
        ({"weekdays": "0123456"}, "каждый день в 12:00", ""),
        (
            {"rhythm": "monthly", "starts_on": date(2026, 12, 31)},
            "каждый месяц 31-го числа в 12:00",
            "Где нет 31-го числа, пункта в этом месяце не будет.",
        ),
        (
            {"rhythm": "yearly", "starts_on": date(2028, 2, 29)},
            "каждый год 29 февраля в 12:00",
            "29 февраля бывает раз в четыре года: в остальные годы пункта не будет.",
        ),
    ],
)
def test_a_series_is_said_in_words(fields: dict[str, object], words: str, warning: str):
    assert said(repeated(**fields)) == words
    assert left_out(repeated(**fields)) == warning


@time_machine.travel(NOON, tick=False)
def test_a_day_is_placed_once(alice: Person, account: Account):
    series = make_series(alice.administration, by=alice, accounts=(account,))

    assert place_due() == 5
    moved, dropped = PlanItem.objects.unscoped().order_by("publish_at")[:2]
    move_item(item=moved, by=alice, publish_at=moved.publish_at + timedelta(days=1))
    cancel_item(item=dropped, by=alice)

    assert place_due() == 0
    assert placed(series) == TUESDAYS
    assert moved.title == "Вывоз мусора"
    assert moved.author == alice
    assert [*moved.accounts.all()] == [account]
    assert PlanItem.objects.unscoped().get(series_day=TUESDAYS[-1]).publish_at == at(TUESDAYS[-1], time(12), ZONE)


@time_machine.travel(NOON, tick=False)
def test_a_change_touches_only_what_is_not_placed_yet(alice: Person, account: Account):
    series = make_series(alice.administration, by=alice, accounts=(account,))
    place(series)
    form = SeriesForm(administration=alice.administration, series=series)
    said = {**form.initial, "weekdays": "13", "title": "Вывоз веток", "accounts": [account]}

    change_series(series=series, by=alice, said=said)

    titles = PlanItem.objects.unscoped().order_by("publish_at").values_list("title", flat=True)
    assert [*titles].count("Вывоз мусора") == 5
    assert [*titles].count("Вывоз веток") == 5


@time_machine.travel(NOON, tick=False)
def test_a_stopped_series_goes_on_from_the_day_it_is_resumed(alice: Person, account: Account):
    series = make_series(alice.administration, by=alice, accounts=(account,), ends_on=date(2026, 12, 20))
    stop_series(series=series, by=alice)
    assert place_due() == 0

    with time_machine.travel(NOON + timedelta(days=10), tick=False):
        resume_series(series=series, by=alice)
        assert placed(series) == [date(2026, 12, 8), date(2026, 12, 15)]
    account.closed_at = NOON
    account.save()
    other = make_series(alice.administration, by=alice, accounts=(account,))
    place_due()
    assert placed(other) == []


def test_a_repeating_item_by_its_pages(alice: Person, account: Account):
    with time_machine.travel(NOON, tick=False):
        press: Client = client_of(alice)
        typed = {
            "title": "Афиша",
            "rhythm": "weekly",
            "every": "2",
            "starts_on": "2026-11-25",
            "hour": "16:00",
            "accounts": account.pk,
            "format": "photo",
            "category": "important",
            "once": "1",
        }
        refused = press.post(reverse("plan:add_series"), typed)
        for _press in range(2):
            press.post(reverse("plan:add_series"), typed | {"weekdays": ["4"]})
        series = Series.objects.unscoped().get()
        listed = press.get(reverse("plan:all_series")).content.decode()
        shown = press.get(reverse("plan:series", args=[series.pk])).content.decode()
        ends = typed | {"weekdays": ["4"], "ends_on": "2026-11-01"}
        backwards = press.post(reverse("plan:series_change", args=[series.pk]), ends)

    assert refused.status_code == 422
    assert "Отметьте хотя бы один день недели" in refused.content.decode()
    assert placed(series) == [date(2026, 11, 27), date(2026, 12, 11), date(2026, 12, 25)]
    assert "по пятницам раз в две недели в 16:00" in listed
    assert "11 декабря" in shown
    assert "Конец раньше начала" in backwards.content.decode()
