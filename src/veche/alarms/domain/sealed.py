"""Keys of bots under the keyring: seal them anew, and give up those that it does not open."""

from django.conf import settings

from veche.accounts.domain.clients import opened
from veche.accounts.domain.rotate import reseal
from veche.alarms.domain.bots import bot_binding, forget_bot
from veche.alarms.models import Bot
from veche.kernel.crypto import CryptoError, Keyring
from veche.staff.models import Administration


def reseal_bots(*, keyring: Keyring, administration: Administration) -> int:
    """Seal anew under the newest key. Returns the number of changed rows. Needs a transaction."""
    return reseal(keyring, Bot.objects.of(administration).filter(removed_at=None), "sealed", bot_binding)


def unopened(administration: Administration) -> list[Bot]:
    living = Bot.objects.of(administration).filter(removed_at=None, training=settings.DEMO).order_by("pk")
    return [bot for bot in living if not _opens(bot)]


def give_up_unopened(*, administration: Administration) -> int:
    """Remove bots whose key does not open. Needs a transaction; the caller records it."""
    return sum(forget_bot(bot) for bot in unopened(administration))


def _opens(bot: Bot) -> bool:
    try:
        opened(bot.sealed, bot_binding(bot))
    except CryptoError:
        return False
    return True
