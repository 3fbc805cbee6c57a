"""The head of «Входящие группами»: how many comments come in, who is on duty, who works on what."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.inbox.domain.comment_rate import CommentRate
from veche.inbox.models import Hold
from veche.kernel.clock import now
from veche.morphology.numerals import counted
from veche.staff.domain.working_hours import is_working, on_duty
from veche.staff.models import Duty, Person

BAR, HEIGHT, GAP = 6, 36, 1


@dataclass(frozen=True, slots=True)
class Bar:
    """Comments of five minutes, in units of the picture. `most`: whether no other bar has more."""

    left: int
    top: int
    height: int
    width: int
    most: bool


@dataclass(frozen=True, slots=True)
class Pulse:
    """`hour`: of the last one; `usual`: against it, "" if nothing is known. `told`: the picture in words."""

    hour: str
    usual: str
    told: str
    storm: bool
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class OnDuty:
    """`working`: in working hours nobody is on duty, as everybody answers. `busy`: colleagues who have taken comments,
    and how many.
    """

    working: bool
    duties: Sequence[Duty]
    busy: Sequence[tuple[Person, int]]


def pulse_of(rate: CommentRate) -> Pulse:
    usual = "" if rate.usual is None else f"Обычно в это время {rate.usual or 'ни одного'}."
    trend = {"up": "Пишут всё чаще.", "down": "Волна спадает."}[rate.trend] if rate.is_storm and rate.trend else ""
    number = counted(rate.hour, "комментарий", "комментария", "комментариев") if rate.hour else "новых нет"
    most = max(rate.steps)
    return Pulse(
        hour=f"За час {number}",
        usual=" ".join(one for one in (usual, trend) if one),
        told=f"Комментарии за два часа по пять минут, больше всего за пять минут: {most}",
        storm=rate.is_storm,
        bars=[_bar(place, number, most) for place, number in enumerate(rate.steps)] if most else [],
    )


def _bar(place: int, number: int, most: int) -> Bar:
    height = max(HEIGHT * number // most, 1)
    return Bar(place * BAR, HEIGHT - height, height, BAR - GAP, number == most)


def on_duty_now(me: Person, holds: Sequence[Hold]) -> OnDuty:
    """`holds`: of comments. Two queries, fewer where the hours are known."""
    moment, city = now(), me.administration
    others = {one.person_id: one.person for one in holds if one.person_id != me.pk}
    busy = [(person, sum(one.person_id == pk for one in holds)) for pk, person in others.items()]
    return OnDuty(is_working(city, moment), on_duty(city, moment), busy)
