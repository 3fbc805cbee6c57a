"""Process what people write to the bot: codes, commands and material. Nothing of strangers is stored.

Each event is processed once (`BotUpdate`), in the transaction that stores what it brought; replies are sent afterwards.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, QuerySet

from veche.alarms.domain import chat_words as words
from veche.alarms.domain.bots import SECONDS, heard_elsewhere, open_own
from veche.alarms.domain.chat_news import note_trouble
from veche.alarms.domain.chats import end_chats, link, relink, unlink
from veche.alarms.domain.one_by_one import run_each
from veche.alarms.domain.parcels import keep
from veche.alarms.domain.waits import waiting_for
from veche.alarms.enums import ChatEnd
from veche.alarms.errors import BotError
from veche.alarms.models import Bot, BotUpdate, Chat
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.networks.bots import BotEvent, Button, ChatBack, ChatStarted, ChatStopped, Sent, ServiceBot
from veche.networks.protocol import NetworkError
from veche.staff.compiled import compiled_once

log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=30)
# Longer than the hour between two runs of `look_for_listeners`.
LOOK_AGAIN = timedelta(hours=2)
KEPT_FOR = timedelta(days=7)
# Answers to strangers of one bot in an hour.
STRANGERS = 20
HOUR = timedelta(hours=1)
WAITING = frozenset({"что ждёт", "что ждет", "/waiting"})
LATE = frozenset({"что опаздывает", "/late"})
STOP = frozenset({"отключить", "/stop"})
HELP = frozenset({"/help", "помощь", "/start"})


@dataclass(frozen=True, slots=True)
class Reply:
    chat_id: str
    text: str
    buttons: tuple[Button, ...] = ()
    reply_to: str = ""


def poll_all(network: str) -> int:
    """Read new events of a network's bots. Returns their number."""
    return run_each(poll, _living(network))


@compiled_once
def _living(network: str) -> QuerySet[Bot]:
    living = Bot.objects.unscoped().filter(network=network, removed_at=None)
    return living.select_related("administration").order_by("pk")


def poll(bot: Bot) -> int:
    """Read new events of a bot. Returns their number."""
    moment = now()
    if bot.poll_after is not None and bot.poll_after > moment:
        return 0
    try:
        opened = open_own(bot)
        page = opened.fetch(bot.cursor, deadline=time.monotonic() + SECONDS)
    except (NetworkError, CryptoError, BotError) as error:
        note_trouble(bot, getattr(error, "advice", str(error)))
        Bot.objects.of(bot.administration_id).filter(pk=bot.pk).update(poll_after=moment + PAUSE)
        return 0
    said: set[Reply] = set()
    for event in page.events:
        new = [one for one in _received(bot, event) if one not in said]
        said.update(new)
        _send_replies(opened, new)
    Bot.objects.of(bot.administration_id).filter(pk=bot.pk).update(
        cursor=page.cursor, poll_after=None, trouble="", troubled_since=None
    )
    return len(page.events)


def _received(bot: Bot, event: BotEvent) -> list[Reply]:
    """As `receive`, but an event that raises an error counts as processed, so that it does not block the others."""
    try:
        return receive(bot, event)
    except OperationalError:  # the database is away: the same page comes again
        raise
    except Exception:
        log.exception("an event of a bot cannot be processed", extra={"bot": str(bot.pk), "dedup": event.dedup})
        return _not_read(bot, event)


def _not_read(bot: Bot, event: BotEvent) -> list[Reply]:
    """One reply to a linked chat that its message was not read."""
    with transaction.atomic():
        new = _mark_processed(bot, event)
        linked = bot.chats.filter(chat_id=event.chat_id, ended_at=None, person__is_active=True).exists()
    return [Reply(event.chat_id, words.NOT_READ)] if new and linked else []


def look_for_listeners() -> int:
    """Find bots with a webhook of another program: some networks then answer every poll with no events.

    Such a bot is not polled until the next check. Returns their number.
    """
    living = Bot.objects.unscoped().filter(removed_at=None).select_related("administration")
    return run_each(_note_listener, living.order_by("pk"))


def _note_listener(bot: Bot) -> bool:
    rows = Bot.objects.of(bot.administration_id).filter(pk=bot.pk)
    try:
        listener = open_own(bot).webhook(deadline=time.monotonic() + SECONDS)
    except (NetworkError, CryptoError, BotError):  # the poll says so
        return False
    if listener:
        note_trouble(bot, heard_elsewhere(listener))
        rows.update(poll_after=now() + LOOK_AGAIN)
    elif bot.poll_after is not None and bot.poll_after > now() + PAUSE:
        rows.update(poll_after=None)
    return bool(listener)


def receive(bot: Bot, event: BotEvent) -> list[Reply]:
    """Process an event once. Returns the replies to send."""
    with transaction.atomic():
        return list(_replies_to(bot, event)) if _mark_processed(bot, event) else []


def _mark_processed(bot: Bot, event: BotEvent) -> bool:
    """Mark the event as processed. Returns False if it was before."""
    owner = {"administration_id": bot.administration_id}
    _, new = BotUpdate.objects.of(bot.administration_id).get_or_create(bot=bot, dedup=event.dedup[:120], defaults=owner)
    return new


def forget_updates() -> int:
    deleted, _ = BotUpdate.objects.unscoped().filter(at__lt=now() - KEPT_FOR).delete()
    return deleted


def _send_replies(opened: ServiceBot, said: Iterable[Reply]) -> None:
    """Send each reply once; a failed one is not repeated."""
    for one in said:
        deadline = time.monotonic() + SECONDS
        try:
            opened.send(one.chat_id, one.text, one.buttons, reply_to=one.reply_to, deadline=deadline)
        except NetworkError as error:
            log.warning("the bot could not answer", extra={"code": error.code})


def _replies_to(bot: Bot, event: BotEvent) -> Iterable[Reply]:
    chat = _linked_chat(bot, event)
    match event:
        case ChatStopped():
            end_chats(bot.chats.filter(chat_id=event.chat_id, ended_at=None), ChatEnd.BLOCKED)
        case ChatStarted(code=code) if code:
            yield from _on_code(bot, event, code)
        case _ if chat is None:
            yield from _on_unlinked_chat(bot, event)
        case ChatStarted():
            yield Reply(event.chat_id, words.HOW)
        case Sent():
            yield from _on_message(chat, event)


def _linked_chat(bot: Bot, event: BotEvent) -> Chat | None:
    """The linked chat, or None. Ends the link of a person who has left."""
    chat = bot.chats.filter(chat_id=event.chat_id, ended_at=None).select_related("person").first()
    if chat is None or chat.person.is_active:
        return chat
    end_chats(bot.chats.filter(pk=chat.pk), ChatEnd.LEFT)
    return None


def _on_unlinked_chat(bot: Bot, event: ChatStarted | ChatBack | Sent) -> Iterable[Reply]:
    if (back := relink(bot=bot, chat_id=event.chat_id)) is not None:
        yield Reply(event.chat_id, words.RELINKED)
        if isinstance(event, Sent):
            yield from _on_message(back, event)
    elif not isinstance(event, ChatBack):
        yield from _on_stranger(bot, event, event.text.strip() if isinstance(event, Sent) and not event.files else "")


def _on_code(bot: Bot, event: ChatStarted | Sent, code: str) -> Iterable[Reply]:
    chat = link(bot=bot, chat_id=event.chat_id, named=event.name, code=code)
    text = words.BAD_CODE if chat is None else words.LINKED.format(person=chat.person.display_name)
    yield Reply(event.chat_id, text)


def _on_stranger(bot: Bot, event: ChatStarted | Sent, code: str) -> Iterable[Reply]:
    """Link the chat if the text is a code, else reply with a polite sentence, `STRANGERS` times an hour at most."""
    if code and (chat := link(bot=bot, chat_id=event.chat_id, named=event.name, code=code)) is not None:
        yield Reply(event.chat_id, words.LINKED.format(person=chat.person.display_name))
        return
    rows, moment = Bot.objects.of(bot.administration_id).filter(pk=bot.pk), now()
    rows.exclude(strangers_since__gte=moment - HOUR).update(strangers_since=moment, strangers_answered=0)
    if rows.filter(strangers_answered__lt=STRANGERS).update(strangers_answered=F("strangers_answered") + 1):
        yield Reply(event.chat_id, words.STRANGER)


def _on_message(chat: Chat, event: Sent) -> Iterable[Reply]:
    word = _command(event.text)
    if event.edited:
        yield Reply(event.chat_id, words.EDITED, reply_to=event.message_id)
    elif word in STOP:
        unlink(chat=chat, by=chat.person)
        yield Reply(event.chat_id, words.STOPPED)
    elif word in WAITING | LATE:
        yield _list_of_waiting(chat, late_only=word in LATE)
    elif word in HELP:
        yield Reply(event.chat_id, words.HOW)
    else:
        keep(chat, event)


def _command(text: str) -> str:
    """The words as the sets of commands have them: people copy the quotes of our sentences and ask with «?»."""
    return " ".join(text.lower().split()).strip("«»\"'.!? ")


def _list_of_waiting(chat: Chat, *, late_only: bool) -> Reply:
    """The reply to «что ждёт» and «что опаздывает»."""
    items = [item for item in waiting_for(chat.person) if item.matter.late or not late_only]
    if not items:
        return Reply(chat.chat_id, words.NOTHING_LATE if late_only else words.NOTHING)
    text, buttons = words.digest(items, settings.ORIGIN, head=words.LATE if late_only else words.WAIT)
    return Reply(chat.chat_id, text, buttons)
