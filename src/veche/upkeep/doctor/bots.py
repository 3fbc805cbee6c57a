"""Check that the bots which write to people open with their keys and reach their networks."""

from collections.abc import Iterator

from veche.alarms.domain.bots import open_own
from veche.alarms.errors import BotError
from veche.alarms.models import Bot
from veche.kernel.clock import local
from veche.kernel.crypto import CryptoError
from veche.upkeep.doctor.finding import Finding

ENTER = "Введите его ключ заново на странице «Боты». Пока он молчит, новости идут письмами."
WAIT = "Если сеть на этом сервере есть, введите ключ заново на странице «Боты». Пока бот молчит, новости идут письмами."


def check() -> Iterator[Finding]:
    """Asks no network: the worker notes what it hears from it."""
    living = Bot.objects.unscoped().filter(removed_at=None).select_related("administration")
    yield from map(_of, living.order_by("administration", "network"))


def _of(bot: Bot) -> Finding:
    about = f"Бот для сотрудников, {bot.administration}, {bot}"
    try:
        open_own(bot)
    except (CryptoError, BotError):
        return Finding(about, "ключ не открывается", ENTER)
    if bot.trouble and bot.troubled_since:
        since = local(bot.troubled_since, bot.administration.time_zone)
        return Finding(about, f"молчит с {since:%d.%m %H:%M}: {bot.trouble}", WAIT)
    return Finding(about, "отвечает")
