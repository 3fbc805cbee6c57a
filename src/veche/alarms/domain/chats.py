"""Link a person's chat with the bot, and end the link."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from veche.alarms.domain.notify import by_letter_instead, forget, notify
from veche.alarms.enums import AlarmState, ChatEnd
from veche.alarms.models import Alarm, Bot, Chat, ChatCode
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.registry import NETWORKS
from veche.staff.models import Person
from veche.staff.tenancy import OwnedQuerySet

CODE_LASTS = timedelta(minutes=15)
# Of a news: the link has ended, though the person did not end it.
CHAT_ENDED = "chat_ended"


def new_code(person: Person) -> str:
    """A code that links one chat within `CODE_LASTS`. Earlier unused codes of the person are void."""
    code = secrets.token_urlsafe(15)
    with transaction.atomic():
        ChatCode.objects.of(person.administration_id).filter(person=person, used_at=None).delete()
        ChatCode.objects.create(
            administration_id=person.administration_id,
            person=person,
            digest=_digest(code),
            expires_at=now() + CODE_LASTS,
        )
    return code


def deep_link(bot: Bot, code: str) -> str:
    """The address that opens the chat and sends the code."""
    form = NETWORKS[bot.network].bot
    if form is None:
        raise LookupError(bot.network)
    pages = settings.NETWORKS[bot.network].get("pages") or NETWORKS[bot.network].pages.home
    return form.link(pages, bot.name, code)


def link(*, bot: Bot, chat_id: str, named: str, code: str) -> Chat | None:
    """Link the chat by a code; None if the code is unknown, used or too old."""
    with transaction.atomic():
        codes = ChatCode.objects.of(bot.administration_id).filter(digest=_digest(code), used_at=None)
        found = codes.filter(expires_at__gt=now(), person__is_active=True).select_related("person").first()
        if found is None or not codes.filter(pk=found.pk).update(used_at=now()):
            return None
        letters = (
            not Chat.objects.of(bot.administration_id)
            .filter(person=found.person, ended_at=None, letters=False)
            .exists()
        )
        living = bot.chats.filter(ended_at=None)
        end_chats(living.filter(person=found.person), ChatEnd.REPLACED)
        end_chats(living.filter(chat_id=chat_id), ChatEnd.REPLACED)
        chat = Chat.objects.create(
            administration_id=bot.administration_id,
            bot=bot,
            person=found.person,
            chat_id=chat_id,
            named=named[:200],
            letters=letters,
        )
        facts = {"network": bot.network}
        record(administration=bot.administration, actor=found.person, verb="chat.linked", obj=found.person, facts=facts)
    return chat


def relink(*, bot: Bot, chat_id: str) -> Chat | None:
    """Take up again a link that ended because the person had blocked the bot.

    None if the last link of this chat ended otherwise, the person has left, or another chat has taken its place.
    """
    with transaction.atomic():
        last = bot.chats.filter(chat_id=chat_id).select_related("person").order_by("-pk").first()
        if last is None or last.ended_why != ChatEnd.BLOCKED or not last.person.is_active:
            return None
        if bot.chats.filter(person=last.person, ended_at=None).exists():
            return None
        if not bot.chats.filter(pk=last.pk, ended_at__isnull=False).update(ended_at=None, ended_why=""):
            return None
        forget(bot.administration_id, CHAT_ENDED, last.pk)
        facts = {"network": bot.network}
        record(administration=bot.administration, actor=last.person, verb="chat.linked", obj=last.person, facts=facts)
    last.ended_at, last.ended_why = None, ""
    return last


def unlink(*, chat: Chat, by: Person) -> None:
    """End the link as the person or, of a dismissed person, IT."""
    with transaction.atomic():
        living = Chat.objects.of(chat.administration_id).filter(pk=chat.pk, ended_at=None)
        if not end_chats(living, ChatEnd.PERSON):
            return
        facts = {"network": chat.bot.network}
        record(administration=chat.administration, actor=by, verb="chat.unlinked", obj=chat.person, facts=facts)


def choose_letters(*, person: Person, letters: bool) -> None:
    """Whether letters go on besides messages in chats."""
    Chat.objects.of(person.administration_id).filter(person=person, ended_at=None).update(letters=letters)


def end_chats(chats: OwnedQuerySet[Chat], why: ChatEnd) -> int:
    """End these links; what waits for them goes by letter. Returns their number."""
    with transaction.atomic():
        ended = list(chats.select_related("person"))
        for chat in ended:
            Chat.objects.of(chat.administration_id).filter(pk=chat.pk).update(ended_at=now(), ended_why=why)
            waiting = Alarm.objects.of(chat.administration_id).filter(chat=chat, state=AlarmState.WAITING)
            by_letter_instead(waiting, str(why.label))
            if why in (ChatEnd.BLOCKED, ChatEnd.REPLACED):
                notify(chat.administration_id, CHAT_ENDED, chat.pk, [chat.person])
    return len(ended)


def chats_of(person: Person) -> list[Chat]:
    """Linked chats, and for each network the last link that ended without the person."""
    found = Chat.objects.of(person.administration_id).filter(person=person, bot__removed_at=None)
    newest: dict[str, Chat] = {}
    for chat in found.select_related("bot").order_by("pk"):
        newest[chat.bot.network] = chat
    return list(newest.values())


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()
