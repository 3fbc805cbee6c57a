"""How an act about a comment is told: the faces of `web.faces` speak of publications."""

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
    """ "" for a publication: its state has words of its own."""
    return str(_WORDS.get(act.verb, {}).get(act.state, ""))
