"""Tell people about the terms of appeals. No words of a resident go into a letter."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.news import Matter, News, register
from veche.appeals.enums import AppealState, Reach
from veche.appeals.models import Appeal
from veche.kit.moments import dated
from veche.staff.domain.roles import people_today
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

SOON, DUE = "appeals.soon", "appeals.due"
_ROLES = {Reach.REMINDED: (Role.PRESS_OFFICER, Role.PRESS_HEAD), Reach.DUE: (Role.PRESS_HEAD,)}


def notify_of_term(appeal: Appeal) -> None:
    """Tell the roles of `_ROLES`, but not who took the decision or agreed to it: they may not decide about it."""
    city, reach = appeal.administration, Reach(appeal.reach)
    people = people_today(_ROLES[reach], city)
    others = [person for person in people if not appeal.is_against(person.pk)]
    notify(city, DUE if reach == Reach.DUE else SOON, appeal.pk, others or people)


def read_soon(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    return _read(administration, subjects, "Жалобу на удаление решают до {due}, прошло три четверти срока.", late=False)


def read_due(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    return _read(administration, subjects, "Срок ответа на жалобу вышел {due}.", late=True)


def _read(administration: Administration, subjects: Sequence[int], words: str, *, late: bool) -> dict[int, Matter]:
    """Appeals that wait still."""
    rows = Appeal.objects.of(administration).filter(pk__in=subjects, state=AppealState.WAITING)
    return {
        one.pk: Matter(
            title=f"Жалоба № {one.ticket.number}",
            lines=[words.format(due=dated(one.due_at, administration.time_zone))],
            action="Открыть жалобу",
            path=reverse("appeals:detail", args=[one.pk]),
            at=one.due_at,
            late=late,
            takes=False,
        )
        for one in rows.select_related("ticket")
    }


def register_news() -> None:
    several = "ждут решения жалобы жителей: {count}"
    register(News(kind=SOON, called="скоро срок жалобы", read=read_soon, several=several))
    register(News(kind=DUE, called="срок жалобы вышел", read=read_due, several=several))
