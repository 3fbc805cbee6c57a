from django.db.models import TextChoices

from veche.accounts.enums import Verdict
from veche.outbox.enums import ActState, DivergenceKind


class About(TextChoices):
    """What a person is called for. Of an act the state that it stands still in: the same values as `outbox.ActState`,
    or that it waits for a key that was lost;
    of a divergence its kind; of a change of the page that somebody has said it was not us; of an entry of the journal
    that it lets somebody in or out, or that it is the mark of a day; of the journal itself that it is broken; of the
    copies of the data that they are not made."""

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
    HEADS = "heads", "контрольная сумма за день"


class AlarmState(TextChoices):
    WAITING = "waiting", "ждёт отправки"
    SENDING = "sending", "отправляем"
    SENT = "sent", "отправлено"
    DOUBTFUL = "doubtful", "неизвестно, ушло ли"
    DROPPED = "dropped", "не понадобилось"
