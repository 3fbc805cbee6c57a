"""OK's error codes (apiok.ru, «Коды ошибок») and their meaning for us."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import Purpose, in_doubt
from veche.networks.ok.profile import PROFILE
from veche.networks.protocol import NetworkError, Slot
from veche.networks.refusal import Code, Refusal, refused

TITLE = PROFILE.names.short


_OUTDATED = Refusal(
    "ОК больше не знает такого действия: правила сети изменились. {kept}. Отделу ИТ: нужна новая версия программы."
)
_PARAMETERS = Refusal("ОК не принял данные. {kept}. Поправьте и отправьте ещё раз.{answer}")
_NOT_ALLOWED = Refusal(
    "ОК не даёт этого ключу администратора. {kept}. Проверьте, что он управляет группой, а приложению "
    "выданы права VALUABLE_ACCESS, GROUP_CONTENT и PHOTO_CONTENT.{answer}",
    key=Slot.ADMIN,
)
_HUMAN = Refusal(
    "ОК хочет убедиться, что за ключом человек. {kept}. Пусть владелец ключа войдёт в ОК и подтвердит это.{answer}",
    key=Slot.ADMIN,
)
_GONE = Refusal("ОК этого не находит. {kept}. Откройте группу и проверьте.{answer}")
_PHOTO = Refusal("ОК не принял фото. {kept}. Сохраните его в JPEG поменьше и загрузите ещё раз.{answer}")
_TOPIC = Refusal("ОК не принял запись такой. {kept}. Сократите её и отправьте ещё раз.{answer}")

_OF_PHOTO = (324, 500, 501, 502, 503, 504, 505, 508, 512, 513)
PHOTO_ERRORS = frozenset(f"ok_{number}" for number in _OF_PHOTO)

# OK did nothing and asks to wait: safe to repeat automatically. No rate is documented, the pauses are ours.
_LATER = {
    8: Refusal("ОК просит слать реже. {kept}, отправим через минуту.", after=60.0),
    11: Refusal("Запас действий в ОК на сегодня исчерпан. {kept}, повторим через час.", after=3600.0),
}

# Errors with an unknown outcome.
IN_DOUBT = frozenset({1, 2, 12, 30, 31, 5000, 9999})

_FINAL = {
    **dict.fromkeys((3, 4, 900, 1200, 2001), _OUTDATED),
    **dict.fromkeys((10, 24, 50, 160, 200, 455, 456, 457, 458), _NOT_ALLOWED),
    **dict.fromkeys((22, 401, 402, 403, 514), _HUMAN),
    **dict.fromkeys((21, 100, 106, 110, 120, 121, 130, 140, 141), _PARAMETERS),
    **dict.fromkeys((25, 300, 700, 702, 705, 706), _GONE),
    **dict.fromkeys(_OF_PHOTO, _PHOTO),
    **dict.fromkeys((26, 600, 601, 602, 603, 604, 605, 606), _TOPIC),
    7: Refusal(
        "ОК заблокировал это действие. {kept}. Откройте группу и посмотрите, за что; если ошиблись они, "
        "напишите в поддержку ОК.{answer}",
        key=Slot.ADMIN,
    ),
    9: Refusal("ОК не принимает запросы с нашего адреса. {kept}. Отделу ИТ: пусть напишет в поддержку ОК."),
    101: Refusal(
        "ОК не знает публичного ключа приложения. {kept}. Пусть хранитель ключей впишет его заново в «Аккаунтах».",
        key=Slot.APPLICATION,
    ),
    102: Refusal(
        "Срок ключа администратора в ОК вышел. {kept}. Пусть хранитель ключей впишет новый в «Аккаунтах».",
        key=Slot.ADMIN,
    ),
    103: Refusal(
        "ОК не принял ключ администратора: он отозван или от другого приложения. {kept}. "
        "Пусть хранитель ключей впишет новый в «Аккаунтах».",
        key=Slot.ADMIN,
    ),
    104: Refusal(
        "ОК не принял подпись: секретный ключ не от этого приложения или устарел. {kept}. "
        "Пусть хранитель ключей впишет его заново в «Аккаунтах».",
        key=Slot.SECRET,
    ),
    210: Refusal(
        "Приложение в ОК выключено. {kept}. Пусть его владелец включит приложение в его настройках.",
        key=Slot.APPLICATION,
    ),
    453: Refusal("ОК требует ключ администратора. {kept}. Впишите его в «Аккаунтах».", key=Slot.ADMIN),
    454: Refusal("Текст не пропустила цензура ОК. {kept}. Уберите резкие слова и отправьте ещё раз.{answer}"),
    511: Refusal(
        "ОК принял это за спам. {kept}. Не повторяйте подряд: измените текст или опубликуйте вручную.{answer}"
    ),
    607: Refusal("ОК не понял ссылку. {kept}. Запишите её целиком, с «https://», и отправьте ещё раз.{answer}"),
    701: Refusal("Это комментарий другого автора, изменить его нельзя. {kept}."),
    704: Refusal("Править комментарий в ОК уже поздно. {kept}. Напишите новый."),
}
UNKNOWN = Refusal("ОК отказал: код {code}.{answer} {kept}. Посмотрите, что не так, и отправьте ещё раз.")

_BY_NUMBER: Mapping[int, Refusal | None] = {**dict.fromkeys(IN_DOUBT), **_LATER, **_FINAL}
CODES = tuple(Code(str(number), f"ok_{number}", refusal) for number, refusal in sorted(_BY_NUMBER.items()))


def from_answer(error: Mapping[str, Any], *, purpose: Purpose, secrets: tuple[str, ...]) -> NetworkError:
    """The error for OK's own object: error_code, error_msg, error_data."""
    number = error.get("error_code")
    if isinstance(number, bool) or not isinstance(number, int):
        return in_doubt(TITLE, purpose, code="ok_garbled")
    refusal = _BY_NUMBER.get(number, UNKNOWN)
    if refusal is None:
        return in_doubt(TITLE, purpose, code=f"ok_{number}")
    words = str(error.get("error_msg") or "")
    return refused(refusal, code=f"ok_{number}", slot=Slot.ADMIN, purpose=purpose, words=words, secrets=secrets)
