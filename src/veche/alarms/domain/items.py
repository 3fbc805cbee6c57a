"""Rows made ready to be told: with their kind's words, without those whose matter is over."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from veche.alarms.domain.words import Item
from veche.alarms.models import Alarm
from veche.alarms.news import news_of


def items_of(alarms: Sequence[Alarm], moment: datetime, *, old_too: bool = False) -> list[Item]:
    """Of one person, pending decisions first. `alarms`: with person and administration loaded.

    `old_too`: also what is no news any more and not over.
    """
    items = [
        item
        for _, group in groupby(sorted(alarms, key=_kind), key=_kind)
        for item in _of_kind(list(group), None if old_too else moment)
    ]
    return sorted(items, key=lambda item: (item.news.rank, item.matter.at or item.alarm.created_at, item.alarm.pk))


def _kind(alarm: Alarm) -> tuple[int, str]:
    return alarm.administration_id, alarm.kind


def _of_kind(alarms: list[Alarm], moment: datetime | None) -> Iterator[Item]:
    first = alarms[0]
    news = news_of(first.kind)
    if news is None:
        return
    fresh = [
        alarm for alarm in alarms if moment is None or news.lasts is None or alarm.created_at >= moment - news.lasts
    ]
    matters = news.read(first.administration, first.person, [alarm.subject for alarm in fresh]) if fresh else {}
    for alarm in fresh:
        if alarm.subject in matters:
            yield Item(alarm, news, matters[alarm.subject])
