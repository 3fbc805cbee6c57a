"""Tell people of second signatures and of the quarterly review. No resident's name or words go into a letter."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.news import Matter, News, register
from veche.kernel.clock import now
from veche.kit.moments import date_and_year, dated
from veche.moderation.domain.review import due_for_review
from veche.moderation.enums import Reach
from veche.moderation.models import AskedRestriction, Restriction
from veche.requests.domain.duty import press_people
from veche.staff.access import may
from veche.staff.domain.roles import people_today
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

SECOND, SECOND_SOON, SECOND_LATE = "moderation.second", "moderation.second_soon", "moderation.second_late"
REVIEW, REVIEW_LATE = "moderation.review", "moderation.review_late"
_KINDS = {Reach.NOBODY: SECOND, Reach.REMINDED: SECOND_SOON, Reach.ABOVE: SECOND_LATE}


def notify_of_second(asked: AskedRestriction) -> None:
    """Tell who may confirm: the press service, without whom the Head; at the end of the term whoever stands above."""
    reach, city = Reach(asked.reach), asked.administration
    heads = _with(Role.HEAD, city)
    first = press_people(city) if reach != Reach.ABOVE else [*_with(Role.PRESS_HEAD, city), *heads]
    notify(city, _KINDS[reach], asked.pk, _confirming(first, asked) or _confirming(heads, asked))


def notify_of_review(restriction: Restriction) -> None:
    """Tell the press service; two weeks later its head, too."""
    city = restriction.administration
    if restriction.review_reach == Reach.ABOVE:
        notify(city, REVIEW_LATE, restriction.pk, _with(Role.PRESS_HEAD, city) or _with(Role.HEAD, city))
    else:
        notify(city, REVIEW, restriction.pk, press_people(city))


def may_confirm(person: Person, asked: AskedRestriction) -> bool:
    """Nobody confirms what they may not read."""
    return may(person, "moderation.confirm", asked) and may(person, "inbox.see", asked.message)


def _confirming(people: Iterable[Person], asked: AskedRestriction) -> list[Person]:
    return [person for person in dict.fromkeys(people) if may_confirm(person, asked)]


def _with(role: Role, city: Administration) -> list[Person]:
    return people_today((role,), city)


def read_second(city: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """Those that wait still and that this person may confirm."""
    rows = AskedRestriction.objects.of(city).filter(pk__in=subjects, decided_at=None)
    found = (one for one in rows.select_related("account", "message", "by") if may_confirm(person, one))
    return {one.pk: _second(one, city) for one in found}


def _second(one: AskedRestriction, city: Administration) -> Matter:
    late = one.due_at is not None and one.due_at <= now()
    due = dated(one.due_at, city.time_zone) if one.due_at else ""
    term = f"Срок вышел {due}." if late else f"Подтвердить или отказать нужно до {due}."
    return Matter(
        title=f"Вторая подпись: ограничить автора, {one.get_term_display()}",
        lines=(f"{one.account.title}, {one.get_ground_display().lower()}. Просит {one.by.display_name}.", term),
        action="Посмотреть и решить",
        path=reverse("moderation:asked", args=[one.pk]),
        at=one.due_at,
        late=late,
        takes=False,
    )


def read_review(city: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """Those that nobody has looked at meanwhile."""
    rows = due_for_review(city).filter(pk__in=subjects)
    return {one.pk: _review(one, city) for one in rows if may(person, "moderation.see", one)}


def _review(one: Restriction, city: Administration) -> Matter:
    since = date_and_year(one.reviewed_at or one.at, city.time_zone)
    return Matter(
        title=f"Ограничение № {one.pk} пора пересмотреть",
        lines=(f"{one.account.title}. Срока у него нет, последний раз смотрели {since}. Оставьте или снимите.",),
        action="Открыть ограничение",
        path=reverse("moderation:restriction", args=[one.pk]),
        at=one.reviewed_at or one.at,
        late=one.review_reach == Reach.ABOVE,
        takes=False,
    )


def register_news() -> None:
    several = "ждут второй подписи: {count}"
    register(News(kind=SECOND, called="ждёт второй подписи", read=read_second, several=several))
    register(News(kind=SECOND_SOON, called="скоро срок второй подписи", read=read_second, several=several))
    register(News(kind=SECOND_LATE, called="срок второй подписи вышел", read=read_second, several=several))
    several = "ограничений пора пересмотреть: {count}"
    register(News(kind=REVIEW, called="пора пересмотреть", read=read_review, several=several))
    register(News(kind=REVIEW_LATE, called="пересмотр опаздывает", read=read_review, several=several))
