"""Words for acts about comments and about existing posts; `web.faces` has those for publications."""

from veche.kernel.bidi import isolated
from veche.kit.moments import date_and_hour, is_today, spoken
from veche.morphology.numerals import counted, listed
from veche.networks.protocol import Place, Verb
from veche.networks.registry import NETWORKS
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.reasons import HELD_BACK, HELD_FOR_RIGHTS
from veche.outbox.shown import ShownAct

_UNDER: dict[Place, str] = {
    Place.POST: "№ {comment}, под записью № {post}",
    Place.PHOTO: "№ {comment}, под фото № {post}",
    Place.VIDEO: "№ {comment}, под видео № {post}",
    Place.TOPIC: "№ {comment}, в обсуждении № {post}",
    Place.SUGGESTED: "предложенная запись № {post}",
}
_WORDS: dict[str, dict[str, str]] = {
    Verb.DELETE_COMMENT: {
        ActState.PLANNED: "удалим через несколько секунд",
        ActState.PREPARING: "удаляем",
        ActState.SENDING: "удаляем",
        ActState.SENT: "проверяем, удалён ли",
        ActState.CONFIRMED: "удалён, сеть подтвердила",
        ActState.FAILED: "удалить не вышло",
        ActState.UNKNOWN: "не знаем, удалён ли",
        ActState.MISSED: "не удалён вовремя: решите, удалять ли",
        ActState.STOPPED: "удаление заморожено",
        ActState.CANCELLED: "удаление отменено",
    },
    Verb.RESTORE_COMMENT: {
        ActState.PLANNED: "возвращаем",
        ActState.PREPARING: "возвращаем",
        ActState.SENDING: "возвращаем",
        ActState.SENT: "проверяем, вернулся ли",
        ActState.CONFIRMED: "вернулся, сеть подтвердила",
        ActState.FAILED: "вернуть не вышло",
        ActState.UNKNOWN: "не знаем, вернулся ли",
        ActState.MISSED: "не возвращён вовремя: решите, возвращать ли",
        ActState.STOPPED: "возврат заморожен",
        ActState.CANCELLED: "возврат отменён",
    },
    Verb.PUBLISH: {ActState.BY_HAND: "выложите руками"},
    Verb.EDIT: {
        ActState.PLANNED: "правка уходит",
        ActState.PREPARING: "правка уходит",
        ActState.SENDING: "правим в сети",
        ActState.SENT: "проверяем правку",
        ActState.CONFIRMED: "исправлена",
        ActState.FAILED: "исправить не вышло",
        ActState.UNKNOWN: "не знаем, исправлена ли",
        ActState.MISSED: "не исправлена вовремя: решите, исправлять ли",
        ActState.STOPPED: "правка заморожена",
        ActState.CANCELLED: "правка отменена",
        ActState.BY_HAND: "исправьте руками",
    },
    Verb.WITHDRAW: {
        ActState.PLANNED: "снимаем с публикации",
        ActState.PREPARING: "снимаем с публикации",
        ActState.SENDING: "снимаем с публикации",
        ActState.SENT: "проверяем, снята ли",
        ActState.CONFIRMED: "снята с публикации",
        ActState.FAILED: "снять не вышло",
        ActState.UNKNOWN: "не знаем, снята ли",
        ActState.MISSED: "не снята вовремя: решите, снимать ли",
        ActState.STOPPED: "снятие заморожено",
        ActState.CANCELLED: "снятие отменено",
        ActState.BY_HAND: "снимите руками",
    },
    Verb.PIN: {
        ActState.PLANNED: "закрепляем",
        ActState.PREPARING: "закрепляем",
        ActState.SENDING: "закрепляем",
        ActState.SENT: "проверяем, закреплена ли",
        ActState.CONFIRMED: "закреплена",
        ActState.FAILED: "закрепить не вышло",
        ActState.UNKNOWN: "не знаем, закреплена ли",
        ActState.MISSED: "не закреплена вовремя: решите, закреплять ли",
        ActState.STOPPED: "закрепление заморожено",
        ActState.CANCELLED: "закрепление отменено",
        ActState.BY_HAND: "закрепите руками",
    },
    Verb.UNPIN: {
        ActState.PLANNED: "открепляем",
        ActState.PREPARING: "открепляем",
        ActState.SENDING: "открепляем",
        ActState.SENT: "проверяем, откреплена ли",
        ActState.CONFIRMED: "откреплена",
        ActState.FAILED: "открепить не вышло",
        ActState.UNKNOWN: "не знаем, откреплена ли",
        ActState.MISSED: "не откреплена вовремя: решите, откреплять ли",
        ActState.STOPPED: "открепление заморожено",
        ActState.CANCELLED: "открепление отменено",
        ActState.BY_HAND: "открепите руками",
    },
    Verb.REPLY: {
        ActState.PLANNED: "ответ уходит",
        ActState.PREPARING: "ответ уходит",
        ActState.SENDING: "отправляем ответ",
        ActState.SENT: "ответ ушёл, проверяем",
        ActState.CONFIRMED: "ответ ушёл",
        ActState.FAILED: "ответ не ушёл",
        ActState.UNKNOWN: "не знаем, ушёл ли ответ",
        ActState.MISSED: "ответ опоздал, решите",
        ActState.STOPPED: "ответ ждёт разморозки",
        ActState.CANCELLED: "ответ снят",
        ActState.BY_HAND: "напишите под записью руками",
    },
    Verb.ANSWER_MESSAGE: {
        ActState.PLANNED: "ответ уходит",
        ActState.PREPARING: "ответ уходит",
        ActState.SENDING: "отправляем ответ",
        ActState.SENT: "ответ ушёл, проверяем",
        ActState.CONFIRMED: "ответ доставлен",
        ActState.FAILED: "ответ не дошёл",
        ActState.UNKNOWN: "не знаем, дошёл ли ответ",
        ActState.MISSED: "ответ опоздал, решите",
        ActState.STOPPED: "ответ ждёт разморозки",
        ActState.CANCELLED: "ответ снят",
        ActState.BY_HAND: "ответьте руками",
    },
    Verb.DELETE_MESSAGE: {
        ActState.PLANNED: "удаляем",
        ActState.PREPARING: "удаляем",
        ActState.SENDING: "удаляем",
        ActState.SENT: "проверяем, удалено ли",
        ActState.CONFIRMED: "удалено, сеть подтвердила",
        ActState.FAILED: "удалить не вышло",
        ActState.UNKNOWN: "не знаем, удалено ли",
        ActState.MISSED: "не удалено вовремя: решите, удалять ли",
        ActState.STOPPED: "удаление заморожено",
        ActState.CANCELLED: "удаление отменено",
        ActState.BY_HAND: "удалите руками",
    },
    Verb.DESCRIBE: {
        ActState.PLANNED: "меняем описание",
        ActState.PREPARING: "меняем описание",
        ActState.SENDING: "меняем описание",
        ActState.SENT: "проверяем описание",
        ActState.CONFIRMED: "описание сменили",
        ActState.FAILED: "описание сменить не вышло",
        ActState.UNKNOWN: "не знаем, сменилось ли описание",
        ActState.MISSED: "описание не сменили вовремя: решите, менять ли",
        ActState.STOPPED: "смена описания заморожена",
        ActState.CANCELLED: "смена описания отменена",
        ActState.BY_HAND: "смените описание руками",
    },
    Verb.SET_AVATAR: {
        ActState.PLANNED: "меняем аватар",
        ActState.PREPARING: "меняем аватар",
        ActState.SENDING: "меняем аватар",
        ActState.SENT: "проверяем аватар",
        ActState.CONFIRMED: "аватар сменили",
        ActState.FAILED: "аватар сменить не вышло",
        ActState.UNKNOWN: "не знаем, сменился ли аватар",
        ActState.MISSED: "аватар не сменили вовремя: решите, менять ли",
        ActState.STOPPED: "смена аватара заморожена",
        ActState.CANCELLED: "смена аватара отменена",
        ActState.BY_HAND: "смените аватар руками",
    },
    Verb.SET_COVER: {
        ActState.PLANNED: "меняем обложку",
        ActState.PREPARING: "меняем обложку",
        ActState.SENDING: "меняем обложку",
        ActState.SENT: "проверяем обложку",
        ActState.CONFIRMED: "обложку сменили",
        ActState.FAILED: "обложку сменить не вышло",
        ActState.UNKNOWN: "не знаем, сменилась ли обложка",
        ActState.MISSED: "обложку не сменили вовремя: решите, менять ли",
        ActState.STOPPED: "смена обложки заморожена",
        ActState.CANCELLED: "смена обложки отменена",
        ActState.BY_HAND: "смените обложку руками",
    },
    Verb.START_LIVE: {
        ActState.PLANNED: "начинаем эфир",
        ActState.PREPARING: "начинаем эфир",
        ActState.SENDING: "начинаем эфир",
        ActState.SENT: "проверяем, начался ли эфир",
        ActState.CONFIRMED: "эфир заведён",
        ActState.FAILED: "эфир начать не вышло",
        ActState.UNKNOWN: "не знаем, начался ли эфир",
        ActState.MISSED: "эфир не начат вовремя: решите, начинать ли",
        ActState.STOPPED: "начало эфира заморожено",
        ActState.CANCELLED: "начало эфира отменено",
        ActState.BY_HAND: "начните эфир руками",
    },
    Verb.STOP_LIVE: {
        ActState.PLANNED: "заканчиваем эфир",
        ActState.PREPARING: "заканчиваем эфир",
        ActState.SENDING: "заканчиваем эфир",
        ActState.SENT: "проверяем, окончен ли эфир",
        ActState.CONFIRMED: "эфир окончен",
        ActState.FAILED: "закончить эфир не вышло",
        ActState.UNKNOWN: "не знаем, окончен ли эфир",
        ActState.MISSED: "эфир не закончен вовремя: решите, заканчивать ли",
        ActState.STOPPED: "конец эфира заморожен",
        ActState.CANCELLED: "конец эфира отменён",
        ActState.BY_HAND: "закончите эфир руками",
    },
    Verb.SET_COMMENT_MODE: {
        ActState.PLANNED: "меняем, кто комментирует",
        ActState.PREPARING: "меняем, кто комментирует",
        ActState.SENDING: "меняем, кто комментирует",
        ActState.SENT: "проверяем, кто комментирует",
        ActState.CONFIRMED: "сделано, сеть подтвердила",
        ActState.FAILED: "не сменилось, кто комментирует",
        ActState.UNKNOWN: "не знаем, сменилось ли",
        ActState.MISSED: "не сменилось вовремя: решите, менять ли",
        ActState.STOPPED: "смена заморожена",
        ActState.CANCELLED: "смена отменена",
        ActState.BY_HAND: "сделайте руками",
    },
    Verb.RESTRICT_AUTHOR: {
        ActState.PLANNED: "ограничиваем",
        ActState.PREPARING: "ограничиваем",
        ActState.SENDING: "ограничиваем",
        ActState.SENT: "проверяем, ограничен ли",
        ActState.CONFIRMED: "ограничен, сеть подтвердила",
        ActState.FAILED: "ограничить не вышло",
        ActState.UNKNOWN: "не знаем, ограничен ли",
        ActState.MISSED: "не ограничен вовремя: решите, ограничивать ли",
        ActState.STOPPED: "ограничение заморожено",
        ActState.CANCELLED: "ограничение отменено",
        ActState.BY_HAND: "ограничьте руками",
    },
    Verb.RELEASE_AUTHOR: {
        ActState.PLANNED: "снимаем ограничение",
        ActState.PREPARING: "снимаем ограничение",
        ActState.SENDING: "снимаем ограничение",
        ActState.SENT: "проверяем, снято ли",
        ActState.CONFIRMED: "снято, сеть подтвердила",
        ActState.FAILED: "снять не вышло",
        ActState.UNKNOWN: "не знаем, снято ли",
        ActState.MISSED: "ограничение не снято вовремя: решите, снимать ли",
        ActState.STOPPED: "снятие заморожено",
        ActState.CANCELLED: "снятие отменено",
        ActState.BY_HAND: "снимите руками",
    },
}


# What is done, without saying who has confirmed it; elsewhere the word of `ActState.CONFIRMED` says no more than that.
_DONE: dict[str, str] = {
    Verb.PUBLISH: "вышла",
    Verb.DELETE_COMMENT: "удалён",
    Verb.DELETE_MESSAGE: "удалено",
    Verb.RESTORE_COMMENT: "вернулся",
    Verb.RESTRICT_AUTHOR: "ограничен",
    Verb.RELEASE_AUTHOR: "снято",
    Verb.SET_COMMENT_MODE: "сделано",
}


def word_of(act: Act | ShownAct) -> str:
    """The word for an act; "" for most publications, whose states have words of their own."""
    if act.state == ActState.CANCELLED and act.reason in (HELD_BACK, HELD_FOR_RIGHTS):
        return "придержана"
    words = _WORDS.get(act.verb, {})
    if act.state == ActState.CONFIRMED and act.is_confirmed_by_person:
        done = _DONE.get(act.verb) or words[ActState.CONFIRMED]
        return f"{done}, подтвердил человек"
    return str(words.get(act.state, ""))


def said_by(act: Act | ShownAct | None, zone: str) -> str:
    """Who confirmed the act and when («Анна Котова, 25 ноября, 12:00»); "" if no person did."""
    if act is None or not act.is_confirmed_by_person or act.proven_at is None:
        return ""
    near = is_today(act.proven_at, zone)
    at = spoken(act.proven_at, zone) if near else date_and_hour(act.proven_at, zone)
    by = act.confirmed_by
    return f"{isolated(by) if isinstance(by, str) else by}, {at}" if by else at


def said_of_kinds(posts: int, replies: int, deletions: int, others: int, *, networks: int = 0) -> str:
    """«5 записей в 2 сетях, 1 ответ и 1 удаление»; "" of nothing."""
    told = counted(posts, "запись", "записи", "записей")
    where = counted(networks, "сети", "сетях", "сетях")
    kinds = (
        (posts, f"{told} в {where}" if networks else told),
        (replies, counted(replies, "ответ", "ответа", "ответов")),
        (deletions, counted(deletions, "удаление", "удаления", "удалений")),
        (others, counted(others, "другое действие", "других действия", "других действий")),
    )
    return listed(said for number, said in kinds if number)


# What residents would see twice. Anything else stays so however often it is said.
_SEEN_TWICE = frozenset({Verb.PUBLISH, Verb.REPLY, Verb.ANSWER_MESSAGE, Verb.START_LIVE})


def bound_of(act: Act) -> str:
    """The sentence on how far the promise reaches for an act in doubt; "" for any other."""
    if act.state not in {ActState.SENDING, ActState.UNKNOWN} or act.verb not in _SEEN_TWICE:
        return ""
    seconds = int(NETWORKS[act.account.network].limits.grace.total_seconds())
    return (
        f"Сама второй раз уйдёт, только если и через {seconds} с после срока вызова в сети нет ни её, ни чего-то, "
        "что могло бы быть ею. Если сеть исполнит вызов ещё позже, там окажутся две: этого мы не исключаем."
    )


def commented(act: Act) -> str:
    """Which comment an act is about, by the network's own numbers: «№ 7, под фото № 45»."""
    comment, post = str(act.payload.get("comment_id", "")), str(act.payload.get("post_id", ""))
    place = NETWORKS[act.account.network].posts.place_of(post)
    if place is not Place.POST:
        comment, post = comment.rpartition(":")[2], post.lstrip("abcdefghijklmnopqrstuvwxyz")
    return _UNDER[place].format(comment=comment, post=post) if post else f"№ {comment}"
