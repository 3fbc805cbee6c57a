"""VK's error codes (vk-api-schema, errors.json; 1051 and 13000 from dev.vk.com) and their meaning for us."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import Purpose, in_doubt
from veche.networks.protocol import NetworkError, Slot
from veche.networks.refusal import Code, Refusal, refused
from veche.networks.vk.profile import PROFILE

TITLE = PROFILE.names.short


_OUTDATED = Refusal(
    "VK больше не знает такого действия: правила сети изменились. {kept}. Отделу ИТ: нужна новая версия программы."
)
_PARAMETERS = Refusal("VK не принял данные. {kept}. Поправьте и отправьте ещё раз.{answer}")
_NOT_ALLOWED = Refusal(
    "VK не даёт этого {key_dative}. {kept}. Проверьте в «Аккаунтах», чей это ключ и что ему разрешено.{answer}",
    key=True,
)
_HUMAN = Refusal(
    "VK хочет убедиться, что {key} у человека. {kept}. Пусть владелец ключа войдёт в VK и подтвердит это.{answer}",
    key=True,
)
_CLOSED = Refusal("VK не показывает эту запись или комментарий. {kept}. Откройте их в VK и проверьте.{answer}")

_NOT_WANTED = Refusal(
    "Этот человек не разрешает сообществу писать ему. {kept}. Ответить можно, когда он напишет сам или разрешит."
)

# VK did nothing and asks to wait: safe to repeat automatically.
_LATER = {
    6: Refusal("VK просит слать реже. {kept}, отправим через секунду.", after=1.0),
    9: Refusal("VK считает, что одно и то же делаем слишком часто. {kept}, подождём четверть часа.", after=900.0),
    29: Refusal("Дневной запас запросов к VK исчерпан. {kept}, повторим через час.", after=3600.0),
}

# Errors with an unknown outcome.
IN_DOUBT = frozenset({1, 10, 13})

_FINAL = {
    **dict.fromkeys((3, 8, 23, 33), _OUTDATED),
    **dict.fromkeys((7, 15, 20, 203), _NOT_ALLOWED),
    **dict.fromkeys((14, 17, 24, 3300, 3301, 3302, 3303), _HUMAN),
    **dict.fromkeys((100, 113, 125), _PARAMETERS),
    **dict.fromkeys((104, 210, 211, 212), _CLOSED),
    5: Refusal(
        "VK не принял {key}: он отозван или устарел. {kept}. Пусть хранитель ключей впишет новый в «Аккаунтах».",
        key=True,
    ),
    18: Refusal(
        "Страница того, кому выдан {key}, заблокирована или удалена. {kept}. Нужен ключ другого администратора.",
        key=True,
    ),
    27: Refusal(
        "Ключом сообщества VK этого не даёт. {kept}. Впишите ключ администратора в «Аккаунтах» или сделайте вручную.",
        key=True,
    ),
    28: Refusal(
        "Вместо ключа вписан сервисный ключ приложения, публиковать им нельзя. {kept}. Впишите другой в «Аккаунтах».",
        key=True,
    ),
    213: Refusal("Комментарии под этой записью закрыты. {kept}. Откройте их в VK или ответьте иначе."),
    214: Refusal("VK не дал опубликовать. {kept}. Проверьте права ключа и дневной предел записей.{answer}"),
    219: Refusal("VK не дал опубликовать: недавно вышла реклама. {kept}. Поставьте запись на другое время."),
    220: Refusal("VK не дал опубликовать: слишком много получателей. {kept}. Поставьте запись на другое время."),
    222: Refusal("VK запретил в этом тексте ссылки. {kept}. Уберите ссылку и отправьте ещё раз."),
    224: Refusal("VK не дал опубликовать: слишком много рекламных записей. {kept}. Поставьте её на другое время."),
    704: Refusal(
        "VK требует, чтобы владелец ключа включил подтверждение входа. {kept}. Пусть включит его в настройках VK.",
        key=True,
    ),
    801: Refusal("Комментарии под этим видео закрыты. {kept}. Откройте их в VK или ответьте иначе."),
    900: Refusal("VK не передал сообщение: этот человек в чёрном списке сообщества. {kept}. Сначала снимите запрет."),
    **dict.fromkeys((901, 902), _NOT_WANTED),
    914: Refusal("VK не взял такое длинное сообщение. {kept}. Сократите его и отправьте ещё раз."),
    936: Refusal("VK не знает такого собеседника. {kept}. Откройте сообщения сообщества и проверьте."),
    950: Refusal("VK больше не даёт ответить на это сообщение: прошло слишком много времени. {kept}."),
    1051: Refusal(
        "Этот ключ выдан через VK ID, таким VK не даёт ни публиковать, ни удалять. {kept}. "
        "Впишите ключ администратора, выданный иначе, или сделайте вручную.",
        key=True,
    ),
    13000: Refusal("VK ограничил сообщество за нарушения. {kept}. Откройте сообщество и посмотрите, за что.{answer}"),
}
UNKNOWN = Refusal("VK отказал: код {code}.{answer} {kept}. Посмотрите, что не так, и отправьте ещё раз.")

_BY_NUMBER: Mapping[int, Refusal | None] = {**dict.fromkeys(IN_DOUBT), **_LATER, **_FINAL}
CODES = tuple(Code(str(number), f"vk_{number}", refusal) for number, refusal in sorted(_BY_NUMBER.items()))


def from_answer(error: Mapping[str, Any], *, slot: Slot, purpose: Purpose, secrets: tuple[str, ...]) -> NetworkError:
    """The error for VK's own object. Its `request_params` may hold the token and are never read."""
    number = error.get("error_code")
    if not isinstance(number, int):
        return in_doubt(TITLE, purpose, code="vk_garbled")
    refusal = _BY_NUMBER.get(number, UNKNOWN)
    if refusal is None:
        return in_doubt(TITLE, purpose, code=f"vk_{number}")
    words = str(error.get("error_msg") or "")
    return refused(refusal, code=f"vk_{number}", slot=slot, purpose=purpose, words=words, secrets=secrets)
