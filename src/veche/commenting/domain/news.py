"""Tell the press service: comments open soon, are closed without a term for a month, or were changed in the network."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse

from veche.alarms.domain.notify import forget, notify
from veche.alarms.news import Matter, News, register
from veche.commenting.domain.closures import differences, in_force
from veche.commenting.models import Closure, ModeDifference
from veche.commenting.words import said_of_difference
from veche.kit.moments import date_and_year, dated
from veche.staff.domain.roles import people_today
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

SOON, ENDLESS, DIFFERS = "commenting.soon", "commenting.endless", "commenting.differs"
_ROLES: Final = (Role.PRESS_OFFICER, Role.PRESS_HEAD)


def notify_of_term(closure: Closure) -> None:
    city = closure.administration
    forget_reminders(closure)
    notify(city, SOON if closure.until else ENDLESS, closure.pk, people_today(_ROLES, city))


def notify_of_difference(one: ModeDifference) -> None:
    city = one.account.administration
    notify(city, DIFFERS, one.pk, people_today(_ROLES, city))


def forget_reminders(closure: Closure) -> None:
    for kind in (SOON, ENDLESS):
        forget(closure.administration_id, kind, closure.pk)


def read_soon(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    rows = in_force(administration).filter(pk__in=subjects, until__isnull=False, reopened_at=None)
    zone = administration.time_zone
    return {
        one.pk: _matter(one, f"Откроются {dated(one.until, zone)}. Рано? Измените срок.") for one in rows if one.until
    }


def read_endless(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    rows = in_force(administration).filter(pk__in=subjects, until=None, reopened_at=None)
    zone = administration.time_zone
    return {one.pk: _matter(one, f"Срока нет, так с {date_and_year(one.at, zone)}. Пора открыть?") for one in rows}


def read_differences(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    return {one.pk: _changed(one) for one in differences(administration).filter(pk__in=subjects)}


def _changed(one: ModeDifference) -> Matter:
    return Matter(
        title=f"{said_of_difference(one)}: {one.where}",
        lines=["Это сделали в самой сети, мимо Вече. Верните, как решено, или запишите, как стало."],
        action="Решить",
        path=reverse("commenting:list"),
        at=one.at,
        takes=False,
    )


def _matter(one: Closure, line: str) -> Matter:
    title = f"Комментарии {one.get_mode_display()}: {one.where}"
    path = reverse("commenting:detail", args=[one.pk])
    return Matter(title=title, lines=[line], action="Посмотреть", path=path, at=one.until or one.at, takes=False)


def register_news() -> None:
    register(News(kind=SOON, called="скоро откроются комментарии", read=read_soon))
    register(News(kind=DIFFERS, called="комментарии открыли или закрыли в сети", read=read_differences))
    register(News(kind=ENDLESS, called="комментарии закрыты без срока", read=read_endless))
