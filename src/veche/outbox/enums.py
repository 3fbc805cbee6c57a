from django.db.models import TextChoices


class ActVerb(TextChoices):
    """The same values as `networks.protocol.Verb`."""

    PUBLISH = "publish", "публикация"
    REPLY = "reply", "ответ"
    DELETE_COMMENT = "delete_comment", "удаление комментария"
    RESTORE_COMMENT = "restore_comment", "возврат комментария"
    EDIT = "edit", "правка записи"
    WITHDRAW = "withdraw", "снятие записи"
    PIN = "pin", "закрепление"
    UNPIN = "unpin", "открепление"
    RESTRICT_AUTHOR = "restrict_author", "ограничение автора"
    RELEASE_AUTHOR = "release_author", "снятие ограничения"
    ANSWER_MESSAGE = "answer_message", "ответ на сообщение"
    DESCRIBE = "describe", "описание страницы"
    SET_AVATAR = "set_avatar", "аватар страницы"
    SET_COVER = "set_cover", "обложка страницы"
    START_LIVE = "start_live", "начало эфира"
    STOP_LIVE = "stop_live", "конец эфира"


# How the intent of a trial post begins: it belongs to no plan, no norm and no report.
TRIAL = "trial:"


class ActState(TextChoices):
    PLANNED = "planned", "уйдёт сама"
    PREPARING = "preparing", "готовим"
    SENDING = "sending", "отправляем"
    SENT = "sent", "проверяем, вышла ли"
    CONFIRMED = "confirmed", "вышла"
    FAILED = "failed", "не вышла"
    UNKNOWN = "unknown", "не знаем, вышла ли"
    MISSED = "missed", "опоздала, ждёт решения"
    STOPPED = "stopped", "заморожена"
    CANCELLED = "cancelled", "снята"
    BY_HAND = "by_hand", "вручную"


class Outcome(TextChoices):
    """What is known about one call."""

    HAPPENED = "happened", "произошло"
    DID_NOT_HAPPEN = "did_not_happen", "не произошло"
    UNKNOWN = "unknown", "неизвестно"


class Proof(TextChoices):
    READ_BACK = "read_back", "прочитали в сети"
    EVENT = "event", "сеть прислала событие"
    ANSWER = "answer", "ответ сети"
    PERSON = "person", "подтвердил человек"


class DivergenceKind(TextChoices):
    """How a post in a network differs from what we put there."""

    GONE = "gone", "убрали в сети"
    CHANGED = "changed", "изменили в сети"
