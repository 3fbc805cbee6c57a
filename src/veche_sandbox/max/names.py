"""Message ids: `mid.` with the chat's id and the message's `seq`, sixteen hexadecimal digits each.

This is their format in recorded payloads of the official client: the upper bits of `seq` are the message's time in
milliseconds, the lower sixteen here its number in the chat. `seq` exceeds 2⁵³.
"""

import base64
import re

from veche_sandbox.store import Account, Entry, Store

NETWORK = "max"
PAGES = "https://max.ru"
_UNSIGNED = (1 << 64) - 1
_LOW = 0xFFFF
_MID = re.compile(r"(?:mid\.)?([0-9a-f]{16})([0-9a-f]{16})")


def milliseconds(at: int, number: int) -> int:
    """Milliseconds made of the store's seconds and the message's number, so that messages of one
    second stay ordered.
    """
    return at * 1000 + number % 1000


def seq(at: int, number: int) -> int:
    return (milliseconds(at, number) << 16) | (number & _LOW)


def mid(place: int, at: int, number: int) -> str:
    return f"mid.{place & _UNSIGNED:016x}{seq(at, number):016x}"


def mid_of(entry: Entry) -> str:
    return mid(entry.place, entry.at, entry.id)


def find(store: Store, text: str) -> Entry | None:
    """The message of this id, a deleted one too; the prefix is optional."""
    match = _MID.fullmatch(text)
    if match is None:
        return None
    place, number = _signed(int(match[1], 16)), int(match[2], 16) & _LOW
    while entry := store.entries.find(NETWORK, place, number):
        if mid_of(entry).endswith(match[2]):
            return entry
        number += _LOW + 1
    return None


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def public_url(chat: Account, entry: Entry) -> str:
    """The address in the clients' format: the chat, and `seq` in base64 without padding."""
    return f"{PAGES}/c/{chat.id}/{short_name(entry)}"


def short_name(entry: Entry) -> str:
    return base64.urlsafe_b64encode(seq(entry.at, entry.id).to_bytes(8, "big")).decode().rstrip("=")


def find_short(store: Store, place: int, name: str) -> Entry | None:
    try:
        value = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4))
    except ValueError:
        return None
    return find(store, f"{place & _UNSIGNED:016x}{value.hex():0>16}") if len(value) == 8 else None


def place_of(text: str) -> int | None:
    """The chat in an id, whether or not it exists."""
    match = _MID.fullmatch(text)
    return _signed(int(match[1], 16)) if match else None
