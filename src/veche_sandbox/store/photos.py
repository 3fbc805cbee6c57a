"""Pictures: bytes and measurements."""

import hashlib
import io
import secrets
import sqlite3
import warnings

from PIL import Image, UnidentifiedImageError

from veche_sandbox.store.database import Database
from veche_sandbox.store.rows import Photo

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_COLUMNS = "pk, network, owner_id, id, key, mime, size, width, height, sha256"


class NotAPicture(ValueError):
    """The bytes are no intact JPEG, PNG, GIF or WebP picture."""


def photo_from(row: sqlite3.Row) -> Photo:
    return Photo(**dict(row))


def measure(body: bytes) -> tuple[str, int, int]:
    """MIME type, width, height, read from the header only, so that a huge picture is cheap."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=_FORMATS) as image:
                mime, (width, height) = Image.MIME[image.format or ""], image.size
                image.verify()
    except Image.DecompressionBombError as error:
        raise NotAPicture("too many pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError) as error:
        raise NotAPicture("not a picture") from error
    return mime, width, height


class Photos:
    def __init__(self, database: Database) -> None:
        self._db = database

    def save(self, network: str, owner_id: int, body: bytes) -> Photo:
        """Store a picture. Raises `NotAPicture`. A network's limits are checked by its dialect: `measure` first."""
        mime, width, height = measure(body)
        key, digest = secrets.token_urlsafe(24), hashlib.sha256(body).hexdigest()
        with self._db.transaction():
            number = self._db.next_number(network, f"photos of {owner_id}") + 456_239_016
            sql = f"INSERT INTO photos ({_COLUMNS}, body) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
            values = (network, owner_id, number, key, mime, len(body), width, height, digest)
            pk = self._db.insert(sql, *values, body)
        return Photo(pk, network, owner_id, number, key, mime, len(body), width, height, digest)

    def find(self, network: str, owner_id: int, photo_id: int) -> Photo | None:
        sql = f"SELECT {_COLUMNS} FROM photos WHERE network = ? AND owner_id = ? AND id = ?"  # noqa: S608
        row = self._db.row(sql, network, owner_id, photo_id)
        return photo_from(row) if row else None

    def by_key(self, key: str) -> Photo | None:
        row = self._db.row(f"SELECT {_COLUMNS} FROM photos WHERE key = ?", key)  # noqa: S608
        return photo_from(row) if row else None

    def body(self, photo: Photo) -> bytes:
        row = self._db.row("SELECT body FROM photos WHERE pk = ?", photo.pk)
        return bytes(row["body"]) if row else b""
