from collections.abc import Iterator

from django.db.models import TextChoices

from veche.accounts.enums import Verdict
from veche.networks.registry import NETWORKS
from veche.outbox.enums import ActState, DivergenceKind


class About(TextChoices):
    """Kinds of news about the rooms below: an act's state (values of `outbox.ActState`) or its lost key, a refused key,
    a divergence's kind, a page change that was not ours, a journal entry about access or a day's mark, a broken
    journal, missing copies, a proposal of an account and its notice. Rooms above register kinds of their own in
    `news.py`.
    """

    FAILED = ActState.FAILED.value, "не вышла"
    UNKNOWN = ActState.UNKNOWN.value, "неизвестно, вышла ли"
    MISSED = ActState.MISSED.value, "не ушла вовремя"
    BY_HAND = ActState.BY_HAND.value, "ждёт ваших рук"
    GONE = DivergenceKind.GONE.value, "убрали в сети"
    CHANGED = DivergenceKind.CHANGED.value, "изменили в сети"
    NOT_OURS = Verdict.NOT_OURS.value, "страницу меняет кто-то чужой"
    JOURNAL = "journal", "нарушен"
    COPIES = "copies", "не делаются"
    ACCESS = "access", "вход и роли"
    NO_KEY = "no_key", "ждёт ключа"
    KEY_REFUSED = "key_refused", "сеть не принимает ключ"
    HEADS = "heads", "контрольная сумма за день"
    PROPOSED = "proposed", "предложение об аккаунте ждёт решения"
    NOTICE = "notice_due", "пора уведомить центр управления регионом"


class AlarmState(TextChoices):
    WAITING = "waiting", "ждёт отправки"
    SENDING = "sending", "отправляем"
    SENT = "sent", "отправлено"
    DOUBTFUL = "doubtful", "неизвестно, ушло ли"
    DROPPED = "dropped", "не понадобилось"


# A way of telling; the others are the networks that have bots.
LETTER = "letter"


def ways() -> Iterator[tuple[str, str]]:
    """Choices of `Alarm.way`."""
    yield LETTER, "письмо"
    yield from bot_networks()


def bot_networks() -> Iterator[tuple[str, str]]:
    """Networks where an administration may have a bot of its own."""
    yield from ((slug, profile.title) for slug, profile in NETWORKS.items() if profile.bot is not None)


class ChatEnd(TextChoices):
    PERSON = "person", "вы отключили"
    BLOCKED = "blocked", "бота в чате заблокировали"
    REPLACED = "replaced", "подключён другой чат"
    BOT = "bot", "бота отключили"
    LEFT = "left", "доступ закрыт"


class ParcelState(TextChoices):
    """`COMING`: files are being fetched; `GIVEN`: taken by the room that asked; `TRAY`: waits for the press."""

    COMING = "coming", "получаем файлы"
    GIVEN = "given", "приложено"
    TRAY = "tray", "ждёт разбора"
    DONE = "done", "разобрано"
