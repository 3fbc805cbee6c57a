"""Check that the schedule enqueues tasks every few seconds and a worker finishes them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from veche.engine.port import engine
from veche.engine.pulse import SILENCE
from veche.kernel.clock import local, now
from veche.outbox.models import Freeze, Pause
from veche.staff.domain.found import home_zone
from veche.upkeep.doctor.finding import Finding

# Mourning is declared for days, not for weeks: a longer pause was forgotten.
LONG_PAUSE = timedelta(days=7)
START = "Запустите его: systemctl start veche-worker (или veche run). Пока он стоит, ничего не уходит."


def check() -> Iterator[Finding]:
    enqueued = engine().last_enqueued()
    yield _beat("Расписание", enqueued, "ничего не ставит в очередь", SILENCE)
    # A task may run for TASK_SECONDS, but then the same process still puts others into the queue.
    lives = enqueued is not None and now() - enqueued <= SILENCE
    busy = SILENCE + timedelta(seconds=settings.TASK_SECONDS if lives else 0)
    yield _beat("Обработчик", engine().last_done(), "ничего не делает", busy)
    yield from map(_frozen, Freeze.objects.unscoped().filter(released_at=None).select_related("administration"))
    forgotten = Pause.objects.unscoped().filter(ended_at=None, since__lt=now() - LONG_PAUSE)
    yield from map(_paused, forgotten.select_related("administration"))


def _paused(row: Pause) -> Finding:
    since = f"{local(row.since, row.administration.time_zone):%d.%m %H:%M}"
    todo = "Если она больше не нужна, пусть начальник пресс-службы её закончит: публикации по плану пока ждут."
    return Finding(f"Публикации, {row.administration}", f"пауза «{row.get_kind_display()}» стоит с {since}", todo)


def _frozen(row: Freeze) -> Finding:
    since = f"{local(row.since, row.administration.time_zone):%d.%m %H:%M}"
    todo = "Если остановка больше не нужна, разморозьте в Вече: пока она стоит, ничего не уходит."
    return Finding(f"Отправки, {row.administration}", f"всё заморожено с {since}", todo)


def _beat(about: str, last: datetime | None, words: str, silence: timedelta) -> Finding:
    if last is None:
        return Finding(about, f"{words}: не работал ни разу или давно стоит", START)
    hour = f"{local(last, home_zone()):%d.%m %H:%M:%S}"
    if now() - last <= silence:
        return Finding(about, f"последний раз {hour}")
    return Finding(about, f"{words} с {hour}", START)
