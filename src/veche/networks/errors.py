"""Errors with advice for a person: what happened, what was kept, what to do.

Only an acting call can have an unknown outcome: a failed upload or read changed nothing.
"""

import re
from dataclasses import dataclass

from veche.kernel.http import PACED, CallFailed, MaybeSent
from veche.networks.operations import operations_of
from veche.networks.protocol import NO_KEY, POST_GONE, NetworkError, Operation, OutgoingPost, Slot, Verb

MASK = "•••"
_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a call was for. `kept`: the sentence part that says what is safe, «Запись цела»."""

    acting: bool
    kept: str


PUBLISHING = Purpose(acting=True, kept="Запись цела")
UPLOADING = Purpose(acting=False, kept="Запись цела")
REPLYING = Purpose(acting=True, kept="Ответ цел")
DELETING = Purpose(acting=True, kept="Комментарий на месте")
RESTORING = Purpose(acting=True, kept="Комментарий пока удалён")
EDITING = Purpose(acting=True, kept="В сети стоит прежняя запись")
WITHDRAWING = Purpose(acting=True, kept="Запись пока на месте")
PINNING = Purpose(acting=True, kept="Запись на месте, место её прежнее")
RESTRICTING = Purpose(acting=True, kept="В сети автор пишет как прежде")
RELEASING = Purpose(acting=True, kept="В сети автор пока ограничен")
ANSWERING = Purpose(acting=True, kept="Ответ цел")
DELETING_MESSAGE = Purpose(acting=True, kept="В сети сообщение на месте")
STREAMING = Purpose(acting=True, kept="Эфира в сети нет, объявление цело")
ENDING = Purpose(acting=True, kept="Эфир пока идёт")
CHANGING_PAGE = Purpose(acting=True, kept="Страница в сети прежняя")
SETTING_COMMENTS = Purpose(acting=True, kept="Комментарии пока как были")
UPLOADING_PROFILE_PICTURE = Purpose(acting=False, kept=CHANGING_PAGE.kept)
READING = Purpose(acting=False, kept="Ничего не потеряно")

SLOT_NAMES = {
    Slot.COMMUNITY: "ключ сообщества",
    Slot.ADMIN: "ключ администратора",
    Slot.BOT: "ключ бота",
    Slot.APPLICATION: "публичный ключ приложения",
    Slot.SECRET: "секретный ключ",
}

# A look-up found a reply that may be ours, edited by a person since.
UNKNOWN_REPLY = (
    "Под записью есть свежий ответ от нашего имени, которого мы не знаем: может быть, это этот, и его поправили "
    "в сети. Откройте её и посмотрите."
)

# The other names have one form.
_GENITIVE = {"Телеграм": "Телеграма"}
# Said by code that repeats an act; a call made once, at the press of a button, says otherwise
# (accounts/domain/connecting.py).
AGAIN = "Повторим сами"
_ADDRESS_FAULTS = {
    "refused_address": "адрес ведёт во внутреннюю сеть, туда мы не ходим",
    "url": "адрес записан с ошибкой",
    "tls": "его сертификату нельзя верить",
    "proxy": "прокси не пропустил запрос",
}


def from_call(error: CallFailed, *, network: str, purpose: Purpose) -> NetworkError:
    """The error for a call that ended without an answer."""
    if isinstance(error, MaybeSent):
        return in_doubt(network, purpose, code=error.reason)
    if error.reason == PACED:
        return NetworkError(rate_limited(network), retry_after=error.wait, code=PACED)
    if error.reason in _ADDRESS_FAULTS:
        there, why = _GENITIVE.get(network, network), _ADDRESS_FAULTS[error.reason]
        advice = f"До {there} не добраться: {why}. {purpose.kept}. Пусть отдел ИТ проверит адрес сети."
        return NetworkError(advice, permanent=error.reason in {"refused_address", "url"}, code=error.reason)
    return NetworkError(
        f"{network} не отвечает. {purpose.kept}, ничего не ушло. {AGAIN}, когда связь вернётся.",
        code=error.reason,
    )


def rate_limited(network: str) -> str:
    """Message for our own rate limit; the network has not refused anything."""
    return f"Шлём в {network} не чаще, чем там разрешено. Ждём своей очереди, пойдёт само."


def in_doubt(network: str, purpose: Purpose, *, code: str) -> NetworkError:
    """The error for a request that was sent and got no clear answer; with an acting call the outcome is unknown."""
    if not purpose.acting:
        return NetworkError(f"{network} ответил невнятно. {purpose.kept}. {AGAIN}.", code=code)
    return NetworkError(
        f"{network} принял и молчит: сделано или нет, пока неизвестно. Второй раз не шлём, сначала проверяем.",
        maybe_done=True,
        code=code,
    )


def no_key(network: str, slot: Slot, purpose: Purpose, *, name: str = "") -> NetworkError:
    """The error for a missing key; `name`: the network's own word for it."""
    name = name or SLOT_NAMES[slot]
    return NetworkError(
        f"{network} без ключа этого не сделает: нужен {name}, а его нет. {purpose.kept}. Попросите отдел ИТ вписать "
        "ключ или сделайте это сами на сайте.",
        permanent=True,
        key_slot=slot,
        code=NO_KEY,
    )


def unknown_act(network: str, verb: Verb) -> NetworkError:
    """The error for an act that the adapter does not know, stored by a newer version; nothing was done."""
    advice = f"{network} этого через нас не умеет. В сети всё как было. Сделайте это руками и отметьте здесь."
    return NetworkError(advice, permanent=True, code=f"unknown_{verb}")


# Compared with stored refusals: if it is reworded, the old words must stay recognised (tests/outbox/test_reasons.py).
_GONE = "этой записи в сети уже нет"


def says_gone(advice: str) -> bool:
    """Whether this is the advice of `post_gone`: neither a call nor a person can change that post any more."""
    return _GONE in advice


def post_gone(network: str) -> NetworkError:
    advice = f"{network}: {_GONE}, её убрал кто-то другой. Менять нечего, текст и фото целы у нас."
    return NetworkError(advice, permanent=True, code=POST_GONE)


def by_hand(network: str, why: str, purpose: Purpose) -> NetworkError:
    """The error for a change that the API refuses for this post, while a person can make it in the application."""
    return NetworkError(f"{network}: {why}. {purpose.kept}. Сделайте это руками.", permanent=True, code="by_hand")


def quote(text: str, secrets: tuple[str, ...]) -> str:
    """The network's own words made safe to show: one line, at most `_LONGEST_QUOTE` characters, our keys masked."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, MASK)
    line = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"


def quoted(words: str) -> str:
    """The network's words as a separate sentence, so that they are not read as ours; "" if there are none."""
    return f" Ответ сети: «{words}»." if words else ""


def refuse_other(post: OutgoingPost, able: frozenset[Operation], *, network: str, purpose: Purpose) -> None:
    """Raise if a part of the post would be dropped: a post without its poll is another post."""
    if not able.issuperset(operations_of(post)):
        raise by_hand(network, "такую запись через нас не отправить", purpose)
