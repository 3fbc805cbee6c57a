"""Does it look like a key of this network? Asked before anything is saved, so that the old key stays in force."""

import re

from veche.accounts.enums import KeySlot, NetworkSlug
from veche.kernel.crypto import Secret
from veche.kernel.redaction import looks_like_a_key

# VK's present community and user tokens, and the former 85 hexadecimal digits; the Bot API's «number:letters».
_VK = re.compile(r"vk1\.a\.[\w-]{10,}|[0-9a-f]{85}", re.ASCII)
_TELEGRAM = re.compile(r"\d{5,}:[\w-]{30,}", re.ASCII)
# What OK sends by mail and shows beside the token; its tokens have no published form.
_OK = {
    KeySlot.ADMIN: re.compile(r"[\w.:~-]{20,}", re.ASCII),
    KeySlot.APPLICATION: re.compile(r"C[A-Z]{9,}", re.ASCII),
    KeySlot.SECRET: re.compile(r"[0-9A-F]{16,64}|[0-9a-f]{32}", re.ASCII),
}
# MAX publishes no form of its tokens; seen are long ones of these signs.
_MAX = re.compile(r"[\w-]{20,}", re.ASCII)

# Anybody's: OK and MAX publish no form, but nobody's address or short name is as long and as mixed.
_LONG_AND_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w~-]{40,}", re.ASCII)


# How each sentence ends where a key is replaced; a first key has none before it.
FORMER_STANDS = "; прежний ключ действует."


def is_like_a_key(text: str) -> bool:
    """Of whatever network, where something else was to be typed."""
    return looks_like_a_key(text) or bool(_network_of(text)) or _LONG_AND_MIXED.fullmatch(text) is not None


def what_is_wrong(network: str, slot: str, secret: Secret) -> str:
    """One sentence for a person, or "" when it looks right. Never repeats what was typed."""
    value = secret.reveal().strip()
    if not value:
        return "Ключ пустой. Скопируйте его целиком и вставьте ещё раз; прежний ключ действует."
    if re.search(r"\s", value):
        return "В ключе пробел или перенос строки. Скопируйте его ещё раз целиком; прежний ключ действует."
    if (other := _network_of(value)) and other != network:
        return (
            f"Это ключ другой сети: {NetworkSlug(other).label}. Возьмите ключ той, что подключаете; прежний ключ "
            "действует."
        )
    return _what_is_wrong_here(network, slot, value)


def _what_is_wrong_here(network: str, slot: str, value: str) -> str:
    if network == NetworkSlug.OK:
        return "" if _OK[KeySlot(slot)].fullmatch(value) else _not_ok(slot)
    if network == NetworkSlug.MAX:
        return "" if _MAX.fullmatch(value) else _not_max()
    if slot == KeySlot.BOT:
        return "" if _TELEGRAM.fullmatch(value) else _not_a_bot()
    return "" if _VK.fullmatch(value) else _not_vk(value)


def _not_ok(slot: str) -> str:
    if slot == KeySlot.APPLICATION:
        return (
            "Это не публичный ключ приложения: он из больших латинских букв и начинается с «C». Он есть в письме от ОК "
            "и в настройках приложения; прежний ключ действует."
        )
    if slot == KeySlot.SECRET:
        return (
            "Это не секретный ключ: он из цифр и букв от A до F. Возьмите Session_secret_key рядом с вечным "
            "access_token в настройках приложения; прежний ключ действует."
        )
    return (
        "Это не access_token Одноклассников. Получите вечный access_token в настройках приложения и скопируйте его "
        "целиком; прежний ключ действует."
    )


def _not_a_bot() -> str:
    return (
        "Это не ключ бота: он выглядит как «число:буквы». Возьмите его у @BotFather командой /token; "
        "прежний ключ действует."
    )


def _network_of(value: str) -> str:
    """By the forms that no other network has; "" when it could be anybody's."""
    if value.startswith(("vk1.a.", "vk2.a.")):
        return NetworkSlug.VK
    if re.fullmatch(r"tkn1[\w.~-]{16,}", value, re.ASCII):
        return NetworkSlug.OK
    return NetworkSlug.TELEGRAM if _TELEGRAM.fullmatch(value) else ""


def _not_max() -> str:
    return (
        "Это не ключ бота MAX. Возьмите его на платформе «MAX для партнёров»: «Чат-боты», «Настройки», токен; "
        "прежний ключ действует."
    )


def _not_vk(value: str) -> str:
    if value.startswith("vk2.a."):
        return (
            "Это ключ от VK ID, таким VK не даёт ни публиковать, ни удалять (отказ 1051). Возьмите ключ в управлении "
            "сообществом, «Работа с API», или ключ администратора, выданный приложению; прежний ключ действует."
        )
    return "Это не ключ ВКонтакте: он начинается с «vk1.a.». Скопируйте его целиком; прежний ключ действует."
