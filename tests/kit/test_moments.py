"""Times in words, on the city's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from veche.kit.moments import (
    briefly,
    date_and_hour,
    date_and_year,
    date_of,
    day,
    exact,
    hour,
    lasts,
    lasts_at_work,
    lately,
    on_day,
    short_day,
    spoken,
    until,
    week_span,
)

ZONE = "Asia/Barnaul"
NOW = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # Wednesday, 12:00 in the city


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(hours=4), "сегодня в 16:00"),
        (timedelta(hours=12), "завтра в 00:00"),
        (timedelta(hours=-13), "вчера в 23:00"),
        (timedelta(days=2), "пт, 27 ноября в 12:00"),
        (timedelta(days=60), "вс, 24 января 2027 в 12:00"),
    ],
)
def test_spoken(later: timedelta, words: str):
    assert spoken(NOW + later, ZONE) == words


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(hours=3), "до 15:00"),
        (timedelta(days=1, hours=5), "до завтра, 17:00"),
        (timedelta(days=2, hours=5), "до пт, 17:00"),
        (timedelta(days=8), "до 3 декабря, 12:00"),
        (timedelta(days=-1), "до 24 ноября, 12:00"),
    ],
)
def test_until(later: timedelta, words: str):
    assert until(NOW + later, ZONE) == words


@pytest.mark.parametrize(
    ("later", "words"),
    [(timedelta(hours=-2), "10:00"), (timedelta(hours=-13), "вчера"), (timedelta(days=-2), "23 ноября")],
)
def test_briefly(later: timedelta, words: str):
    assert briefly(NOW + later, ZONE) == words


def test_parts_of_a_moment():
    said = {
        part.__name__: part(NOW, ZONE) for part in (hour, day, short_day, exact, date_of, date_and_year, date_and_hour)
    }

    assert said == {
        "hour": "12:00",
        "day": "среда, 25 ноября",
        "short_day": "сегодня",
        "exact": "25 ноября, 12:00:00",
        "date_of": "25 ноября",
        "date_and_year": "25 ноября 2026",
        "date_and_hour": "25 ноября, 12:00",
    }


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(hours=-2), "в 10:00"),
        (timedelta(hours=-13), "вчера в 23:00"),
        (timedelta(days=-2), "пн, 23 ноября в 12:00"),
    ],
)
def test_lately(later: timedelta, words: str):
    assert lately(NOW + later, ZONE) == words


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "1 мин"), (59, "59 мин"), (100, "1 ч 40 мин"), (120, "2 ч"), (11 * 60 + 5, "11 ч"), (72 * 60, "3 дня")],
)
def test_how_long(minutes: int, said: str):
    assert lasts(timedelta(minutes=minutes)).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [(1.5, "1 ч 30 мин"), (9, "9 ч"), (16, "2 рабочих дня"), (57, "7 рабочих дней")],
)
def test_how_long_at_work(hours: float, said: str):
    assert lasts_at_work(timedelta(hours=hours)).replace("\N{NO-BREAK SPACE}", " ") == said


def test_on_which_day():
    days = [NOW.date() + timedelta(days=ahead) for ahead in (-1, 0, 2)]

    assert [on_day(one) for one in days] == ["во вторник", "в среду", "в пятницу"]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 11, 25), "25 ноября"),
        (date(2026, 11, 29), "25–29 ноября"),
        (date(2026, 12, 6), "25 ноября – 6 декабря"),
    ],
)
def test_days_from_and_to(last: date, words: str):
    assert week_span(date(2026, 11, 25), last) == words
