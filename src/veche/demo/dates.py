"""Dates of publications: twelve weeks back from today, and the hours of this week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from veche.demo.city import WEEKS
from veche.demo.content import all_year, seasons, weekly
from veche.demo.content.piece import Piece
from veche.demo.content.sources import POLL
from veche.kernel.clock import DAY, at, local, week_of

# Publications of each week, the oldest first; two weeks missed the norm.
HOW_MANY = (5, 6, 5, 7, 4, 5, 6, 5, 6, 3, 5, 6)
HOURS = (time(9), time(12, 30), time(15), time(18))
# Extra hours for today, because the demo may be opened in the evening.
LATE = (time(19, 30), time(21), time(22, 30), time(23, 30))


@dataclass(frozen=True, slots=True)
class Past:
    piece: Piece
    at: datetime


def history(today: date, zone: str) -> list[Past]:
    """Past publications in order; the last is on last Sunday. No piece repeats within half a year."""
    random = Random(today.year)  # noqa: S311 -- the order of a demo's texts is no secret
    stock = [*all_year.PIECES, *seasons.PIECES]
    random.shuffle(stock)
    told = [past for number, count in enumerate(HOW_MANY) for past in _week(number, count, today, zone, stock)]
    return sorted([*told, _poll(today, zone)], key=lambda past: past.at)


def _poll(today: date, zone: str) -> Past:
    """On Wednesday of the last week, so that it is over whenever the demo is opened."""
    return Past(POLL, at(week_of(today)[0] - 5 * DAY, time(20), zone))


def _week(number: int, count: int, today: date, zone: str, stock: list[Piece]) -> Iterator[Past]:
    monday = week_of(today)[0] - timedelta(weeks=WEEKS - number)
    days = [monday + timedelta(days=offset) for offset in (0, 1, 2, 3, 4, 5, 6)[:count]]
    for place, day in enumerate(days):
        piece = weekly.reception(day) if place == 2 else weekly.streets(day) if place == 4 else _fitting(day, stock)
        yield Past(piece, at(day, HOURS[(number + place) % len(HOURS)], zone))


def _fitting(day: date, stock: list[Piece]) -> Piece:
    """The next piece of the season; the first one again when all were used."""
    piece = next((piece for piece in stock if day.month in piece.months), stock[0])
    stock.remove(piece)
    stock.append(piece)
    return piece


def past_hours(moment: datetime, zone: str, *, count: int) -> list[datetime]:
    """One hour on each day of this week so far; early in the week there are fewer than `count`."""
    monday, _sunday = week_of(local(moment, zone).date())
    days = ([at(monday + n * DAY, hour, zone) for hour in HOURS] for n in range(7))
    passed = ([hour for hour in hours if hour <= moment - timedelta(hours=1)] for hours in days)
    return [hours[n % len(hours)] for n, hours in enumerate(passed) if hours][:count]


def coming_hours(moment: datetime, zone: str, *, count: int, leave_out: date) -> list[datetime]:
    """One hour a day from today on (today if it still has one), without the day `leave_out`."""
    today = local(moment, zone).date()
    days = [today + n * DAY for n in range(count + 2) if today + n * DAY != leave_out]
    ahead = ([at(day, hour, zone) for hour in (*HOURS, *(LATE if day == today else ()))] for day in days)
    left = ([hour for hour in hours if hour > moment + timedelta(minutes=25)] for hours in ahead)
    return [hours[n % len(hours)] for n, hours in enumerate(left) if hours][:count]
