"""Rows made ready for the pages of bots and chats."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from veche.alarms.domain.chats import chats_of
from veche.alarms.enums import ChatEnd, bot_networks
from veche.alarms.models import Bot, Chat
from veche.staff.models import Administration, Person


@dataclass(frozen=True, slots=True)
class BotLine:
    """A network and its bot, if there is one; `chats`: how many people have linked theirs."""

    network: str
    title: str
    bot: Bot | None
    chats: int = 0


@dataclass(frozen=True, slots=True)
class ChatLine:
    """A bot and the person's chat with it: linked now, ended, or None."""

    bot: Bot
    chat: Chat | None

    @property
    def is_linked(self) -> bool:
        return self.chat is not None and self.chat.ended_at is None

    @property
    def icon(self) -> str:
        return {"ok": "circle-check", "warn": "alert-triangle"}.get(self.tone, "messages")

    @property
    def tone(self) -> str:
        if self.chat is None or self.chat.ended_why == ChatEnd.PERSON:
            return ""
        return "ok" if self.is_linked else "warn"


def bot_lines(administration: Administration) -> list[BotLine]:
    """All networks that are offered and have bots. One query."""
    living = Bot.objects.of(administration).filter(removed_at=None)
    counted = living.annotate(linked=Count("chats", filter=Q(chats__ended_at=None)))
    known = {bot.network: bot for bot in counted}
    return [
        BotLine(slug, title, bot := known.get(slug), getattr(bot, "linked", 0))
        for slug, title in bot_networks()
        if slug in settings.OFFERED_NETWORKS
    ]


def chat_lines(person: Person) -> list[ChatLine]:
    """The administration's bots and the person's chats. Two queries."""
    chats = {chat.bot_id: chat for chat in chats_of(person)}
    living = Bot.objects.of(person.administration_id).filter(removed_at=None).order_by("added_at")
    return [ChatLine(bot, chats.get(bot.pk)) for bot in living]
