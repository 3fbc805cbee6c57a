from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActVerb(TextChoices):
    """The same values as `networks.protocol.Verb`."""

    PUBLISH = "publish", _("публикация")
    REPLY = "reply", _("ответ")
    DELETE_COMMENT = "delete_comment", _("удаление комментария")
    RESTORE_COMMENT = "restore_comment", _("возврат комментария")
    EDIT = "edit", _("правка записи")
    WITHDRAW = "withdraw", _("снятие записи")
    PIN = "pin", _("закрепление")
    UNPIN = "unpin", _("открепление")
    RESTRICT_AUTHOR = "restrict_author", _("ограничение автора")
    RELEASE_AUTHOR = "release_author", _("снятие ограничения")
    ANSWER_MESSAGE = "answer_message", _("ответ на сообщение")
    DESCRIBE = "describe", _("описание страницы")
    SET_AVATAR = "set_avatar", _("аватар страницы")
    SET_COVER = "set_cover", _("обложка страницы")
    START_LIVE = "start_live", _("начало эфира")
    STOP_LIVE = "stop_live", _("конец эфира")


# How the intent of a trial post begins: it belongs to no plan, no norm and no report.
TRIAL = "trial:"


class ActState(TextChoices):
    PLANNED = "planned", _("уйдёт сама")
    PREPARING = "preparing", _("готовим")
    SENDING = "sending", _("отправляем")
    SENT = "sent", _("проверяем, вышла ли")
    CONFIRMED = "confirmed", _("вышла")
    FAILED = "failed", _("не вышла")
    UNKNOWN = "unknown", _("не знаем, вышла ли")
    MISSED = "missed", _("опоздала, ждёт решения")
    STOPPED = "stopped", _("заморожена")
    CANCELLED = "cancelled", _("снята")
    BY_HAND = "by_hand", _("вручную")


class Outcome(TextChoices):
    """What is known about one call."""

    HAPPENED = "happened", _("произошло")
    DID_NOT_HAPPEN = "did_not_happen", _("не произошло")
    UNKNOWN = "unknown", _("неизвестно")


class Proof(TextChoices):
    READ_BACK = "read_back", _("прочитали в сети")
    EVENT = "event", _("сеть прислала событие")
    ANSWER = "answer", _("ответ сети")
    PERSON = "person", _("подтвердил человек")


class DivergenceKind(TextChoices):
    """How a post in a network differs from what we put there."""

    GONE = "gone", _("убрали в сети")
    CHANGED = "changed", _("изменили в сети")
