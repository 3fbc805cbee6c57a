"""Secrets in memory and at rest: AES-256-GCM under a keyring, each ciphertext bound to its row.

A sealed text is `<key id>.<nonce>.<ciphertext>`, the last two in URL-safe base64. The key stays outside the
database (file or environment), so a stolen database file opens nothing.
"""

import base64
import binascii
import hmac
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from veche.kernel.files import current_user, write_atomically

MASK = "•••"
KEY_BYTES = 32
NONCE_BYTES = 12
_KEY_ID = re.compile(r"[a-z][a-z0-9]{0,15}")


class CryptoError(Exception):
    """Base of this module's errors; the text is one Russian sentence and never holds a secret."""


class KeyringInvalid(CryptoError):
    """The keyring cannot be read: its form is wrong or the file is open to others."""


class KeyringShut(KeyringInvalid):
    """The keyring file exists, but its mode or owner is wrong. `command`: what the administrator types to mend it."""

    def __init__(self, sentence: str, command: str) -> None:
        super().__init__(sentence)
        self.command = command


class KeyMissing(CryptoError):
    """The keyring has no key for this."""


class SealBroken(CryptoError):
    """The ciphertext is damaged, was sealed by another key, or was moved from another row."""


class Secret:
    """A string that only `reveal()` shows."""

    __slots__ = ("_value",)
    _value: str

    def __init__(self, value: str) -> None:
        object.__setattr__(self, "_value", value)

    def reveal(self) -> str:
        return self._value

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Secret does not change")

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_utf8(self._value), _utf8(other._value))

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("Secret is not pickled")


class Keyring:
    """Named 256-bit keys, newest first. The newest one seals, all of them open."""

    __slots__ = ("_keys",)

    def __init__(self, keys: dict[str, bytes]) -> None:
        if not keys:
            raise KeyMissing("В связке нет ни одного ключа шифрования: файл пуст или обрезан.")
        self._keys = dict(keys)

    @classmethod
    def parse(cls, text: str) -> Self:
        """`k2:<base64 of 32 bytes>,k1:…`; a comma or a new line stands between keys."""
        keys: dict[str, bytes] = {}
        for entry in filter(None, re.split(r"[,\s]+", text)):
            key_id, _, encoded = entry.partition(":")
            if not _KEY_ID.fullmatch(key_id) or key_id in keys:
                raise KeyringInvalid("В связке ключей имя ключа неверно или повторяется.")
            keys[key_id] = _key_bytes(encoded, key_id)
        return cls(keys)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a keyring file. Raises `KeyringShut` for one that others may read or that this user may not read."""
        try:
            with path.open(encoding="ascii") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise KeyringShut(
                        f"Файл ключей {path.name} открыт другим пользователям сервера: ему нужны права 0600.",
                        f"chmod 600 {path}",
                    )
                return cls.parse(file.read())
        except FileNotFoundError:
            raise KeyMissing(
                f"Файла ключей {path.name} нет: без него ключи сетей не открыть. Верните его из копии."
            ) from None
        except UnicodeDecodeError:
            raise KeyringInvalid(f"Файл {path.name} не похож на связку ключей.") from None
        except PermissionError:
            raise KeyringShut(
                f"Файл ключей {path.name} есть, но пользователю {current_user()} его не прочитать.",
                f"chown {current_user()} {path} && chmod 600 {path}",
            ) from None

    @classmethod
    def generate(cls) -> Self:
        return cls({"k1": secrets.token_bytes(KEY_BYTES)})

    def add(self) -> Self:
        """The keyring with a fresh key in front: `k1` → `k2,k1`."""
        numbers = [int(found[0]) for found in map(re.compile(r"\d+").findall, self._keys) if found]
        fresh = f"k{max(numbers, default=0) + 1}"
        return type(self)({fresh: secrets.token_bytes(KEY_BYTES), **self._keys})

    def save(self, path: Path) -> None:
        """Write the file atomically, readable by its owner only."""
        write_atomically(path, self.to_text().encode(), mode=0o600)

    def to_text(self) -> str:
        """The keys in clear text, for the key file only."""
        entries = (f"{name}:{base64.b64encode(key).decode()}" for name, key in self._keys.items())
        return ",\n".join(entries) + "\n"

    @property
    def newest(self) -> str:
        return next(iter(self._keys))

    def key(self, key_id: str) -> bytes:
        try:
            return self._keys[key_id]
        except KeyError:
            raise KeyMissing(
                "Ключа шифрования, которым это закрыто, нет в связке: верните прежний файл ключей."
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("Keyring is not pickled")


def row_binding(table: str, field: str, row_id: object) -> str:
    """The associated data of a ciphertext. Raises for a row without an id, which would bind nothing."""
    if row_id is None or not (table and field and str(row_id)):
        raise ValueError("row_binding needs a table, a field and a row id")
    return f"{table}\x1f{field}\x1f{row_id}"


def seal(keyring: Keyring, plaintext: Secret | str, *, aad: str) -> str:
    """Encrypt under the newest key. `aad` comes from `row_binding`: the text opens for no other row."""
    plaintext = plaintext if isinstance(plaintext, Secret) else Secret(plaintext)
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(keyring.key(keyring.newest))
    sealed = cipher.encrypt(nonce, _utf8(plaintext.reveal()), _associated(aad))
    return ".".join((keyring.newest, _encode(nonce), _encode(sealed)))


def open_sealed(keyring: Keyring, sealed: str, *, aad: str) -> Secret:
    """Decrypt. Raises `KeyMissing` or `SealBroken`; neither reveals the content."""
    key_id, nonce, ciphertext = _parts(sealed)
    cipher = AESGCM(keyring.key(key_id))
    try:
        return Secret(_text(cipher.decrypt(nonce, ciphertext, _associated(aad))))
    except InvalidTag:
        raise _broken() from None


def rotate(keyring: Keyring, sealed: str, *, aad: str) -> str:
    """The content sealed under the newest key; a text that already is, is only opened as a check."""
    secret = open_sealed(keyring, sealed, aad=aad)
    return sealed if sealed.startswith(f"{keyring.newest}.") else seal(keyring, secret, aad=aad)


def sign(keyring: Keyring, text: str, *, aad: str) -> str:
    """`<key id>.<HMAC-SHA256>` under the newest key, for a text that stays readable. `aad` as for `seal`."""
    return f"{keyring.newest}.{_signature(keyring, keyring.newest, text, aad)}"


def is_signed(keyring: Keyring, signature: str, text: str, *, aad: str) -> bool:
    """Whether the signature is valid; False for a changed text, another `aad`, or an unknown key."""
    key_id, _, given = signature.partition(".")
    if key_id not in set(keyring):
        return False
    return hmac.compare_digest(_utf8(given), _utf8(_signature(keyring, key_id, text, aad)))


def derived_keys(keyring: Keyring, label: str) -> dict[str, bytes]:
    """One derived key for each key of the keyring, newest first: HKDF-SHA256 with `label`, the name of their purpose.

    Keyed by `<key id>-<8 hex of the derived key>`, because the key that follows a lost keyring may have the former's
    id.
    """
    derived = ((key_id, _derived(keyring.key(key_id), label)) for key_id in keyring)
    return {f"{key_id}-{key[KEY_BYTES:].hex()}": key[:KEY_BYTES] for key_id, key in derived}


def _derived(key: bytes, label: str) -> bytes:
    """The derived key and its id, which ends with the key's last four bytes."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES + 4, salt=None, info=_associated(label)).derive(key)


def _signature(keyring: Keyring, key_id: str, text: str, aad: str) -> str:
    """HMAC under a signing key derived from the encryption key."""
    key = hmac.digest(keyring.key(key_id), b"veche sign", "sha256")
    return hmac.digest(key, _associated(aad) + b"\x1e" + _utf8(text), "sha256").hex()


def _parts(sealed: str) -> tuple[str, bytes, bytes]:
    parts = sealed.split(".")
    if len(parts) != 3 or not _KEY_ID.fullmatch(parts[0]):
        raise _broken()
    nonce, ciphertext = _decode(parts[1]), _decode(parts[2])
    if len(nonce) != NONCE_BYTES:
        raise _broken()
    return parts[0], nonce, ciphertext


def _broken() -> SealBroken:
    return SealBroken("Закрытое значение повреждено или перенесено из другой записи: введите ключ заново.")


def _associated(aad: str) -> bytes:
    if not aad:
        raise ValueError("a sealed text must be bound to its row")
    return _utf8(aad)


def _key_bytes(encoded: str, key_id: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyringInvalid(f"Ключ {key_id} в связке испорчен: нужны 32 байта в base64.")
    return key


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """Decode strictly: one ciphertext has one spelling, so a changed character is always noticed."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _broken() from None
    if _encode(raw) != text:
        raise _broken()
    return raw


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")
