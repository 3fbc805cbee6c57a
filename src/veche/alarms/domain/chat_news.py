"""Send news to chats. Rows are claimed and committed before the message is sent, so none is sent twice.

A letter takes over for a message that a network refused for an hour, that is in doubt, or whose chat is closed.
"""

import logging
import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from veche.alarms.domain.bots import SECONDS, open_own
from veche.alarms.domain.chat_words import digest, message
from veche.alarms.domain.chats import end_chats
from veche.alarms.domain.items import NOT_READ, take_ready
from veche.alarms.domain.notify import by_letter_instead
from veche.alarms.domain.one_by_one import run_each
from veche.alarms.domain.words import Item
from veche.alarms.enums import LETTER, AlarmState, ChatEnd
from veche.alarms.errors import BotError
from veche.alarms.models import Alarm, Bot, Chat
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.networks.bots import ChatClosed, ServiceBot
from veche.networks.protocol import Absent, Found, NetworkError
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.tenancy import OwnedQuerySet

log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=30)
# After this a letter takes over, so that the person hears of it the same day.
TAKES_OVER = timedelta(hours=1)
LOST_AFTER = timedelta(minutes=5)
# More news than this are sent as one message.
SEPARATE = 3
NOT_REACHED = "Сеть не взяла сообщение, ушло письмом."
IN_DOUBT = "Неизвестно, дошло ли сообщение, ушло письмом."


def send_to_chats(network: str) -> int:
    """Send what waits for chats of this network. Returns the number of messages."""
    _hand_over(network)
    return run_each(_send_to, _chats_with_news(network))


@compiled_once
def _chats_with_news(network: str) -> QuerySet[Chat]:
    waiting = Alarm.objects.unscoped().filter(way=network, state=AlarmState.WAITING, next_try_at__lte=this_moment())
    return Chat.objects.unscoped().filter(pk__in=waiting.values("chat")).select_related("bot__administration")


def _hand_over(network: str) -> None:
    """Every few seconds; a transaction takes SQLite's only write lock, so it begins only if there is something."""
    if _first_lost(network):
        by_letter_instead(_lost(network), IN_DOUBT)
    if _first_not_taken(network):
        by_letter_instead(_not_taken(network), NOT_REACHED)


@compiled_once
def _first_lost(network: str) -> QuerySet[Alarm, int]:
    return _lost(network).values_list("pk", flat=True)[:1]


@compiled_once
def _first_not_taken(network: str) -> QuerySet[Alarm, int]:
    return _not_taken(network).values_list("pk", flat=True)[:1]


def _lost(network: str) -> OwnedQuerySet[Alarm]:
    claimed = Alarm.objects.unscoped().filter(way=network, state=AlarmState.SENDING)
    return claimed.filter(changed_at__lt=this_moment() - LOST_AFTER)


def _not_taken(network: str) -> OwnedQuerySet[Alarm]:
    waiting = Alarm.objects.unscoped().filter(way=network, state=AlarmState.WAITING)
    return waiting.filter(created_at__lt=this_moment() - TAKES_OVER)


def _send_to(chat: Chat) -> int:
    try:
        opened = open_own(chat.bot)
    except (CryptoError, BotError) as error:
        note_trouble(chat.bot, str(error))
        return 0
    sent = 0
    while letter := _claim(chat, now()):
        items = _items(letter)
        if not items:
            continue
        if not _carry(opened, chat, letter, items):
            break
        sent += 1
    return sent


def _claim(chat: Chat, moment: datetime) -> uuid.UUID | None:
    """Claim one row, or all if there are more than `SEPARATE`, and commit."""
    letter = uuid.uuid4()
    ready = Alarm.objects.of(chat.administration_id).filter(
        chat=chat, state=AlarmState.WAITING, next_try_at__lte=moment, letter=None
    )
    numbers = list(ready.order_by("pk").values_list("pk", flat=True))
    chosen = numbers if len(numbers) > SEPARATE else numbers[:1]
    claimed = ready.filter(pk__in=chosen).update(
        state=AlarmState.SENDING, letter=letter, changed_at=moment, tries=F("tries") + 1
    )
    return letter if claimed else None


def _items(letter: uuid.UUID) -> list[Item]:
    """Items of the message, in order. Rows that cannot be read wait for a later message."""
    ready = take_ready(_of(letter))
    _again(_of(letter).filter(pk__in=[alarm.pk for alarm in ready.unread]), NOT_READ)
    return ready.items


def _carry(opened: ServiceBot, chat: Chat, letter: uuid.UUID, items: Sequence[Item]) -> bool:
    """Send a claimed message, outside a transaction. False: nothing more can be sent to this chat now."""
    began, text_and_buttons = now(), message(items[0], settings.ORIGIN)
    text, buttons = text_and_buttons if len(items) == 1 else digest(items, settings.ORIGIN)
    try:
        number = opened.send(chat.chat_id, text, buttons, reply_to="", deadline=time.monotonic() + SECONDS)
    except ChatClosed:
        _again(_of(letter), "")
        end_chats(Chat.objects.of(chat.administration_id).filter(pk=chat.pk, ended_at=None), ChatEnd.BLOCKED)
        return False
    except NetworkError as error:
        if error.maybe_done:
            return _look_up(opened, chat, letter, text, began, items)
        _again(_of(letter), error.advice, error.retry_after)
        note_trouble(chat.bot, error.advice)
        return False
    _sent(chat, letter, number, items)
    return True


def _look_up(
    opened: ServiceBot, chat: Chat, letter: uuid.UUID, text: str, began: datetime, items: Sequence[Item]
) -> bool:
    """Ask the network whether the message is there. Where it cannot tell, a letter takes over."""
    try:
        found = opened.look_up(
            chat.chat_id, text, since=began - timedelta(seconds=5), deadline=time.monotonic() + SECONDS
        )
    except NetworkError as error:
        found = None
        log.warning("a message in doubt cannot be looked up", extra={"code": error.code})
    if isinstance(found, Found):
        _sent(chat, letter, found.remote_id, items)
        return True
    if isinstance(found, Absent):
        _again(_of(letter), NOT_REACHED)
        return False
    by_letter_instead(_of(letter), IN_DOUBT)
    return False


def _sent(chat: Chat, letter: uuid.UUID, number: str, items: Sequence[Item]) -> None:
    with transaction.atomic():
        _of(letter).update(state=AlarmState.SENT, message_id=number, trouble="", changed_at=now())
        facts = {"network": chat.bot.network, "count": len(items)}
        record(
            administration=chat.bot.administration,
            actor=None,
            verb="alarm.said",
            obj=items[0].alarm.person,
            facts=facts,
        )
    Bot.objects.of(chat.administration_id).filter(pk=chat.bot_id).exclude(trouble="").update(
        trouble="", troubled_since=None
    )


def _again(rows: OwnedQuerySet[Alarm], why: str, seconds: float | None = None) -> None:
    pause = PAUSE if seconds is None else max(PAUSE, timedelta(seconds=seconds))
    moment = now()
    rows.update(state=AlarmState.WAITING, letter=None, trouble=why[:300], next_try_at=moment + pause, changed_at=moment)


def note_trouble(bot: Bot, why: str) -> None:
    rows = Bot.objects.of(bot.administration_id).filter(pk=bot.pk)
    rows.filter(troubled_since=None).update(troubled_since=now())
    rows.update(trouble=why[:300])


def _of(letter: uuid.UUID) -> OwnedQuerySet[Alarm]:
    return Alarm.objects.unscoped().filter(letter=letter).exclude(way=LETTER)
