"""Days and hours as people write them in plans."""

from datetime import date, datetime, time

import pytest

from veche.documents.table import Cell, Value
from veche.plan.reading.days import Day, read_day
from veche.plan.reading.hours import read_hour
from veche.plan.reading.outcome import Period, Reason

# A Tuesday.
TODAY = date(2026, 12, 1)
ANY = Period(TODAY)
MARCH = Period(TODAY, years=(2027,), month=3)


def moment(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """As Excel keeps one: without a zone."""
    return datetime.combine(date(year, month, day), time(hour))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (moment(2027, 1, 12), date(2027, 1, 12)),
        (date(2027, 1, 12), date(2027, 1, 12)),
        (46_399, date(2027, 1, 12)),
        (12.01, date(2027, 1, 12)),
        ("12.01.2027", date(2027, 1, 12)),
        ("12.01.27 г.", date(2027, 1, 12)),
        ("12/01/2027", date(2027, 1, 12)),
        ("12-01-2027", date(2027, 1, 12)),
        ("2027-01-12", date(2027, 1, 12)),
        ("2027.01.12", date(2027, 1, 12)),
        ("12,01,2027", date(2027, 1, 12)),
        ("12.01.2027 в течение дня", date(2027, 1, 12)),
        ("12.01", date(2027, 1, 12)),
        ("12.01 (вт)", date(2027, 1, 12)),
        ("вторник 12 янв.", date(2027, 1, 12)),
        ("12 января", date(2027, 1, 12)),
        ("12-го января 2027 года", date(2027, 1, 12)),
        ("Понедельник,\n3 мая", date(2027, 5, 3)),
        ("5 марта", date(2027, 3, 5)),
        # Lately past, so it is of this year; long past, so it is of the next.
        ("20.11", date(2026, 11, 20)),
        ("20.08", date(2027, 8, 20)),
        # The weekday tells the year: in 2026 it was a Friday.
        ("сб, 20.11", date(2027, 11, 20)),
        ("29 февраля 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read(written: Value, day: date):
    assert read_day(Cell(written), ANY).day == day


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", Reason.NO_DATE),
        (" — ", Reason.NO_DATE),
        ("31 июня", Reason.IMPOSSIBLE_DATE),
        ("30.02.2027", Reason.IMPOSSIBLE_DATE),
        ("29 февраля 2027", Reason.IMPOSSIBLE_DATE),
        ("12.13.2027", Reason.IMPOSSIBLE_DATE),
        ("32.01", Reason.IMPOSSIBLE_DATE),
        ("в течение месяца", Reason.NO_EXACT_DATE),
        ("март", Reason.NO_EXACT_DATE),
        ("до 20 января", Reason.NO_EXACT_DATE),
        ("1–7 марта", Reason.NO_EXACT_DATE),
        ("12 и 14 января", Reason.NO_EXACT_DATE),
        ("12.01, 14.01", Reason.NO_EXACT_DATE),
        ("с 1 по 7 марта", Reason.NO_EXACT_DATE),
        ("каждый вторник", Reason.NO_EXACT_DATE),
        ("по средам", Reason.NO_EXACT_DATE),
        ("понедельник", Reason.NO_EXACT_DATE),
        ("вторая неделя", Reason.NO_EXACT_DATE),
        ("2 квартал", Reason.NO_EXACT_DATE),
        ("дата уточняется", Reason.NO_EXACT_DATE),
        ("2027", Reason.NO_EXACT_DATE),
        ("03.2027", Reason.NO_EXACT_DATE),
        ("к 8 марта", Reason.NO_EXACT_DATE),
        ("с 5.03", Reason.NO_EXACT_DATE),
        ("первая половина марта", Reason.NO_EXACT_DATE),
        ("02.03-03.03", Reason.NO_EXACT_DATE),
        ("по вторникам и четвергам", Reason.NO_EXACT_DATE),
        ("1‑7 марта", Reason.NO_EXACT_DATE),  # with a hyphen that breaks no line
        ("29/30 января", Reason.NO_EXACT_DATE),
        ("29/30.01", Reason.NO_EXACT_DATE),
        ("в течение дня", Reason.NO_EXACT_DATE),
        ("по вт и чт", Reason.NO_EXACT_DATE),
        ("по будням", Reason.NO_EXACT_DATE),
        ("рабочие дни", Reason.NO_EXACT_DATE),
        ("раз в месяц", Reason.NO_EXACT_DATE),
        ("через день", Reason.NO_EXACT_DATE),
        ("на согласовании", Reason.NO_EXACT_DATE),
        ("скоро", Reason.UNREADABLE_DATE),
        ("12", Reason.UNREADABLE_DATE),
        (12, Reason.UNREADABLE_DATE),
        (True, Reason.UNREADABLE_DATE),
        (moment(1900, 1, 12), Reason.UNREADABLE_DATE),
    ],
)
def test_a_day_that_is_none_has_its_reason(written: Value, reason: Reason):
    assert read_day(Cell(written), ANY) == Day(reason=reason, weekday=read_day(Cell(written), ANY).weekday)


def test_a_formula_that_nobody_calculated_is_no_day():
    assert read_day(Cell(formula_without_value=True), ANY).reason == Reason.FORMULA_WITHOUT_VALUE


def test_a_heading_gives_the_month_and_the_year():
    leap = Period(TODAY, years=(2028,), month=2)

    assert [read_day(Cell(one), MARCH).day for one in ("12", 12, "пт, 12", "12 апреля")] == [
        *[date(2027, 3, 12)] * 3,
        date(2027, 4, 12),
    ]
    assert read_day(Cell("31"), Period(TODAY, years=(2027,), month=4)).reason == Reason.IMPOSSIBLE_DATE
    assert read_day(Cell("29.02"), leap).day == date(2028, 2, 29)


def test_the_bounds_of_a_plan_give_the_year():
    winter = Period(TODAY, first=date(2027, 12, 1), last=date(2028, 2, 29))

    assert [read_day(Cell(one), winter).day for one in ("31.12", "01.01", "29.02")] == [
        date(2027, 12, 31),
        date(2028, 1, 1),
        date(2028, 2, 29),
    ]


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("12.01.2027 10:00", "10:00"),
        ("12.01 10.00", "10:00"),
        ("12.01 в 10.00-11.30", "10:00"),
        ("12.01 10.00-11.30", "10:00"),
        ("12 января в 9 часов", "9:00"),
        ("12 января 9-30", "9-30"),
        ("12 января 12-14", "12-14"),
        ("12.01, 10:00–11:00", "10:00"),
        ("12.01 с 10:00 до 12:00", "10:00"),
        ("12 января с 10 до 12 ч.", "10:00"),
        ("2027-01-12T10:00:00", "10:00"),
        (moment(2027, 1, 12, 10), "10:00"),
        (46_399.4375, "10:30"),
    ],
)
def test_an_hour_beside_the_day_is_read(written: Value, clock: str):
    assert read_day(Cell(written), ANY) == Day(date(2027, 1, 12), clock=clock)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        (time(10, 0), time(10)),
        (moment(1899, 12, 30, 10), time(10)),
        (0.4375, time(10, 30)),
        (10, time(10)),
        ("10:00", time(10)),
        ("10.30", time(10, 30)),
        ("10-30", time(10, 30)),
        ("в 10 ч", time(10)),
        ("10 ч. 15 мин.", time(10, 15)),
        ("с 10:00 до 11:00", time(10)),
        ("9,30", time(9, 30)),
        (9.3, time(9, 30)),  # «9,30» typed into Excel
        ("9 - 12", time(9)),
        ("10-12", time(10)),
        ("9 утра", time(9)),
        ("в 7 вечера", time(19)),
        ("7:30 вечера", time(19, 30)),
        ("2 часа дня", time(14)),
        ("12 дня", time(12)),
        ("12 ночи", time(0)),
        ("", None),
        ("—", None),
    ],
)
def test_an_hour_is_read(written: Value, hour: time | None):
    assert read_hour(Cell(written)) == (hour, False)


@pytest.mark.parametrize("written", ["вечером", "25:00", "10:75", "в течение дня"])
def test_an_hour_that_is_none_is_said_to_be_one(written: str):
    assert read_hour(Cell(written)) == (None, True)
