from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices

from veche.networks.protocol import Verb

# What an act is called in a list of acts.
VERB_LABELS: Final[Mapping[Verb, str]] = {
    Verb.PUBLISH: "публикация",
    Verb.REPLY: "ответ",
    Verb.DELETE_COMMENT: "удаление комментария",
    Verb.RESTORE_COMMENT: "возврат комментария",
    Verb.EDIT: "правка записи",
    Verb.WITHDRAW: "снятие записи",
    Verb.PIN: "закрепление",
    Verb.UNPIN: "открепление",
    Verb.RESTRICT_AUTHOR: "ограничение автора",
    Verb.RELEASE_AUTHOR: "снятие ограничения",
    Verb.ANSWER_MESSAGE: "ответ на сообщение",
    Verb.DELETE_MESSAGE: "удаление сообщения",
    Verb.DESCRIBE: "описание страницы",
    Verb.SET_AVATAR: "аватар страницы",
    Verb.SET_COVER: "обложка страницы",
    Verb.START_LIVE: "начало эфира",
    Verb.STOP_LIVE: "конец эфира",
    Verb.SET_COMMENT_MODE: "открытие и закрытие комментариев",
}
VERB_CHOICES: Final = [(verb.value, VERB_LABELS[verb]) for verb in Verb]


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
    PAUSED = "paused", "ждёт конца паузы"
    CANCELLED = "cancelled", "снята"
    BY_HAND = "by_hand", "вручную"


class PauseKind(TextChoices):
    """Why publications wait; the first word of the bar."""

    MOURNING = "mourning", "Траур"
    EMERGENCY = "emergency", "ЧС"
    OTHER = "other", "Пауза"


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
