"""The demo city's departments with their topics, offices and substitutes, working hours and duty."""

from collections.abc import Mapping
from datetime import time, timedelta

from veche.kernel.clock import today
from veche.staff.domain.deputise import lend
from veche.staff.domain.offices import add_office
from veche.staff.enums import OfficeKind, OwnDayKind, Role
from veche.staff.models import Administration, Department, Duty, Office, OfficeHours, OwnDay, Person

TOPICS = {
    "Отдел городского хозяйства": "дворы, тепло, вода, мусор, уборка",
    "Отдел образования": "школы, сады, каникулы",
    "Отдел культуры": "праздники, клубы, библиотеки",
    "Отдел транспорта": "автобусы, маршруты, остановки",
    "Отдел торговли": "рынки, ярмарки, магазины",
}
DEPUTY = "Заместитель Главы по городскому хозяйству"
SECOND_DEPUTY = "Заместитель Главы по социальным вопросам"
BELOW = {
    DEPUTY: ("Отдел городского хозяйства", "Отдел транспорта"),
    SECOND_DEPUTY: ("Отдел образования", "Отдел культуры"),
}


def departments(administration: Administration) -> dict[str, Department]:
    return {
        name: Department.objects.create(administration=administration, name=name, answers_for=topics)
        for name, topics in TOPICS.items()
    }


def offices(
    administration: Administration, deputies: Mapping[str, Person], bodies: Mapping[str, Department]
) -> dict[str, Office]:
    """`deputies` by the name of their office. Returns offices by the kind of an occasion about them."""
    made = {
        name: add_office(by=None, administration=administration, name=name, holder=holder)
        for name, holder in deputies.items()
    }
    for name, office in made.items():
        below = [bodies[one].pk for one in BELOW[name]]
        Department.objects.of(administration).filter(pk__in=below).update(reports_to=office)
    head = Office.objects.of(administration).get(kind=OfficeKind.HEAD)
    return {"head": head, "deputy": made[SECOND_DEPUTY]}


def substitute(*, absent: Person, stand_in: Person) -> None:
    """A curator's leave of two weeks, from today."""
    first = today(absent.administration.time_zone)
    until = first + timedelta(days=13)
    lend(by=None, absent=absent, stand_in=stand_in, role=Role.CURATOR, since=first, until=until)


def working_hours(administration: Administration, on_duty: tuple[Person, Person]) -> None:
    """Half past eight to half past five with lunch, one shortened day, two people on duty by turns of a week."""
    OfficeHours.objects.create(
        administration=administration,
        opens=time(8, 30),
        closes=time(17, 30),
        lunch_from=time(12, 30),
        lunch_to=time(13, 30),
    )
    first = today(administration.time_zone)
    friday = first + timedelta(days=(4 - first.weekday()) % 7 + 14)
    OwnDay.objects.create(
        administration=administration, day=friday, kind=OwnDayKind.SHORTENED, reason="Субботник после обеда"
    )
    for week, person in enumerate((*on_duty, *on_duty)):
        since = first + timedelta(weeks=week)
        Duty.objects.create(
            administration=administration,
            person=person,
            since=since,
            until=since + timedelta(days=6),
            phone="доб. 101",
        )
