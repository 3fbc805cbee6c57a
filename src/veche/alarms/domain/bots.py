"""Set up the administration's own bot, and open it with its key."""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from veche.accounts.domain.clients import http, keyring, opened, secrets_of
from veche.accounts.domain.key_forms import what_is_wrong
from veche.accounts.domain.pace import ReadRateLimiter
from veche.accounts.models import Account
from veche.alarms.domain.chats import end_chats
from veche.alarms.enums import ChatEnd
from veche.alarms.errors import BotError
from veche.alarms.models import Bot
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.crypto import Secret, row_binding, seal
from veche.kernel.redaction import conceal
from veche.networks.bots import BotIdentity, ServiceBot
from veche.networks.protocol import NetworkError, Slot
from veche.networks.registry import NETWORKS, open_bot
from veche.staff.models import Administration, Person

SECONDS = 10.0
PATIENCE_SECONDS = 2.0


def set_up(*, administration: Administration, network: str, secret: Secret, by: Person) -> Bot:
    """Ask the network whose key it is and store it; the former bot of that network is removed.

    A new key of the same bot leaves its chats linked. Raises `BotError`.
    """
    conceal(secret)
    secret = Secret(secret.reveal().strip())
    if (wrong := what_is_wrong(network, Slot.BOT, secret)) is not None:
        raise BotError(wrong.sentence(replaces=False))
    found = _identity(administration, network, secret)
    try:
        return _store(administration, network, secret, found, by)
    except IntegrityError:
        raise BotError("Этот бот уже подключён к другой администрации. Создайте для этой своего.") from None


def _identity(administration: Administration, network: str, secret: Secret) -> BotIdentity:
    try:
        opened_bot = _open(administration, network, secret)
        found = opened_bot.identify(deadline=time.monotonic() + SECONDS)
        listener = opened_bot.webhook(deadline=time.monotonic() + SECONDS)
    except NetworkError as error:
        sentence = NETWORKS[network].keys.refused.get(error.code, error.advice)
        raise BotError(f"{sentence} Ключ не сохранён.") from None
    if listener:
        raise BotError(f"{heard_elsewhere(listener)} Ключ не сохранён.")
    if _runs_an_account(network, found.number, secret):
        raise BotError("Это бот официальной страницы. Создайте отдельного: этот пишет сотрудникам, а не жителям.")
    return found


def heard_elsewhere(listener: str) -> str:
    """`listener`: the address to which the network sends the bot's events."""
    host = urlsplit(listener).hostname or "адрес не читается"
    return (
        f"Этого бота слушает другая программа (вебхук на {host}), и Вече его не слышит. Отключите её или создайте "
        "отдельного бота."
    )


def _runs_an_account(network: str, number: str, secret: Secret) -> bool:
    """Whether an account of ours has this bot: two readers of one bot would take each other's events."""
    accounts = Account.objects.unscoped().filter(network=network, closed_at=None)
    return any(
        (key := secrets_of(account).get(Slot.BOT)) is not None
        and (key.reveal() == secret.reveal() or key.reveal().startswith(f"{number}:"))
        for account in accounts
    )


def _store(administration: Administration, network: str, secret: Secret, found: BotIdentity, by: Person) -> Bot:
    with transaction.atomic():
        former = Bot.objects.of(administration).filter(network=network, removed_at=None).first()
        if former is not None and former.number != found.number:
            forget_bot(former)
            former = None
        bot = former or Bot(administration=administration, network=network, number=found.number, added_by=by)
        bot.name, bot.title, bot.training, bot.trouble = found.name, found.title, settings.DEMO, ""
        bot.troubled_since = bot.poll_after = None
        bot.sealed = seal(keyring(), secret, aad=bot_binding(bot))
        bot.save()
        facts = {"network": network, "name": found.name}
        record(administration=administration, actor=by, verb="bot.set_up", obj=bot, facts=facts)
    return bot


def remove(*, bot: Bot, by: Person) -> None:
    """Forget the key and end all chats."""
    with transaction.atomic():
        if not forget_bot(bot):
            return
        facts = {"network": bot.network, "name": bot.name}
        record(administration=bot.administration, actor=by, verb="bot.removed", obj=bot, facts=facts)


def forget_bot(bot: Bot) -> bool:
    """Forget its key and end its chats, without an entry in the journal. False if it was removed before."""
    living = Bot.objects.of(bot.administration_id).filter(pk=bot.pk, removed_at=None)
    if not living.update(removed_at=now(), sealed=""):
        return False
    end_chats(bot.chats.filter(ended_at=None), ChatEnd.BOT)
    return True


def bot_binding(bot: Bot) -> str:
    return row_binding("alarms.Bot", "sealed", bot.pk)


def open_own(bot: Bot) -> ServiceBot:
    """Raises `kernel.crypto.CryptoError` if the key does not open. A training city opens only keys entered there."""
    if bot.training != settings.DEMO:
        raise BotError("Ключ бота из другого города: учебного или настоящего. Впишите его заново.")
    return _open(bot.administration, bot.network, opened(bot.sealed, bot_binding(bot)))


def _open(administration: Administration, network: str, secret: Secret) -> ServiceBot:
    guarded = http(network).paced(ReadRateLimiter(administration.pk, None, patience_seconds=PATIENCE_SECONDS))
    return open_bot(network, keys={Slot.BOT: secret}, http=guarded, base_url=settings.NETWORKS[network]["url"])
