from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import Verdict
from veche.outbox.enums import ActState, DivergenceKind


class About(TextChoices):
    """What a person is called for. Of an act the state that it stands still in: the same values as `outbox.ActState`,
    or that it waits for a key that was lost;
    of a divergence its kind; of a change of the page that somebody has said it was not us; of an entry of the journal
    that it lets somebody in or out, or that it is the mark of a day; of the journal itself that it is broken; of the
    copies of the data that they are not made."""

    FAILED = ActState.FAILED.value, _("не вышла")
    UNKNOWN = ActState.UNKNOWN.value, _("неизвестно, вышла ли")
    MISSED = ActState.MISSED.value, _("не ушла вовремя")
    BY_HAND = ActState.BY_HAND.value, _("ждёт ваших рук")
    GONE = DivergenceKind.GONE.value, _("убрали в сети")
    CHANGED = DivergenceKind.CHANGED.value, _("изменили в сети")
    NOT_OURS = Verdict.NOT_OURS.value, _("страницу меняет кто-то чужой")
    JOURNAL = "journal", _("нарушен")
    COPIES = "copies", _("не делаются")
    ACCESS = "access", _("вход и роли")
    NO_KEY = "no_key", _("ждёт ключа")
    HEADS = "heads", _("контрольная сумма за день")


class AlarmState(TextChoices):
    WAITING = "waiting", _("ждёт отправки")
    SENDING = "sending", _("отправляем")
    SENT = "sent", _("отправлено")
    DOUBTFUL = "doubtful", _("неизвестно, ушло ли")
    DROPPED = "dropped", _("не понадобилось")
