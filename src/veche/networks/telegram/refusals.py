"""Refusals of the Bot API (core.telegram.org/bots/api, «Making requests») and their meaning for us.

Telegram distinguishes refusals by English descriptions only; they have been stable for years and are matched by parts.
"""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import Purpose, in_doubt
from veche.networks.protocol import NetworkError, Slot
from veche.networks.refusal import Code, Refusal, refused
from veche.networks.telegram.profile import PROFILE

TITLE = PROFILE.names.short
TOO_OFTEN_SECONDS = 30.0

_NO_RIGHTS = Refusal(
    "У бота не хватает прав в Телеграме. {kept}. Пусть владелец канала даст боту права администратора.", key=True
)
_NOT_TO_PIN = Refusal("Этой записи в Телеграме нет. {kept}.")

_NO_PERSON = Refusal("Телеграм не знает такого человека в группе обсуждений. {kept}. Посмотрите, не удалил ли он себя.")
_NOT_WANTED = Refusal(
    "Житель не даёт нашему боту писать ему в Телеграме. {kept}. Ответьте ему другим путём: под записью или письмом."
)

# Refusals by a part of their description; the first match counts.
_BY_WORDS = (
    Code("400", "tg_not_modified", Refusal("В Телеграме уже стоит то же самое. {kept}."), "not modified"),
    Code("400", "tg_not_modified", Refusal("В Телеграме и так уже так. {kept}."), "chat_not_modified"),
    Code("400", "tg_not_found_to_pin", _NOT_TO_PIN, "message to pin not found"),
    Code("400", "tg_not_found_to_pin", _NOT_TO_PIN, "message to unpin not found"),
    Code(
        "400",
        "tg_already_deleted",
        Refusal("Этого сообщения в Телеграме уже нет. {kept}."),
        "message to delete not found",
    ),
    Code("400", "tg_no_message", Refusal("Этого сообщения в Телеграме нет. {kept}."), "message to edit not found"),
    Code("400", "tg_no_person", _NO_PERSON, "participant_id_invalid"),
    Code("400", "tg_no_person", _NO_PERSON, "user not found"),
    Code("400", "tg_no_person", _NO_PERSON, "member not found"),
    Code(
        "400",
        "tg_runs_it",
        Refusal("Этот человек сам управляет группой обсуждений. {kept}. Пусть владелец сначала снимет его права."),
        "is an administrator of the chat",
    ),
    Code(
        "400",
        "tg_runs_it",
        Refusal("Этот человек владеет группой обсуждений. {kept}."),
        "can't remove chat owner",
    ),
    Code(
        "400",
        "tg_photo_small",
        Refusal("Для Телеграма фото мало: нужно хотя бы 160 на 160 точек. {kept}. Возьмите фото крупнее."),
        "photo_crop_size_small",
    ),
    Code("403", "tg_not_wanted", _NOT_WANTED, "blocked by the user"),
    Code("403", "tg_not_wanted", _NOT_WANTED, "can't initiate conversation"),
    Code("403", "tg_not_wanted", _NOT_WANTED, "user is deactivated"),
    Code(
        "400",
        "tg_not_found",
        Refusal("Телеграм не находит канал или сообщение. {kept}. Проверьте номер канала в «Аккаунтах».{answer}"),
        "not found",
    ),
    Code(
        "400",
        "tg_cannot_edit",
        Refusal("Телеграм не даёт боту править это сообщение. {kept}."),
        "can't be edited",
    ),
    Code(
        "400",
        "tg_cannot_delete",
        Refusal("Телеграм не даёт боту удалить это сообщение. {kept}. Дайте боту право удалять или удалите вручную."),
        "can't be deleted",
    ),
    Code(
        "400",
        "tg_too_long",
        Refusal("Для Телеграма текст длинноват. {kept}. Сократите его или уберите фото: с фото помещается 1024 знака."),
        "too long",
    ),
    Code(
        "400",
        "tg_migrated",
        Refusal("Телеграм дал группе новый номер. {kept}. Впишите новый номер группы в «Аккаунтах»."),
        "upgraded to a supergroup",
    ),
    Code("400", "tg_rights", _NO_RIGHTS, "not enough rights"),
    Code("400", "tg_rights", _NO_RIGHTS, "need administrator rights"),
)
UNKNOWN = Refusal("Телеграм отказал: код {code}.{answer} {kept}. Посмотрите, что не так, и отправьте ещё раз.")

_BY_STATUS: Mapping[int, Refusal] = {
    400: UNKNOWN,
    401: Refusal(
        "Телеграм не принял ключ бота: он отозван. {kept}. Пусть хранитель ключей впишет новый в «Аккаунтах».",
        key=True,
    ),
    403: Refusal(
        "Телеграм не пускает бота. {kept}. Пусть владелец канала вернёт бота в администраторы.{answer}", key=True
    ),
    404: Refusal("Телеграм не знает такого бота. {kept}. Проверьте ключ бота в «Аккаунтах».", key=True),
    409: Refusal(
        "Бота в Телеграме читает ещё кто-то, и мы мешаем друг другу. {kept}. Отключите другую программу.",
        passes=True,
    ),
    413: Refusal("Файл для Телеграма слишком велик. {kept}. Уменьшите фото и отправьте ещё раз."),
    429: Refusal("Телеграм просит слать реже. {kept}, отправим через {seconds} с.", after=TOO_OFTEN_SECONDS),
}
# Every status from 500 on leaves the outcome unknown.
CODES = (
    *_BY_WORDS,
    *(Code(str(status), f"tg_{status}", refusal) for status, refusal in _BY_STATUS.items()),
    Code("500", "tg_500", None),
    Code("502", "tg_502", None),
    Code("504", "tg_504", None),
)


def from_answer(body: Mapping[str, Any], *, purpose: Purpose, secrets: tuple[str, ...]) -> NetworkError:
    """The error for a body with `ok: false`. A 5xx leaves the outcome unknown."""
    status = body.get("error_code")
    if not isinstance(status, int) or status >= 500 or status < 400:
        return in_doubt(TITLE, purpose, code=f"tg_{status if isinstance(status, int) else 'garbled'}")
    words = str(body.get("description") or "")
    code, refusal = _meaning(status, words.lower())
    return refused(
        refusal,
        code=code,
        slot=Slot.BOT,
        purpose=purpose,
        words=words,
        secrets=secrets,
        after=_named_wait(body) if status == 429 else None,
    )


def _meaning(status: int, words: str) -> tuple[str, Refusal]:
    for line in _BY_WORDS:
        if line.said == str(status) and line.words in words and line.refusal is not None:
            return line.ours, line.refusal
    return f"tg_{status}", _BY_STATUS.get(status, UNKNOWN)


def _named_wait(body: Mapping[str, Any]) -> float | None:
    """Seconds that Telegram asks to wait; it asks for longer if they are ignored. None if not named."""
    parameters = body.get("parameters")
    named = parameters.get("retry_after") if isinstance(parameters, Mapping) else None
    return float(named) if isinstance(named, int | float) and named >= 0 else None
