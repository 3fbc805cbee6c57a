"""Read calendars at their addresses: one request each, through the guarded client, outside any transaction."""

import logging
import time
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import transaction

from veche.documents.calendar import MOST_BYTES, UnreadableCalendar, read_calendar
from veche.documents.calendar import Calendar as ReadCalendar
from veche.documents.feed_apart import read_feed_apart
from veche.documents.site_feed import FeedEntry, UnreadableFeed, is_feed
from veche.kernel import clock
from veche.kernel.crypto import CryptoError
from veche.kernel.http import CallFailed, HttpClient, Response
from veche.plan.domain.calendar_address import address_of
from veche.plan.domain.calendar_changes import changes_of, window
from veche.plan.domain.calendar_event import stored
from veche.plan.domain.calendar_reading import lock_calendar, problems_of, write_changes
from veche.plan.domain.site_news import write_news
from veche.plan.enums import ReadingOutcome
from veche.plan.errors import CalendarChanged
from veche.plan.models import Calendar

# The whole of one request, from the name to the last byte.
SECONDS = 20.0
EVERY = timedelta(hours=1)
# An unchanged calendar is read as a whole now and then, because repeats are read a year ahead.
WHOLE_EVERY = timedelta(days=1)
# One run of the schedule begins no other calendar after this.
RUN_SECONDS = 45.0
KEPT = "Поводы не изменились."
FAILED_HERE = "Календарь пришёл, но Вече с ним не справилось. Сообщите отделу ИТ: подробности в журнале сервера."
NOT_OPENED = "Адрес не открывается нынешним ключом шифрования. Впишите его снова."
EMPTY = f"Календарь пришёл пустым. {KEPT} Если он и правда пуст, загрузите его файлом."
_FAILED = {
    "url": "Это не адрес.",
    "refused_address": "Адрес ведёт во внутреннюю сеть. Если так и надо, отдел ИТ впишет узел в VECHE_CALENDAR_HOSTS.",
    "name": "Сервера с таким именем нет.",
    "connect": "Сервер не принимает соединение.",
    "tls": "Сертификат сервера не подходит.",
    "timeout": f"Сервер не ответил за {SECONDS:.0f} секунд.",
    "too_large": f"Календарь больше {MOST_BYTES // 1024 // 1024} МБ.",
}
_BROKEN = "Связь оборвалась."
_STATUSES = {
    401: "Сервер не пустил: возьмите в программе-календаре новую ссылку.",
    403: "Сервер не пустил: возьмите в программе-календаре новую ссылку.",
    404: "По этому адресу календаря нет.",
    410: "По этому адресу календаря больше нет.",
}
_MOVED = "Сервер отправляет на другой адрес, а мы по таким не ходим. Впишите новый."

logger = logging.getLogger(__name__)


class NotRead(Exception):
    """The message is a sentence for a person."""


def read_due() -> int:
    """Read the calendars that are due, the longest waiting first. Returns their number.

    What one fails with stops no other.
    """
    began, number = time.monotonic(), 0
    while time.monotonic() - began < RUN_SECONDS and (calendar := _claim()):
        try:
            read_at_address(calendar)
        except Exception:  # whatever an unseen file brings is noted with its calendar, and the others are read
            logger.exception("a calendar could not be read", extra={"calendar": calendar.pk})
            _note(calendar, trouble=f"{FAILED_HERE} {KEPT}")
        number += 1
    return number


def read_at_address(calendar: Calendar) -> None:
    """Read one calendar and write what changed in it, or what it failed with."""
    try:
        answer = _ask(calendar)
        if answer.status == 304:
            _note(calendar, read_at=clock.now())
        elif is_feed(answer.body):
            _write(calendar, answer, _feed_of(calendar, answer))
        else:
            _write(calendar, answer, _parsed(calendar, answer))
    except NotRead as error:
        _note(calendar, trouble=f"{error} {KEPT}" if KEPT not in str(error) else str(error))
    except CalendarChanged:  # removed, or given another address, while it was read
        return


@cache
def client() -> HttpClient:
    return HttpClient(allowed_private=settings.CALENDAR_HOSTS)


def _claim() -> Calendar | None:
    """The next calendar that is due. Its next hour is set first, so that no other worker takes it."""
    due = Calendar.objects.unscoped().filter(next_read_at__lte=clock.now()).select_related("administration", "office")
    for calendar in due.order_by("next_read_at", "pk")[:10]:
        mine = Calendar.objects.of(calendar.administration_id).filter(
            pk=calendar.pk, next_read_at=calendar.next_read_at
        )
        moment = clock.now()
        if mine.update(next_read_at=moment + EVERY, asked_at=moment):
            return calendar
    return None


def _ask(calendar: Calendar) -> Response:
    try:
        address = address_of(calendar).reveal()
    except CryptoError:
        raise NotRead(NOT_OPENED) from None
    headers = {"accept": "text/calendar, application/rss+xml, application/atom+xml, application/xml"}
    if calendar.whole_at and clock.now() - calendar.whole_at < WHOLE_EVERY:
        validators = {"if-none-match": calendar.etag, "if-modified-since": calendar.modified}
        headers |= {name: value for name, value in validators.items() if value}
    deadline = time.monotonic() + SECONDS
    try:
        answer = client().send("GET", address, headers=headers, deadline=deadline, max_bytes=MOST_BYTES)
    except CallFailed as error:
        raise NotRead(_FAILED.get(error.reason, _BROKEN)) from None
    if answer.status in (200, 304):
        return answer
    if 300 <= answer.status < 400:
        raise NotRead(_MOVED)
    raise NotRead(_STATUSES.get(answer.status, f"Сервер ответил ошибкой {answer.status}."))


def _parsed(calendar: Calendar, answer: Response) -> ReadCalendar:
    zone = calendar.administration.time_zone
    first, last = window(zone)
    try:
        return read_calendar(answer.body, zone=zone, first=first, last=last)
    except UnreadableCalendar as error:
        raise NotRead(str(error)) from None


def _feed_of(calendar: Calendar, answer: Response) -> tuple[FeedEntry, ...]:
    try:
        return read_feed_apart(answer.body, zone=calendar.administration.time_zone)
    except UnreadableFeed as error:
        raise NotRead(str(error)) from None


def _write(calendar: Calendar, answer: Response, found: ReadCalendar | tuple[FeedEntry, ...]) -> None:
    """Raises `NotRead` for an empty calendar that would cancel all that is ahead."""
    with transaction.atomic():
        locked = lock_calendar(calendar)
        if locked.sealed != calendar.sealed:
            raise CalendarChanged
        if isinstance(found, ReadCalendar):
            _write_events(locked, found)
        else:
            write_news(locked, found)
        moment, validators = clock.now(), answer.headers
        _note(
            calendar,
            read_at=moment,
            whole_at=moment,
            has_news=not isinstance(found, ReadCalendar),
            etag=_short(validators.get("etag", ""), 200),
            modified=_short(validators.get("last-modified", ""), 100),
        )


def _write_events(calendar: Calendar, found: ReadCalendar) -> None:
    said, problems = [stored(one) for one in found.occurrences], problems_of(found)
    changes = changes_of(calendar, said, problems, last=window(calendar.administration.time_zone)[1])
    gone = changes.of(ReadingOutcome.GONE)
    if gone and not said:
        raise NotRead(EMPTY)
    if gone or changes.of(ReadingOutcome.NEW) or changes.of(ReadingOutcome.CHANGED):
        write_changes(calendar=calendar, by=None, found=changes, cancel_gone=True)


def _note(calendar: Calendar, *, trouble: str = "", **read: object) -> None:
    """The program's own note, unless the address is another one by now."""
    rows = Calendar.objects.of(calendar.administration_id).filter(pk=calendar.pk, sealed=calendar.sealed)
    rows.update(trouble=trouble, **read)


def _short(text: str, most: int) -> str:
    """A validator as it came; one that is too long to keep is not used."""
    return text if len(text) <= most else ""
