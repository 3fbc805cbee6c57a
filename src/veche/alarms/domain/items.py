"""Turn rows of news into items of a letter or message; leave out those whose matter is over."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from veche.alarms.domain.words import Item
from veche.alarms.enums import AlarmState
from veche.alarms.models import Alarm
from veche.alarms.news import Matter, News, news_of
from veche.kernel.clock import now
from veche.staff.tenancy import OwnedQuerySet

log = logging.getLogger(__name__)

# `Alarm.trouble` of a row whose kind raised an error when it was read.
NOT_READ = "новость не прочлась"
# After so many tries, a few minutes, it is told as `UNREADABLE`, without particulars.
READ_TRIES = 4
UNREADABLE: Final = Matter(
    title="Новость",
    lines=(
        "Подробности прочесть не вышло: в Вече ошибка, она записана в журнал сервера.",
        "Откройте Вече и посмотрите, что ждёт вас. Скажите об этом письме отделу ИТ.",
    ),
    action="Открыть Вече",
    path="/",
)


@dataclass(frozen=True, slots=True)
class Ready:
    """`items`: of one person, pending decisions first; `unread`: rows whose kind could not be read, to be tried again.

    Every other row is over.
    """

    items: list[Item]
    unread: list[Alarm]


def take_ready(rows: OwnedQuerySet[Alarm]) -> Ready:
    """`items_of` for the rows that one letter or message has claimed. Rows that are over are dropped from it."""
    moment = now()
    ready = items_of(list(rows.select_related("person", "administration").order_by("pk")), moment)
    kept = [*(item.alarm.pk for item in ready.items), *(alarm.pk for alarm in ready.unread)]
    rows.exclude(pk__in=kept).update(state=AlarmState.DROPPED, letter=None, changed_at=moment)
    return ready


def items_of(alarms: Sequence[Alarm], moment: datetime, *, old_too: bool = False) -> Ready:
    """`alarms`: of one person, with person and administration loaded.

    `old_too`: also items older than their kind's `lasts`, if they are not over.
    """
    items: list[Item] = []
    unread: list[Alarm] = []
    for _, group in groupby(sorted(alarms, key=_kind), key=_kind):
        ready = _of_kind(list(group), None if old_too else moment)
        items += ready.items
        unread += ready.unread
    items.sort(key=lambda item: (item.news.rank, item.matter.at or item.alarm.created_at, item.alarm.pk))
    return Ready(items, unread)


def _kind(alarm: Alarm) -> tuple[int, str]:
    return alarm.administration_id, alarm.kind


def _of_kind(alarms: list[Alarm], moment: datetime | None) -> Ready:
    news = news_of(alarms[0].kind)
    fresh = [] if news is None else [alarm for alarm in alarms if _is_fresh(alarm, news, moment)]
    if news is None or not fresh:
        return Ready([], [])
    try:
        matters = news.read(fresh[0].administration, fresh[0].person, [alarm.subject for alarm in fresh])
    except Exception:  # a kind of another room: its error must not hold up the other news
        log.exception("news cannot be read", extra={"kind": news.kind})
        return _unreadable(fresh, news)
    return Ready([Item(alarm, news, matters[alarm.subject]) for alarm in fresh if alarm.subject in matters], [])


def _is_fresh(alarm: Alarm, news: News, moment: datetime | None) -> bool:
    return moment is None or news.lasts is None or alarm.created_at >= moment - news.lasts


def _unreadable(alarms: list[Alarm], news: News) -> Ready:
    given_up = [alarm for alarm in alarms if alarm.trouble == NOT_READ and alarm.tries > READ_TRIES]
    return Ready(
        [Item(alarm, news, UNREADABLE) for alarm in given_up],
        [alarm for alarm in alarms if alarm not in given_up],
    )
