"""Messages after a press that sends something: that it leaves, or that a freeze or a pause holds it."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest

from veche.accounts.domain.queries import awaits_key
from veche.kit.moments import date_and_hour, hour, is_today
from veche.outbox.domain.freeze import is_frozen
from veche.outbox.domain.states import STILL_TO_LEAVE
from veche.outbox.enums import ActState
from veche.outbox.models import Act

IN_PAUSE = "Стоит пауза: запись ждёт её конца. Раньше её может выпустить начальник пресс-службы, на странице «Пауза»."


def say_sent(request: HttpRequest, acts: Iterable[Act | None], said: str, *, done: str = "", undo: str = "") -> None:
    """Show `said` unless a pause or a freeze holds the acts; then say that they wait for its end.

    An empty `said` shows nothing. `done`: a sentence on what has happened already, shown before the one on the hold.
    `undo`: the tag of a toast.
    """
    if why := held(acts):
        messages.warning(request, f"{done} {why}".strip(), extra_tags=undo)
    elif said:
        messages.success(request, said, extra_tags=undo)


def held(acts: Iterable[Act | None]) -> str:
    """The sentence about the pause or the freeze if one of the acts waits for its end, else ""."""
    waiting = [act for act in acts if act is not None and act.state in STILL_TO_LEAVE]
    if any(act.state == ActState.PAUSED for act in waiting):
        return IN_PAUSE
    if not waiting or not is_frozen(waiting[0].administration_id):
        return ""
    first = min(waiting, key=lambda act: act.not_after)
    if all(awaits_key(act.account, act.due_at) for act in waiting):
        return "Сейчас всё заморожено, и нет ключа. Отправку запомнили, сама не уйдёт, пока его не впишет отдел ИТ."
    zone = first.administration.time_zone
    said = hour if is_today(first.not_after, zone) else date_and_hour
    when = f"до {said(first.not_after, zone)}"
    return (
        f"Сейчас всё заморожено, отправку запомнили. Если разморозят {when}, уйдёт сама. "
        "Если позже, спросим, нужна ли она."
    )
