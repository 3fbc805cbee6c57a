"""Words for acts about comments and about existing posts; `web.faces` has those for publications."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.kernel.clock import local, today
from veche.kernel.plurals import form
from veche.networks.registry import NETWORKS
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
        ActState.MISSED: _("не удалён вовремя: решите, удалять ли"),
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
        ActState.MISSED: _("не возвращён вовремя: решите, возвращать ли"),
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
        ActState.MISSED: _("не исправлена вовремя: решите, исправлять ли"),
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
        ActState.MISSED: _("не снята вовремя: решите, снимать ли"),
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
        ActState.MISSED: _("не закреплена вовремя: решите, закреплять ли"),
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
        ActState.MISSED: _("не откреплена вовремя: решите, откреплять ли"),
        ActState.STOPPED: _("открепление заморожено"),
        ActState.CANCELLED: _("открепление отменено"),
        ActState.BY_HAND: _("открепите руками"),
    },
    ActVerb.REPLY: {
        ActState.PLANNED: _("ответ уходит"),
        ActState.PREPARING: _("ответ уходит"),
        ActState.SENDING: _("отправляем ответ"),
        ActState.SENT: _("ответ ушёл, проверяем"),
        ActState.CONFIRMED: _("ответ ушёл"),
        ActState.FAILED: _("ответ не ушёл"),
        ActState.UNKNOWN: _("не знаем, ушёл ли ответ"),
        ActState.MISSED: _("ответ опоздал, решите"),
        ActState.STOPPED: _("ответ ждёт разморозки"),
        ActState.CANCELLED: _("ответ снят"),
    },
    ActVerb.ANSWER_MESSAGE: {
        ActState.PLANNED: _("ответ уходит"),
        ActState.PREPARING: _("ответ уходит"),
        ActState.SENDING: _("отправляем ответ"),
        ActState.SENT: _("ответ ушёл, проверяем"),
        ActState.CONFIRMED: _("ответ доставлен"),
        ActState.FAILED: _("ответ не дошёл"),
        ActState.UNKNOWN: _("не знаем, дошёл ли ответ"),
        ActState.MISSED: _("ответ опоздал, решите"),
        ActState.STOPPED: _("ответ ждёт разморозки"),
        ActState.CANCELLED: _("ответ снят"),
        ActState.BY_HAND: _("ответьте руками"),
    },
    ActVerb.DESCRIBE: {
        ActState.PLANNED: _("меняем описание"),
        ActState.PREPARING: _("меняем описание"),
        ActState.SENDING: _("меняем описание"),
        ActState.SENT: _("проверяем описание"),
        ActState.CONFIRMED: _("описание сменили"),
        ActState.FAILED: _("описание сменить не вышло"),
        ActState.UNKNOWN: _("не знаем, сменилось ли описание"),
        ActState.MISSED: _("описание не сменили вовремя: решите, менять ли"),
        ActState.STOPPED: _("смена описания заморожена"),
        ActState.CANCELLED: _("смена описания отменена"),
        ActState.BY_HAND: _("смените описание руками"),
    },
    ActVerb.SET_AVATAR: {
        ActState.PLANNED: _("меняем аватар"),
        ActState.PREPARING: _("меняем аватар"),
        ActState.SENDING: _("меняем аватар"),
        ActState.SENT: _("проверяем аватар"),
        ActState.CONFIRMED: _("аватар сменили"),
        ActState.FAILED: _("аватар сменить не вышло"),
        ActState.UNKNOWN: _("не знаем, сменился ли аватар"),
        ActState.MISSED: _("аватар не сменили вовремя: решите, менять ли"),
        ActState.STOPPED: _("смена аватара заморожена"),
        ActState.CANCELLED: _("смена аватара отменена"),
        ActState.BY_HAND: _("смените аватар руками"),
    },
    ActVerb.SET_COVER: {
        ActState.PLANNED: _("меняем обложку"),
        ActState.PREPARING: _("меняем обложку"),
        ActState.SENDING: _("меняем обложку"),
        ActState.SENT: _("проверяем обложку"),
        ActState.CONFIRMED: _("обложку сменили"),
        ActState.FAILED: _("обложку сменить не вышло"),
        ActState.UNKNOWN: _("не знаем, сменилась ли обложка"),
        ActState.MISSED: _("обложку не сменили вовремя: решите, менять ли"),
        ActState.STOPPED: _("смена обложки заморожена"),
        ActState.CANCELLED: _("смена обложки отменена"),
        ActState.BY_HAND: _("смените обложку руками"),
    },
    ActVerb.START_LIVE: {
        ActState.PLANNED: _("начинаем эфир"),
        ActState.PREPARING: _("начинаем эфир"),
        ActState.SENDING: _("начинаем эфир"),
        ActState.SENT: _("проверяем, начался ли эфир"),
        ActState.CONFIRMED: _("эфир заведён"),
        ActState.FAILED: _("эфир начать не вышло"),
        ActState.UNKNOWN: _("не знаем, начался ли эфир"),
        ActState.MISSED: _("эфир не начат вовремя: решите, начинать ли"),
        ActState.STOPPED: _("начало эфира заморожено"),
        ActState.CANCELLED: _("начало эфира отменено"),
        ActState.BY_HAND: _("начните эфир руками"),
    },
    ActVerb.STOP_LIVE: {
        ActState.PLANNED: _("заканчиваем эфир"),
        ActState.PREPARING: _("заканчиваем эфир"),
        ActState.SENDING: _("заканчиваем эфир"),
        ActState.SENT: _("проверяем, окончен ли эфир"),
        ActState.CONFIRMED: _("эфир окончен"),
        ActState.FAILED: _("закончить эфир не вышло"),
        ActState.UNKNOWN: _("не знаем, окончен ли эфир"),
        ActState.MISSED: _("эфир не закончен вовремя: решите, заканчивать ли"),
        ActState.STOPPED: _("конец эфира заморожен"),
        ActState.CANCELLED: _("конец эфира отменён"),
        ActState.BY_HAND: _("закончите эфир руками"),
    },
    ActVerb.RESTRICT_AUTHOR: {
        ActState.PLANNED: _("ограничиваем"),
        ActState.PREPARING: _("ограничиваем"),
        ActState.SENDING: _("ограничиваем"),
        ActState.SENT: _("проверяем, ограничен ли"),
        ActState.CONFIRMED: _("ограничен, сеть подтвердила"),
        ActState.FAILED: _("ограничить не вышло"),
        ActState.UNKNOWN: _("не знаем, ограничен ли"),
        ActState.MISSED: _("не ограничен вовремя: решите, ограничивать ли"),
        ActState.STOPPED: _("ограничение заморожено"),
        ActState.CANCELLED: _("ограничение отменено"),
        ActState.BY_HAND: _("ограничьте руками"),
    },
    ActVerb.RELEASE_AUTHOR: {
        ActState.PLANNED: _("снимаем ограничение"),
        ActState.PREPARING: _("снимаем ограничение"),
        ActState.SENDING: _("снимаем ограничение"),
        ActState.SENT: _("проверяем, снято ли"),
        ActState.CONFIRMED: _("снято, сеть подтвердила"),
        ActState.FAILED: _("снять не вышло"),
        ActState.UNKNOWN: _("не знаем, снято ли"),
        ActState.MISSED: _("ограничение не снято вовремя: решите, снимать ли"),
        ActState.STOPPED: _("снятие заморожено"),
        ActState.CANCELLED: _("снятие отменено"),
        ActState.BY_HAND: _("снимите руками"),
    },
}


# What is done, without saying who has confirmed it; elsewhere the word of `ActState.CONFIRMED` says no more than that.
_DONE: dict[str, str | Promise] = {
    ActVerb.PUBLISH: _("вышла"),
    ActVerb.DELETE_COMMENT: _("удалён"),
    ActVerb.RESTORE_COMMENT: _("вернулся"),
    ActVerb.RESTRICT_AUTHOR: _("ограничен"),
    ActVerb.RELEASE_AUTHOR: _("снято"),
}


# Why «Придержать» took an act back: it is not off, a person may let it go again.
HELD_BACK = _("Придержали: пока правят, согласованная версия не уйдёт.")


def word_of(act: Act) -> str:
    """The word for an act; "" for most publications, whose states have words of their own."""
    if act.state == ActState.CANCELLED and act.reason == str(HELD_BACK):
        return gettext("придержана")
    words = _WORDS.get(act.verb, {})
    if act.state == ActState.CONFIRMED and act.is_confirmed_by_person:
        done = _DONE.get(act.verb) or words[ActState.CONFIRMED]
        return gettext("%(done)s, подтвердил человек") % {"done": done}
    return str(words.get(act.state, ""))


def said_by(act: Act | None, zone: str) -> str:
    """Who confirmed the act and when («Анна Котова, 25 ноября, 12:00»); "" if no person did."""
    if act is None or not act.is_confirmed_by_person or act.proven_at is None:
        return ""
    there = local(act.proven_at, zone)
    at = date_format(there, "j E, H:i")
    if there.date() == today(zone):
        at = gettext("сегодня в %(hour)s") % {"hour": date_format(there, "H:i")}
    return f"{act.confirmed_by}, {at}" if act.confirmed_by else at


def said_of_kinds(posts: int, replies: int, deletions: int, others: int, *, networks: int = 0) -> str:
    """«5 записей в 2 сетях, 1 ответ и 1 удаление»; "" of nothing."""
    where = _counted(networks, _("сети"), _("сетях"), _("сетях"))
    told = _counted(posts, _("запись"), _("записи"), _("записей"))
    counted = (
        gettext("%(posts)s в %(where)s") % {"posts": told, "where": where} if told and where else told,
        _counted(replies, _("ответ"), _("ответа"), _("ответов")),
        _counted(deletions, _("удаление"), _("удаления"), _("удалений")),
        _counted(others, _("другое действие"), _("других действия"), _("других действий")),
    )
    *most, last = [said for said in counted if said] or [""]
    return gettext("%(most)s и %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _counted(number: int, *forms: str | Promise) -> str:
    one, few, many = map(str, forms)
    return f"{number}\N{NO-BREAK SPACE}{form(number, one, few, many)}" if number else ""


# What residents would see twice. Anything else stays so however often it is said.
_SEEN_TWICE = frozenset({ActVerb.PUBLISH, ActVerb.REPLY, ActVerb.ANSWER_MESSAGE, ActVerb.START_LIVE})


def bound_of(act: Act) -> str:
    """The sentence on how far the promise reaches for an act in doubt; "" for any other."""
    if act.state not in {ActState.SENDING, ActState.UNKNOWN} or act.verb not in _SEEN_TWICE:
        return ""
    seconds = NETWORKS[act.account.network].limits.grace.total_seconds()
    return gettext(
        "Сама второй раз уйдёт, только если и через %(seconds)d с после срока вызова в сети нет ни её, ни чего-то, "
        "что могло бы быть ею. Если сеть исполнит вызов ещё позже, там окажутся две: этого мы не исключаем."
    ) % {"seconds": seconds}
