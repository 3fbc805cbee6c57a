from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from veche.outbox.enums import ActState


class About(TextChoices):
    """The states of an act that stand still without a person; the same values as `outbox.ActState`."""

    FAILED = ActState.FAILED.value, _("не вышла")
    UNKNOWN = ActState.UNKNOWN.value, _("неизвестно, вышла ли")
    MISSED = ActState.MISSED.value, _("не ушла вовремя")


class AlarmState(TextChoices):
    WAITING = "waiting", _("ждёт отправки")
    SENDING = "sending", _("отправляем")
    SENT = "sent", _("отправлено")
    DOUBTFUL = "doubtful", _("неизвестно, ушло ли")
    DROPPED = "dropped", _("не понадобилось")
