"""Refusals of the Bot API (core.telegram.org/bots/api, «Making requests») and what each means for us.

Telegram tells its refusals apart by English words only; these were the same for years and are matched as parts.
"""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import Purpose, in_doubt, quote
from veche.networks.protocol import NetworkError, Slot

TITLE = "Телеграм"

_NO_RIGHTS = "У бота не хватает прав в Телеграме. {kept}. Пусть владелец канала даст боту права администратора."

# (part of the description, code of ours, sentence with {kept} and {words}); the first that fits.
_BAD_REQUEST = (
    ("not modified", "tg_not_modified", "В Телеграме уже стоит то же самое. {kept}."),
    ("chat_not_modified", "tg_not_modified", "В Телеграме и так уже так. {kept}."),
    *(
        (words, "tg_not_found_to_pin", "Этой записи в Телеграме нет. {kept}.")
        for words in ("message to pin not found", "message to unpin not found")
    ),
    (
        "message to delete not found",
        "tg_already_deleted",
        "Этого сообщения в Телеграме уже нет. {kept}.",
    ),
    (
        "message to edit not found",
        "tg_no_message",
        "Этого сообщения в Телеграме нет. {kept}.",
    ),
    (
        "not found",
        "tg_not_found",
        "Телеграм не находит канал или сообщение: «{words}». {kept}. Проверьте номер канала в «Аккаунтах».",
    ),
    ("can't be edited", "tg_cannot_edit", "Телеграм не даёт боту править это сообщение. {kept}."),
    (
        "can't be deleted",
        "tg_cannot_delete",
        "Телеграм не даёт боту удалить это сообщение. {kept}. Дайте боту право удалять или удалите вручную.",
    ),
    (
        "too long",
        "tg_too_long",
        "Для Телеграма текст длинноват. {kept}. Сократите его или уберите фото: с фото помещается 1024 знака.",
    ),
    (
        "upgraded to a supergroup",
        "tg_migrated",
        "Телеграм дал группе новый номер. {kept}. Впишите новый номер группы в «Аккаунтах».",
    ),
    ("not enough rights", "tg_rights", _NO_RIGHTS),
    ("need administrator rights", "tg_rights", _NO_RIGHTS),
)
_BY_STATUS = {
    401: (
        "tg_401",
        "Телеграм не принял ключ бота: он отозван. {kept}. Пусть хранитель ключей впишет новый в «Аккаунтах».",
    ),
    403: (
        "tg_403",
        "Телеграм не пускает бота: «{words}». {kept}. Пусть владелец канала вернёт бота в администраторы.",
    ),
    404: ("tg_404", "Телеграм не знает такого бота. {kept}. Проверьте ключ бота в «Аккаунтах»."),
    409: (
        "tg_409",
        "Бота в Телеграме читает ещё кто-то, и мы мешаем друг другу. {kept}. Отключите другую программу.",
    ),
    413: ("tg_413", "Файл для Телеграма слишком велик. {kept}. Уменьшите фото и отправьте ещё раз."),
}
_BLAMES_KEY = frozenset({"tg_401", "tg_403", "tg_404", "tg_rights"})
# Wait for a while, then the same call may work.
_PASSING = frozenset({"tg_409"})


def from_answer(body: Mapping[str, Any], *, purpose: Purpose, secrets: tuple[str, ...]) -> NetworkError:
    """`body` has `ok: false`. A 5xx says nothing about what was done."""
    status = body.get("error_code")
    if not isinstance(status, int) or status >= 500 or status < 400:
        return in_doubt(TITLE, purpose, code=f"tg_{status if isinstance(status, int) else 'garbled'}")
    if status == 429:
        return _too_many(body, purpose)
    words = quote(str(body.get("description", "")), secrets)
    code, text = _meaning(status, words)
    return NetworkError(
        text.format(kept=purpose.kept, words=words),
        permanent=code not in _PASSING,
        key_slot=Slot.BOT if code in _BLAMES_KEY else None,
        code=code,
    )


def _meaning(status: int, words: str) -> tuple[str, str]:
    if status == 400:
        for part, code, text in _BAD_REQUEST:
            if part in words.lower():
                return code, text
    unknown = (f"tg_{status}", "Телеграм отказал: «{words}». {kept}. Посмотрите, что не так, и отправьте ещё раз.")
    return _BY_STATUS.get(status, unknown)


def _too_many(body: Mapping[str, Any], purpose: Purpose) -> NetworkError:
    """Telegram names the seconds, and asks again for longer if they are not waited."""
    parameters = body.get("parameters")
    named = parameters.get("retry_after") if isinstance(parameters, Mapping) else None
    seconds = float(named) if isinstance(named, int | float) and named >= 0 else 30.0
    return NetworkError(
        f"Телеграм просит слать реже. {purpose.kept}, отправим через {seconds:.0f} с.",
        retry_after=seconds,
        code="tg_429",
    )
