"""Check what residents wait for: appeals that are late or that nobody may decide, comments that ought to be open."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from veche.appeals.domain.public import settings_of
from veche.appeals.models import Appeal
from veche.commenting.domain.closures import differences, in_force
from veche.commenting.models import Closure
from veche.kernel.clock import local, now
from veche.staff.domain.roles import people_today
from veche.staff.enums import PRESS
from veche.staff.models import Administration
from veche.upkeep.doctor.finding import Finding

SECOND = "Дайте роль пресс-службы ещё одному сотруднику: о своём решении жалобу никто не решает."
DECIDE = "Решите их на странице «Жалобы»: срок обещан жителям на странице правил."
OPEN = "Откройте их на странице «Где закрыты комментарии»; почему не открылись сами, сказано там же."
SETTLE = "Верните, как решено, или запишите, как стало: на странице «Где закрыты комментарии»."
# The schedule opens them every half a minute, and the network needs time.
LATE = timedelta(hours=1)


def check() -> Iterator[Finding]:
    for city in Administration.objects.order_by("pk"):
        yield from _appeals(city)
        yield _comments(city)


def _appeals(city: Administration) -> Iterator[Finding]:
    """No finding for a city that takes no appeals and has none."""
    waiting = list(Appeal.objects.of(city).filter(decided_at=None).select_related("restriction").order_by("due_at"))
    if waiting or settings_of(city).is_open:
        yield _of_appeals(city, waiting)


def _of_appeals(city: Administration, waiting: Sequence[Appeal]) -> Finding:
    about = f"Жалобы, {city}"
    deciders = _deciders(city)
    stuck = [one for one in waiting if all(one.is_against(person) for person in deciders)]
    late = [one for one in waiting if one.due_at < now()]
    if stuck:
        return Finding(about, f"решить некому: {len(stuck)}", SECOND)
    if late:
        since = local(late[0].due_at, city.time_zone)
        return Finding(about, f"срок вышел: {len(late)}, самой давней {since:%d.%m %H:%M}", DECIDE)
    if len(deciders) < 2:
        return Finding(about, f"решать может только один человек, ждут {len(waiting)}", SECOND)
    return Finding(about, f"ждут {len(waiting)}, опоздавших нет")


def _deciders(city: Administration) -> set[int]:
    """Who may decide appeals today, by the permission `appeals.decide`."""
    return {person.pk for person in people_today(PRESS, city)}


def _comments(city: Administration) -> Finding:
    about = f"Комментарии, {city}"
    closed = list(in_force(city))
    late = [one for one in closed if one.until is not None and one.until < now() - LATE]
    if late:
        return Finding(about, f"срок вышел, а они закрыты: {'; '.join(_named(one) for one in late)}", OPEN)
    if number := differences(city).count():
        return Finding(about, f"в сети открыты или закрыты иначе, чем у нас: {number}", SETTLE)
    return Finding(about, f"закрыты или ограничены: {len(closed)}" if closed else "везде открыты")


def _named(one: Closure) -> str:
    until = local(one.until, one.administration.time_zone) if one.until else None
    return f"{one.where}, до {until:%d.%m %H:%M}" if until else one.where
