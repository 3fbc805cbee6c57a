"""Videos, animations and documents: bytes, and their type by the first bytes."""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable

from veche_sandbox.store.database import Database
from veche_sandbox.store.rows import Entry, File

VIDEO, ANIMATION, DOCUMENT = "video", "animation", "document"
_COLUMNS = "pk, network, owner_id, id, key, kind, name, mime, size, sha256"
_MAGIC = (
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)


def mime_of(body: bytes) -> str:
    if body[4:8] == b"ftyp":
        return "video/quicktime" if body[8:12] == b"qt  " else "video/mp4"
    return next((mime for magic, mime in _MAGIC if body.startswith(magic)), "application/octet-stream")


class Files:
    def __init__(self, database: Database) -> None:
        self._db = database

    def save(self, network: str, owner_id: int, kind: str, name: str, body: bytes) -> File:
        with self._db.transaction():
            # One numbering per network, because OK names a video without its group.
            number = self._db.next_number(network, "files") + 456_239_016
            key, digest = secrets.token_urlsafe(24), hashlib.sha256(body).hexdigest()
            sql = f"INSERT INTO files ({_COLUMNS}, body) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
            mime = mime_of(body)
            pk = self._db.insert(sql, network, owner_id, number, key, kind, name, mime, len(body), digest, body)
        return File(pk, network, owner_id, number, key, kind, name, mime, len(body), digest)

    def fill(self, file: File, body: bytes) -> None:
        """Store the bytes of a file that was registered before."""
        sql = "UPDATE files SET mime = ?, size = ?, sha256 = ?, body = ? WHERE pk = ?"
        self._db.change(sql, mime_of(body), len(body), hashlib.sha256(body).hexdigest(), body, file.pk)

    def find(self, network: str, owner_id: int, number: int) -> File | None:
        return self._one("network = ? AND owner_id = ? AND id = ?", network, owner_id, number)

    def by_key(self, key: str) -> File | None:
        return self._one("key = ?", key)

    def of_owner(self, network: str, owner_id: int, kind: str) -> list[File]:
        """An owner's files, newest first."""
        where = "network = ? AND owner_id = ? AND kind = ? ORDER BY pk DESC"
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM files WHERE {where}", network, owner_id, kind)  # noqa: S608
        return [_file(row) for row in rows]

    def of(self, entries: Iterable[Entry]) -> list[File]:
        """Files of a post, in order."""
        numbers = [number for entry in entries if not entry.deleted for number in entry.extra.get("files", ())]
        return [file for file in (self._one("pk = ?", number) for number in numbers) if file]

    def body(self, file: File) -> bytes:
        row = self._db.row("SELECT body FROM files WHERE pk = ?", file.pk)
        return bytes(row["body"]) if row else b""

    def _one(self, where: str, *values: object) -> File | None:
        row = self._db.row(f"SELECT {_COLUMNS} FROM files WHERE {where}", *values)  # noqa: S608
        return _file(row) if row else None


def _file(row: sqlite3.Row) -> File:
    return File(**dict(row))
