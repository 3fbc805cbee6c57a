"""Check when the last good copy was made, and whether a later one failed."""

from collections.abc import Iterator

from django.conf import settings

from veche.kernel.clock import local, now
from veche.kernel.copies import last_copy, trouble_of
from veche.staff.domain.found import home_zone
from veche.upkeep.doctor.finding import Finding

ABOUT = "Копии"
_NIGHTLY = "systemctl enable --now veche-backup.timer; почему не вышло: journalctl -u veche-backup -n 50."


def check() -> Iterator[Finding]:
    if settings.DEMO:
        return
    last = last_copy(settings.DATA)
    if trouble := trouble_of(last, moment=now(), zone=home_zone()):
        yield Finding(ABOUT, trouble, f"Каждую ночь их делает таймер: {_NIGHTLY}")
    elif last is not None and last.made_at is not None:
        yield Finding(ABOUT, f"последняя {local(last.made_at, home_zone()):%d.%m.%Y %H:%M}, {last.path}")
    else:
        todo = f"Сделайте первую: systemctl start veche-backup. Каждую ночь их делает таймер: {_NIGHTLY}"
        yield Finding(ABOUT, "ни одной ещё не было", todo)
