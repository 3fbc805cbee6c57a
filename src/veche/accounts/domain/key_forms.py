"""Does it look like a key of this network? Asked before anything is saved, so that the old key stays in force."""

import re

from django.utils.translation import gettext as _

from veche.accounts.enums import KeySlot
from veche.kernel.crypto import Secret

# VK's present community and user tokens, and the former 85 hexadecimal digits; the Bot API's «number:letters».
_VK = re.compile(r"vk1\.a\.[\w-]{10,}|[0-9a-f]{85}", re.ASCII)
_TELEGRAM = re.compile(r"\d{5,}:[\w-]{30,}", re.ASCII)


def what_is_wrong(slot: str, secret: Secret) -> str:
    """One sentence for a person, or "" when it looks right. Never repeats what was typed."""
    value = secret.reveal().strip()
    if not value:
        return _("Ключ пустой. Скопируйте его целиком и вставьте ещё раз; прежний ключ действует.")
    if re.search(r"\s", value):
        return _("В ключе пробел или перенос строки. Скопируйте его ещё раз целиком; прежний ключ действует.")
    if slot == KeySlot.BOT:
        return "" if _TELEGRAM.fullmatch(value) else _not_a_bot()
    return "" if _VK.fullmatch(value) else _not_vk(value)


def _not_a_bot() -> str:
    return _(
        "Это не ключ бота: он выглядит как «число:буквы». Возьмите его у @BotFather командой /token; "
        "прежний ключ действует."
    )


def _not_vk(value: str) -> str:
    if value.startswith("vk2.a."):
        return _(
            "Это ключ от VK ID, таким VK не даёт ни публиковать, ни удалять (отказ 1051). Возьмите ключ в управлении "
            "сообществом, «Работа с API», или ключ администратора, выданный приложению; прежний ключ действует."
        )
    return _("Это не ключ ВКонтакте: он начинается с «vk1.a.». Скопируйте его целиком; прежний ключ действует.")
