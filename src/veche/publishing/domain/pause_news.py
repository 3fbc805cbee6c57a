"""News of a pause: everybody is told who paused publications and why, and when they go on."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.news import NOTE, Matter, News, register
from veche.kernel import clock
from veche.kit.moments import dated
from veche.outbox.models import Pause
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

PAUSED, ENDED = "publishing.paused", "publishing.pause_ended"


def register_news() -> None:
    register(News(PAUSED, "записи по плану ждут", _read_paused, rank=NOTE))
    register(News(ENDED, "пауза закончилась", _read_ended, rank=NOTE))


def notify_of_begin(pause: Pause) -> None:
    _tell(pause, PAUSED, pause.by)


def notify_of_end(pause: Pause) -> None:
    _tell(pause, ENDED, pause.ended_by)


def _tell(pause: Pause, kind: str, by: Person | None) -> None:
    """Everybody with a role, because the pause concerns what each of them has prepared; not who decided it."""
    city = pause.administration
    day = clock.today(city.time_zone)
    people = {person for role in Role for person in people_with(role, city.pk, on=day)}
    notify(city, kind, pause.pk, sorted(people - {by}, key=lambda person: person.pk))


def _read_paused(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    found = Pause.objects.of(administration).filter(pk__in=subjects, ended_at=None).select_related("by")
    zone = administration.time_zone
    return {
        pause.pk: _matter(
            pause,
            f"Паузу поставили {dated(pause.since, zone)}: {pause.by}.",
            f"Почему: {pause.reason}",
            "Ответы жителям, модерация, исправления и снятие вышедшего идут как обычно.",
        )
        for pause in found
    }


def _read_ended(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    found = Pause.objects.of(administration).filter(pk__in=subjects, ended_at__isnull=False).select_related("ended_by")
    zone = administration.time_zone
    return {
        pause.pk: _matter(pause, f"Паузу закончили {dated(pause.ended_at, zone)}: {pause.ended_by}.")
        for pause in found
        if pause.ended_at is not None
    }


def _matter(pause: Pause, *lines: str) -> Matter:
    return Matter(
        title=f"{pause.get_kind_display()}: {pause.reason}",
        lines=lines,
        action="Посмотреть",
        path=reverse("publishing:pause"),
        at=pause.since,
    )
