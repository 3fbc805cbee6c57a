"""Refusals of the MAX Bot API (dev.max.ru, «Коды ответов», and the methods' own pages) and their meaning for us.

MAX names refusals by words such as access.denied; internal errors leave the outcome unknown.
"""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import Purpose, in_doubt
from veche.networks.max.profile import PROFILE
from veche.networks.protocol import NetworkError, Slot
from veche.networks.refusal import Code, Refusal, refused

TITLE = PROFILE.names.short
TOO_OFTEN_SECONDS = 1.0
NOT_READY_SECONDS = 5.0


_NO_KEY = Refusal(
    "MAX не принял ключ бота: он отозван или от другой сети. {kept}. "
    "Пусть хранитель ключей впишет новый в «Аккаунтах».",
    key=True,
)
_NO_RIGHTS = Refusal(
    "MAX не даёт этого боту. {kept}. "
    "Пусть владелец канала сделает бота администратором и даст ему нужное право.{answer}",
    key=True,
)
_NOT_FOUND = Refusal("MAX не находит канал, запись или комментарий. {kept}. Проверьте их в MAX.{answer}")
_PAYLOAD = Refusal("MAX не принял данные. {kept}. Поправьте и отправьте ещё раз.{answer}")
_OUTDATED = Refusal(
    "MAX больше не знает такого действия: правила сети изменились. {kept}. Отделу ИТ: нужна новая версия программы."
)

_TOO_OFTEN = Refusal("MAX просит слать реже. {kept}, отправим через {seconds} с.", after=TOO_OFTEN_SECONDS)

BY_CODE = {
    "verify.token": _NO_KEY,
    "access.denied": _NO_RIGHTS,
    "chat.denied": _NO_RIGHTS,
    "not.found": _NOT_FOUND,
    "proto.payload": _PAYLOAD,
    "attachment.not.ready": Refusal(
        "MAX ещё готовит загруженное фото. {kept}, отправим через несколько секунд.", after=NOT_READY_SECONDS
    ),
    "too.many.requests": _TOO_OFTEN,
    "rate.limit": _TOO_OFTEN,
    "comments.timeout_exceeded": Refusal(
        "Комментарий в MAX можно править 26 часов, они прошли. {kept}. Напишите новый ответ."
    ),
}
BY_STATUS = {
    400: _PAYLOAD,
    401: _NO_KEY,
    403: _NO_RIGHTS,
    404: _NOT_FOUND,
    405: _OUTDATED,
    413: Refusal("Файл для MAX слишком велик. {kept}. Уменьшите фото и отправьте ещё раз."),
    415: _OUTDATED,
    429: _TOO_OFTEN,
}
UNKNOWN = Refusal("MAX отказал: код {code}.{answer} {kept}. Посмотрите, что не так, и отправьте ещё раз.")
# Codes with these beginnings, and every status from 500 on, leave the outcome unknown.
INTERNAL = ("internal", "service.", "server.")

CODES = (
    *(Code(name, f"max_{name}", refusal) for name, refusal in BY_CODE.items()),
    *(Code(str(status), f"max_{status}", refusal) for status, refusal in BY_STATUS.items()),
    Code("internal.error", "max_internal.error", None),
    Code("500", "max_500", None),
    Code("502", "max_502", None),
    Code("503", "max_503", None),
    # Status 200 with a refusal: it counts as the code named beside it, or as a refusal without a code.
    Code("200", "max_internal.error", None, "success: false, internal.error"),
    Code("200", "max_access.denied", _NO_RIGHTS, "success: false, access.denied"),
    Code("200", "max_not.found", _NOT_FOUND, "success: false, not.found"),
)


def from_answer(status: int, body: Mapping[str, Any], *, purpose: Purpose, secrets: tuple[str, ...]) -> NetworkError:
    """The error for an error body, or a body with `success: false`. A 5xx leaves the outcome unknown."""
    name = str(body.get("code") or "")
    code = f"max_{name or status}"
    if status >= 500 or status == 408 or status < 200 or 300 <= status < 400 or name.startswith(INTERNAL):
        return in_doubt(TITLE, purpose, code=code)
    if 200 <= status < 300 and body.get("success") is not False:
        return in_doubt(TITLE, purpose, code=f"max_{status}")
    refusal = BY_CODE.get(name) or BY_STATUS.get(status, UNKNOWN)
    words = str(body.get("message") or name)
    return refused(refusal, code=code, slot=Slot.BOT, purpose=purpose, words=words, secrets=secrets)


def too_many(named: str, purpose: Purpose) -> NetworkError:
    """The error for too many calls. `named`: the header Retry-After, in case MAX sends one; it is not documented."""
    wait = max(TOO_OFTEN_SECONDS, float(named)) if named.isdecimal() else TOO_OFTEN_SECONDS
    return refused(BY_STATUS[429], code="max_429", slot=Slot.BOT, purpose=purpose, after=wait)
