"""How many comments come in: the last two hours, and the same hour of the weeks before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.staff.compiled import compiled_once, number_of, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading, read_together

STEP, STEPS = timedelta(minutes=5), 24
HOUR, WEEK, WEEKS = timedelta(hours=1), timedelta(weeks=1), 4
# A wave: so many in an hour, and so many times the usual number.
LEAST, TIMES = 20, 3
# By so much the last half hour differs from the one before when a wave rises or falls.
CHANGE = 1.3


@dataclass(frozen=True, slots=True)
class CommentRate:
    """`steps`: comments of each five minutes, oldest first. `usual`: mean of this hour in up to four weeks before;
    None if the first comment is younger than a week.
    """

    steps: Sequence[int]
    usual: int | None

    @property
    def hour(self) -> int:
        return sum(self.steps[STEPS // 2 :])

    @property
    def is_storm(self) -> bool:
        return self.hour >= max(LEAST, TIMES * (self.usual or 0))

    @property
    def trend(self) -> str:
        """Of the last half hour against the one before: "up", "down" or ""."""
        part = STEPS // 4
        before, last = sum(self.steps[-2 * part : -part]), sum(self.steps[-part:])
        if last > CHANGE * before:
            return "up"
        return "down" if before > CHANGE * last else ""


def readings_of_rate(administration: Administration) -> list[Reading[list[int]]]:
    """What `rate_of` takes, to be read with other things: an index of comments by time serves each."""
    city, moment = administration.pk, now()
    hours = ((moment - number * WEEK - HOUR, moment - number * WEEK) for number in range(1, WEEKS + 1))
    usual = [Reading(_between.bind(city, since, until), list) for since, until in hours]
    return [Reading(_lately.bind(city), _steps), Reading(_first.bind(city), list), *usual]


def rate_of(steps: Sequence[int], first: Sequence[datetime], *weeks: Sequence[int]) -> CommentRate:
    """`first`: when the first comment was written, if there is one. `weeks`: numbers of the hour, newest week first."""
    known = (now() - first[0]) // WEEK if first else 0
    numbers = [number for [number] in weeks[:known]]
    return CommentRate(steps, round(sum(numbers) / len(numbers)) if numbers else None)


def comment_rate(administration: Administration) -> CommentRate:
    """One query."""
    return rate_of(*read_together(*readings_of_rate(administration)))


def _steps(rows: list[tuple[int, ...]]) -> list[int]:
    return list(rows[0]) if rows else [0] * STEPS


def _comments(city: int) -> "QuerySet[Message]":
    rows: QuerySet[Message] = Message.objects.of(city).filter(ours=False, private=False)
    return rows


@compiled_once
def _lately(city: int) -> "QuerySet[Message, tuple[int, ...]]":
    ends = [STEP * (STEPS - number) for number in range(STEPS)]
    counts = {
        f"step_{number}": Count("pk", filter=Q(at__gt=this_moment() - ago, at__lte=this_moment() - ago + STEP))
        for number, ago in enumerate(ends)
    }
    rows = _comments(city).filter(at__gt=this_moment() - ends[0], at__lte=this_moment()).order_by()
    found: QuerySet[Message, tuple[int, ...]] = rows.values("administration").annotate(**counts).values_list(*counts)
    return found


@compiled_once
def _between(city: int, since: datetime, until: datetime) -> "QuerySet[Message, int]":
    return number_of(_comments(city).filter(at__gt=since, at__lte=until))


@compiled_once
def _first(city: int) -> "QuerySet[Message, datetime]":
    rows: QuerySet[Message, datetime] = _comments(city).order_by("at").values_list("at", flat=True)
    return rows[:1]
