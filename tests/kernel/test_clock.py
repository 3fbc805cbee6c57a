from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from veche.kernel.clock import (
    WorkingHours,
    add_working_hours,
    at,
    day_bounds,
    is_shortened_day,
    is_working_day,
    local,
    month_bounds,
    month_of,
    named_day,
    now,
    subtract_working_hours,
    today,
    week_bounds,
    week_of,
    working_hours_between,
    working_intervals,
)

CITY = "Asia/Barnaul"  # UTC+7, no summer time
BERLIN = "Europe/Berlin"  # 25 hours on 25 October 2026, 23 hours on 29 March 2026
HOUR = timedelta(hours=1)


def city(year, month, day, hour=0, minute=0):
    return at(date(year, month, day), time(hour, minute), CITY)


@time_machine.travel(datetime(2026, 3, 2, 20, 30, tzinfo=UTC), tick=False)
def test_now_is_aware_and_the_city_is_ahead():
    assert now() == datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
    assert now().tzinfo is UTC
    assert local(now(), CITY).strftime("%d.%m %H:%M %z") == "03.03 03:30 +0700"
    assert today(CITY) == date(2026, 3, 3)


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 3, 2), CITY)  # noqa: DTZ001 -- the mistake under test


def test_week_runs_from_monday_to_sunday_over_the_year_end():
    assert week_of(date(2026, 12, 31)) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week_of(date(2027, 1, 3)) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week_of(date(2028, 2, 29)) == (date(2028, 2, 28), date(2028, 3, 5))


def test_week_bounds_are_the_citys_midnights_in_utc():
    assert week_bounds(date(2026, 10, 21), CITY) == (
        datetime(2026, 10, 18, 17, tzinfo=UTC),
        datetime(2026, 10, 25, 17, tzinfo=UTC),
    )


def test_a_month_ends_with_its_own_last_day_in_the_citys_zone():
    assert month_of(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_of(date(2026, 12, 1)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert month_bounds(date(2026, 12, 31), CITY) == (
        datetime(2026, 11, 30, 17, tzinfo=UTC),
        datetime(2026, 12, 31, 17, tzinfo=UTC),
    )


def test_week_of_the_clock_change_is_an_hour_longer():
    start, end = week_bounds(date(2026, 10, 21), BERLIN)

    assert (start, end) == (datetime(2026, 10, 18, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC))
    assert end - start == timedelta(days=7, hours=1)
    spring_start, spring_end = day_bounds(date(2026, 3, 29), BERLIN)
    assert spring_end - spring_start == 23 * HOUR


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 8), False),  # Thursday of the New Year holidays
        (date(2026, 1, 9), False),  # Friday, moved from Saturday 3 January by decree
        (date(2026, 1, 12), True),
        (date(2026, 2, 23), False),
        (date(2026, 3, 9), False),  # Monday after Sunday 8 March
        (date(2026, 5, 11), False),  # Monday after Saturday 9 May
        (date(2026, 6, 12), False),
        (date(2026, 11, 4), False),
        (date(2026, 11, 3), True),
        (date(2026, 12, 31), False),  # Thursday, moved from Sunday 4 January by decree
        (date(2026, 7, 4), False),  # an ordinary Saturday
        (date(2025, 11, 1), True),  # Saturday worked for Monday 3 November
        (date(2025, 11, 3), False),
        (date(2024, 12, 28), True),  # Saturday worked for Monday 30 December
        (date(2024, 12, 30), False),
        (date(2028, 2, 29), True),  # leap day, a Tuesday
    ],
)
def test_working_days_follow_the_production_calendar(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(("year", "days"), [(2021, 247), (2022, 247), (2024, 248), (2025, 247), (2026, 247)])
def test_a_year_has_the_published_number_of_working_days(year, days):
    first = date(year, 1, 1)
    whole_year = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]

    assert sum(map(is_working_day, whole_year)) == days


@pytest.mark.parametrize(
    ("year", "eves"),
    [
        (2024, ["02-22", "03-07", "05-08", "06-11", "11-02"]),
        (2025, ["03-07", "04-30", "06-11", "11-01"]),
        (2026, ["04-30", "05-08", "06-11", "11-03"]),
    ],
)
def test_shortened_days_are_the_published_ones(year, eves):
    first = date(year, 1, 1)
    whole_year = [first + timedelta(n) for n in range(366)]

    assert [f"{day:%m-%d}" for day in whole_year if day.year == year and is_shortened_day(day)] == eves


def test_an_ordinary_day_has_a_morning_and_an_afternoon():
    assert working_intervals(date(2026, 7, 1), CITY) == [
        (city(2026, 7, 1, 8), city(2026, 7, 1, 12)),
        (city(2026, 7, 1, 13), city(2026, 7, 1, 17)),
    ]
    assert working_intervals(date(2026, 7, 4), CITY) == []
    assert working_intervals(date(2026, 11, 3), CITY)[1] == (city(2026, 11, 3, 13), city(2026, 11, 3, 16))


def test_a_short_day_may_end_before_lunch():
    mornings = WorkingHours(opens=time(8), closes=time(13), lunch_from=time(12), lunch_to=time(13))

    assert working_intervals(date(2026, 11, 3), CITY, mornings) == [(city(2026, 11, 3, 8), city(2026, 11, 3, 12))]


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        (city(2026, 7, 1, 9), city(2026, 7, 1, 11), 2 * HOUR),
        (city(2026, 7, 1, 11), city(2026, 7, 1, 14), 2 * HOUR),  # lunch does not count
        (city(2026, 7, 1, 12, 10), city(2026, 7, 1, 12, 50), 0 * HOUR),
        (city(2026, 7, 3, 16), city(2026, 7, 6, 9), 2 * HOUR),  # over a weekend
        (city(2026, 11, 3, 0), city(2026, 11, 5, 0), 7 * HOUR),  # a short day, then a holiday
        (city(2026, 12, 30, 16), city(2027, 1, 11, 9), 2 * HOUR),  # over the New Year holidays
        (city(2028, 2, 28, 16), city(2028, 3, 1, 9), 10 * HOUR),  # over a leap day
        (city(2026, 7, 1, 11), city(2026, 7, 1, 9), -2 * HOUR),
    ],
)
def test_working_time_between(start, end, worked):
    assert working_hours_between(start, end, CITY) == worked


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        (city(2026, 7, 1, 9), 2 * HOUR, city(2026, 7, 1, 11)),
        (city(2026, 7, 1, 11), 2 * HOUR, city(2026, 7, 1, 14)),
        (city(2026, 7, 1, 8), 4 * HOUR, city(2026, 7, 1, 12)),
        (city(2026, 7, 1, 20), HOUR, city(2026, 7, 2, 9)),
        (city(2026, 7, 3, 16), 9 * HOUR, city(2026, 7, 6, 17)),
        (city(2026, 12, 30, 16, 30), HOUR, city(2027, 1, 11, 8, 30)),
        (city(2026, 7, 1, 20), 0 * HOUR, city(2026, 7, 1, 20)),
    ],
)
def test_adding_working_time(start, amount, due):
    assert add_working_hours(start, amount, CITY) == due


def test_working_time_is_not_added_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_hours(city(2026, 7, 1), -HOUR, CITY)


def test_an_office_open_through_the_night_of_the_clock_change_works_an_hour_more():
    nights = WorkingHours(opens=time(0), closes=time(23), lunch_from=time(22), lunch_to=time(23))
    friday, monday = at(date(2026, 10, 23), time(12), BERLIN), at(date(2026, 10, 26), time(12), BERLIN)

    assert working_hours_between(friday, monday, BERLIN, nights) == 22 * HOUR
    assert monday - friday == timedelta(days=3, hours=1)


@given(
    st.integers(0, 2_000_000).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.timedeltas(timedelta(minutes=1), timedelta(hours=60)),
    st.sampled_from([CITY, BERLIN, "America/New_York", "Pacific/Apia"]),
)
def test_what_is_added_is_what_lies_between(start, amount, zone):
    due = add_working_hours(start, amount, zone)

    assert due.utcoffset() == timedelta()
    assert working_hours_between(start, due, zone) == amount
    assert working_hours_between(due, start, zone) == -amount
    assert working_hours_between(subtract_working_hours(due, amount, zone), due, zone) == amount


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        ("2026-W48-1", date(2026, 11, 23)),
        ("1899-12-31", None),
        ("2200-01-01", None),
        ("0001-01-01", None),
        ("9999-W52-1", None),
        ("завтра", None),
        ("", None),
    ],
)
def test_a_day_that_an_address_names(text: str, day: date | None):
    """Beyond two centuries a day has no preceding week, or no midnight in UTC, and is refused too."""
    assert named_day(text) == day
