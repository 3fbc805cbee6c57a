"""Refusals of the MAX Bot API (dev.max.ru, «Коды ответов», and the methods' own pages) and what each means for us.

MAX names its refusals by words such as access.denied; those of an internal error say nothing about what was done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veche.networks.errors import Purpose, in_doubt, quote
from veche.networks.protocol import NetworkError, Slot

TITLE = "MAX"
TOO_OFTEN_SECONDS = 1.0
NOT_READY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """`text` may use {kept} and {words} (what MAX said); `key`: the key is to blame; `after`: passes by itself."""

    text: str
    after: float | None = None
    key: bool = False


_NO_KEY = Refusal(
    "MAX не принял ключ бота: он отозван или от другой сети. {kept}. "
    "Пусть хранитель ключей впишет новый в «Аккаунтах».",
    key=True,
)
_NO_RIGHTS = Refusal(
    "MAX не даёт этого боту: «{words}». {kept}. "
    "Пусть владелец канала сделает бота администратором и даст ему нужное право.",
    key=True,
)
_NOT_FOUND = Refusal("MAX не находит канал, запись или комментарий: «{words}». {kept}. Проверьте их в MAX.")
_PAYLOAD = Refusal("MAX не принял данные: «{words}». {kept}. Поправьте и отправьте ещё раз.")
_OUTDATED = Refusal(
    "MAX больше не знает такого действия: правила сети изменились. {kept}. Отделу ИТ: нужна новая версия программы."
)

BY_CODE = {
    "verify.token": _NO_KEY,
    "access.denied": _NO_RIGHTS,
    "chat.denied": _NO_RIGHTS,
    "not.found": _NOT_FOUND,
    "proto.payload": _PAYLOAD,
    "attachment.not.ready": Refusal(
        "MAX ещё готовит загруженное фото. {kept}, отправим через несколько секунд.", after=NOT_READY_SECONDS
    ),
    "too.many.requests": Refusal("MAX просит слать реже. {kept}, отправим через секунду.", after=TOO_OFTEN_SECONDS),
    "rate.limit": Refusal("MAX просит слать реже. {kept}, отправим через секунду.", after=TOO_OFTEN_SECONDS),
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
}
_UNKNOWN = Refusal("MAX отказал: «{words}». {kept}. Посмотрите, что не так, и отправьте ещё раз.")
_INTERNAL = ("internal", "service.", "server.")


def from_answer(status: int, body: Mapping[str, Any], *, purpose: Purpose, secrets: tuple[str, ...]) -> NetworkError:
    """An error's body, or one with `success: false`. A 5xx says nothing about what was done."""
    code = str(body.get("code") or "")
    if status >= 500 or status < 200 or 300 <= status < 400 or code.startswith(_INTERNAL):
        return in_doubt(TITLE, purpose, code=f"max_{code or status}")
    if 200 <= status < 300 and body.get("success") is not False:
        return in_doubt(TITLE, purpose, code=f"max_{status}")
    refusal = BY_CODE.get(code) or BY_STATUS.get(status, _UNKNOWN)
    return _error(refusal, quote(str(body.get("message") or code), secrets), code or str(status), purpose)


def too_many(named: str, purpose: Purpose) -> NetworkError:
    """`named`: the header Retry-After, should MAX send one; no document says so."""
    error = _error(BY_CODE["too.many.requests"], "", "429", purpose)
    if named.isdecimal():
        error.retry_after = max(TOO_OFTEN_SECONDS, float(named))
    return error


def _error(refusal: Refusal, words: str, code: str, purpose: Purpose) -> NetworkError:
    return NetworkError(
        refusal.text.format(kept=purpose.kept, words=words),
        permanent=refusal.after is None,
        retry_after=refusal.after,
        key_slot=Slot.BOT if refusal.key else None,
        code=f"max_{code}",
    )
