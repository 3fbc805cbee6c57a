"""Working hours, own days and duty: what they do to deadlines, and their page."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
import time_machine
from django.urls import reverse

from tests.people import client_of
from veche.journal.models import Entry
from veche.kernel.clock import add_working_hours, working_hours_between, working_intervals
from veche.staff.domain.working_hours import add_duty, add_own_day, hours_of, on_duty, set_hours, unusual_days
from veche.staff.enums import OwnDayKind
from veche.staff.errors import DutyTaken, InThePast, OwnDayTaken
from veche.staff.models import Administration, Duty, OfficeHours, OwnDay, Person

# Working days of 2027 by the government's calendar, an hour shorter where starred: 2 January moved to 5 November,
# 3 January to 31 December, Saturday 20 February worked for Monday 22. The city's own: 27 August off (its day), Saturday
# 25 December worked for it, 30 December shorter.
CALENDAR = {
    1: "11 12 13 14 15 18 19 20 21 22 25 26 27 28 29",
    2: "1 2 3 4 5 8 9 10 11 12 15 16 17 18 19 20* 24 25 26",
    3: "1 2 3 4 5 9 10 11 12 15 16 17 18 19 22 23 24 25 26 29 30 31",
    4: "1 2 5 6 7 8 9 12 13 14 15 16 19 20 21 22 23 26 27 28 29 30*",
    5: "4 5 6 7 11 12 13 14 17 18 19 20 21 24 25 26 27 28 31",
    6: "1 2 3 4 7 8 9 10 11* 15 16 17 18 21 22 23 24 25 28 29 30",
    7: "1 2 5 6 7 8 9 12 13 14 15 16 19 20 21 22 23 26 27 28 29 30",
    8: "2 3 4 5 6 9 10 11 12 13 16 17 18 19 20 23 24 25 26 30 31",
    9: "1 2 3 6 7 8 9 10 13 14 15 16 17 20 21 22 23 24 27 28 29 30",
    10: "1 4 5 6 7 8 11 12 13 14 15 18 19 20 21 22 25 26 27 28 29",
    11: "1 2 3* 8 9 10 11 12 15 16 17 18 19 22 23 24 25 26 29 30",
    12: "1 2 3 6 7 8 9 10 13 14 15 16 17 20 21 22 23 24 25 27 28 29 30*",
}
OWN = ((date(2027, 8, 27), OwnDayKind.OFF), (date(2027, 12, 25), "working"), (date(2027, 12, 30), "shortened"))
CITY = timezone(timedelta(hours=7))
QUARTER = timedelta(minutes=15)


@pytest.fixture
def rubtsovsk(rubtsovsk: Administration) -> Administration:
    """Half past eight to a quarter past five, lunch from half past twelve for 45 minutes: eight hours."""
    OfficeHours.objects.create(
        administration=rubtsovsk, opens=time(8, 30), closes=time(17, 15), lunch_from=time(12, 30), lunch_to=time(13, 15)
    )
    for day, kind in OWN:
        OwnDay.objects.create(administration=rubtsovsk, day=day, kind=kind)
    return rubtsovsk


def quarters() -> list[datetime]:
    """Beginnings of all working quarters of an hour of 2027, in order, from the table above."""
    found = []
    for month, days in CALENDAR.items():
        for day in days.split():
            midnight = datetime(2027, month, int(day.strip("*")), tzinfo=CITY)
            last = (16 if day.endswith("*") else 17) * 4 + 1
            marks = [*range(8 * 4 + 2, 12 * 4 + 2), *range(13 * 4 + 1, last)]
            found += [midnight + mark * QUARTER for mark in marks]
    return found


def test_a_year_of_working_time_in_utc_plus_seven(rubtsovsk: Administration):
    hours, day = hours_of(rubtsovsk), date(2027, 1, 1)
    found = []
    while day.year == 2027:
        for opens, closes in working_intervals(day, rubtsovsk.time_zone, hours):
            found += [opens + n * QUARTER for n in range((closes - opens) // QUARTER)]
        day += timedelta(days=1)

    assert found == quarters()
    assert len(found) == (247 * 8 - 5) * 4


def test_a_deadline_of_eight_hours_from_any_quarter_of_the_year(rubtsovsk: Administration):
    """Asked at any moment, nights and holidays included, eight working hours end where the table says."""
    hours, table = hours_of(rubtsovsk), quarters()
    amount = timedelta(hours=8)
    at = datetime(2027, 1, 1, 0, 7, tzinfo=CITY)
    wrong = {}
    while at < datetime(2027, 12, 20, tzinfo=CITY):
        ahead = next(n for n, begins in enumerate(table) if begins + QUARTER > at)
        begun = max(at - table[ahead], timedelta())
        due = table[ahead + 31] + QUARTER if not begun else table[ahead + 32] + begun
        found = add_working_hours(at, amount, rubtsovsk.time_zone, hours)
        if (found, working_hours_between(at, due, rubtsovsk.time_zone, hours)) != (due, amount):
            wrong[at] = found
        at += timedelta(hours=5, minutes=11)

    assert wrong == {}


def test_without_lunch_the_day_is_whole(rubtsovsk: Administration):
    OfficeHours.objects.of(rubtsovsk).update(lunch_from=None, lunch_to=None)

    assert working_intervals(date(2027, 7, 1), "Asia/Barnaul", hours_of(rubtsovsk)) == [
        (datetime(2027, 7, 1, 1, 30, tzinfo=UTC), datetime(2027, 7, 1, 10, 15, tzinfo=UTC))
    ]


@time_machine.travel(datetime(2027, 8, 1, 3, tzinfo=UTC), tick=False)
def test_unusual_days_are_named_once_with_their_holidays(rubtsovsk: Administration):
    rows = [row for row in unusual_days(rubtsovsk, date(2027, 10, 30)) if row.first.year == 2027]

    assert [(f"{row.first:%d.%m}", f"{row.last:%d.%m}", row.label, bool(row.own)) for row in rows] == [
        ("03.11", "03.11", "короче на час", False),
        ("04.11", "07.11", "выходные", False),
        ("25.12", "25.12", "рабочий", True),
        ("30.12", "30.12", "короче на час", True),
        ("31.12", "09.01", "выходные", False),
    ]


def test_hours_are_saved_and_said_in_the_journal(carol: Person):
    words = {"opens": "09:00", "closes": "18:00", "lunch_from": "", "lunch_to": ""}
    answer = client_of(carol).post(reverse("staff:change_hours"), words)

    assert answer["Location"] == reverse("staff:hours")
    assert (hours_of(carol.administration).opens, hours_of(carol.administration).lunch_from) == (time(9), time(18))
    entry = Entry.objects.of(carol.administration).get(verb="staff.hours_changed")
    assert entry.facts == {"opens": "09:00", "closes": "18:00"}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"closes": "08:00"}, "closes"),
        ({"lunch_to": ""}, "lunch_to"),
        ({"lunch_from": "07:00"}, "lunch_to"),
        ({"lunch_to": "12:00"}, "lunch_to"),
    ],
)
def test_hours_that_cannot_be_are_refused(said: dict[str, str], field: str, carol: Person):
    words = {"opens": "08:30", "closes": "17:15", "lunch_from": "12:30", "lunch_to": "13:15"} | said
    answer = client_of(carol).post(reverse("staff:change_hours"), words)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


def test_an_own_day_is_one_and_ahead(carol: Person):
    city = carol.administration
    with pytest.raises(OwnDayTaken):
        add_own_day(by=carol, administration=city, day=date(2027, 8, 27), kind=OwnDayKind.WORKING, reason="")
    with pytest.raises(InThePast):
        add_own_day(by=carol, administration=city, day=date(2020, 8, 27), kind=OwnDayKind.OFF, reason="")


@time_machine.travel(datetime(2027, 8, 20, 3, tzinfo=UTC), tick=False)  # Friday morning
def test_who_is_on_duty_answers_outside_working_hours_only(carol: Person, alice: Person):
    city = carol.administration
    first, last = date(2027, 8, 20), date(2027, 8, 22)
    duty = add_duty(by=carol, administration=city, person=alice, since=first, until=last)
    with pytest.raises(DutyTaken):
        add_duty(by=carol, administration=city, person=alice, since=last, until=last)

    def there(day: int, hour: int) -> list[Duty]:
        return on_duty(city, datetime(2027, 8, day, hour, tzinfo=CITY))

    assert there(20, 10) == []
    assert there(20, 13) == [duty]  # lunch
    assert there(20, 23) == there(22, 12) == [duty]
    assert there(23, 3) == []


def test_the_page_shows_all_of_it(carol: Person, alice: Person):
    today = date.today()  # noqa: DTZ011 -- only to stand before the day of the city
    add_duty(by=carol, administration=carol.administration, person=alice, since=today, until=today + timedelta(9))
    page = client_of(alice).get(reverse("staff:hours"))

    assert page.status_code == 200
    assert [str(one.person) for one in page.context["duties"]] == [str(alice)]
    assert "Изменить часы" not in page.content.decode()


def test_the_same_hours_are_no_change(carol: Person):
    set_hours(
        by=carol,
        administration=carol.administration,
        opens=time(8, 30),
        closes=time(17, 15),
        lunch=(time(12, 30), time(13, 15)),
    )
    assert not Entry.objects.of(carol.administration).filter(verb="staff.hours_changed").exists()
