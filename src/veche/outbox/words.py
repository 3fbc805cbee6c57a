"""How an act about a comment, or about a post that stands, is told: the faces of `web.faces` speak of publications."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.outbox.enums import ActState, ActVerb
from veche.outbox.models import Act

_WORDS: dict[str, dict[str, str | Promise]] = {
    ActVerb.DELETE_COMMENT: {
        ActState.PLANNED: _("удалим через несколько секунд"),
        ActState.PREPARING: _("удаляем"),
        ActState.SENDING: _("удаляем"),
        ActState.SENT: _("проверяем, удалён ли"),
        ActState.CONFIRMED: _("удалён, сеть подтвердила"),
        ActState.FAILED: _("удалить не вышло"),
        ActState.UNKNOWN: _("не знаем, удалён ли"),
        ActState.MISSED: _("удалить не успели, решите"),
        ActState.STOPPED: _("удаление заморожено"),
        ActState.CANCELLED: _("удаление отменено"),
    },
    ActVerb.RESTORE_COMMENT: {
        ActState.PLANNED: _("возвращаем"),
        ActState.PREPARING: _("возвращаем"),
        ActState.SENDING: _("возвращаем"),
        ActState.SENT: _("проверяем, вернулся ли"),
        ActState.CONFIRMED: _("вернулся, сеть подтвердила"),
        ActState.FAILED: _("вернуть не вышло"),
        ActState.UNKNOWN: _("не знаем, вернулся ли"),
        ActState.MISSED: _("вернуть не успели, решите"),
        ActState.STOPPED: _("возврат заморожен"),
        ActState.CANCELLED: _("возврат отменён"),
    },
    ActVerb.PUBLISH: {ActState.BY_HAND: _("выложите руками")},
    ActVerb.EDIT: {
        ActState.PLANNED: _("правка уходит"),
        ActState.PREPARING: _("правка уходит"),
        ActState.SENDING: _("правим в сети"),
        ActState.SENT: _("проверяем правку"),
        ActState.CONFIRMED: _("исправлена"),
        ActState.FAILED: _("исправить не вышло"),
        ActState.UNKNOWN: _("не знаем, исправлена ли"),
        ActState.MISSED: _("исправить не успели, решите"),
        ActState.STOPPED: _("правка заморожена"),
        ActState.CANCELLED: _("правка отменена"),
        ActState.BY_HAND: _("исправьте руками"),
    },
    ActVerb.WITHDRAW: {
        ActState.PLANNED: _("снимаем с публикации"),
        ActState.PREPARING: _("снимаем с публикации"),
        ActState.SENDING: _("снимаем с публикации"),
        ActState.SENT: _("проверяем, снята ли"),
        ActState.CONFIRMED: _("снята с публикации"),
        ActState.FAILED: _("снять не вышло"),
        ActState.UNKNOWN: _("не знаем, снята ли"),
        ActState.MISSED: _("снять не успели, решите"),
        ActState.STOPPED: _("снятие заморожено"),
        ActState.CANCELLED: _("снятие отменено"),
        ActState.BY_HAND: _("снимите руками"),
    },
    ActVerb.PIN: {
        ActState.PLANNED: _("закрепляем"),
        ActState.PREPARING: _("закрепляем"),
        ActState.SENDING: _("закрепляем"),
        ActState.SENT: _("проверяем, закреплена ли"),
        ActState.CONFIRMED: _("закреплена"),
        ActState.FAILED: _("закрепить не вышло"),
        ActState.UNKNOWN: _("не знаем, закреплена ли"),
        ActState.MISSED: _("закрепить не успели, решите"),
        ActState.STOPPED: _("закрепление заморожено"),
        ActState.CANCELLED: _("закрепление отменено"),
        ActState.BY_HAND: _("закрепите руками"),
    },
    ActVerb.UNPIN: {
        ActState.PLANNED: _("открепляем"),
        ActState.PREPARING: _("открепляем"),
        ActState.SENDING: _("открепляем"),
        ActState.SENT: _("проверяем, откреплена ли"),
        ActState.CONFIRMED: _("откреплена"),
        ActState.FAILED: _("открепить не вышло"),
        ActState.UNKNOWN: _("не знаем, откреплена ли"),
        ActState.MISSED: _("открепить не успели, решите"),
        ActState.STOPPED: _("открепление заморожено"),
        ActState.CANCELLED: _("открепление отменено"),
        ActState.BY_HAND: _("открепите руками"),
    },
    ActVerb.REPLY: {
        ActState.PLANNED: _("ответ уходит"),
        ActState.PREPARING: _("ответ уходит"),
        ActState.SENDING: _("отправляем ответ"),
        ActState.SENT: _("ответ ушёл, проверяем"),
        ActState.CONFIRMED: _("ответ вышел"),
        ActState.FAILED: _("ответ не вышел"),
        ActState.UNKNOWN: _("не знаем, вышел ли ответ"),
        ActState.MISSED: _("ответ опоздал, решите"),
        ActState.STOPPED: _("ответ заморожен"),
        ActState.CANCELLED: _("ответ снят"),
    },
}


def word_of(act: Act) -> str:
    """ "" for most of a publication: its states have words of their own."""
    return str(_WORDS.get(act.verb, {}).get(act.state, ""))
