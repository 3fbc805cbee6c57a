"""Upload addresses of documents and registered videos; each takes one file."""

import secrets
from dataclasses import dataclass

from veche_sandbox import expiry
from veche_sandbox.store import Store
from veche_sandbox.vk.calls import NETWORK

TABLE = """CREATE TABLE IF NOT EXISTS vk_file_uploads (
  address TEXT PRIMARY KEY, user_id INTEGER NOT NULL, group_id INTEGER NOT NULL, video_key TEXT NOT NULL,
  token TEXT UNIQUE, name TEXT NOT NULL DEFAULT '', body BLOB)"""


@dataclass(frozen=True, slots=True)
class FileUpload:
    """`video_key`: of the registered video, "" for a document, whose bytes are kept here for `docs.save`."""

    address: str
    user_id: int
    group_id: int
    video_key: str
    token: str | None = None
    name: str = ""
    body: bytes | None = None


def prepare(store: Store) -> None:
    store.database.change(TABLE)


def begin(store: Store, user_id: int, group_id: int, video_key: str = "") -> str:
    """Create an upload address."""
    address = secrets.token_urlsafe(24)
    sql = "INSERT INTO vk_file_uploads (address, user_id, group_id, video_key) VALUES (?, ?, ?, ?)"
    store.database.insert(sql, address, user_id, group_id, video_key)
    expiry.begin(store, NETWORK, address)
    return f"{store.address}/vk/upload_file/{address}"


def find(store: Store, *, address: str = "", token: str = "") -> FileUpload | None:
    """The upload; None also after its expiry."""
    row = store.database.row("SELECT * FROM vk_file_uploads WHERE address = ? OR token = ?", address, token)
    return None if row is None or expiry.is_over(store, NETWORK, row["address"]) else FileUpload(**dict(row))


def receive(store: Store, upload: FileUpload, name: str, body: bytes) -> str:
    """Store the file and return the value for `docs.save`."""
    token = f"{upload.user_id}|0|-1|{secrets.token_hex(16)}"
    sql = "UPDATE vk_file_uploads SET token = ?, name = ?, body = ? WHERE address = ?"
    store.database.change(sql, token, name, body, upload.address)
    return token


def spend(store: Store, upload: FileUpload) -> None:
    store.database.change("DELETE FROM vk_file_uploads WHERE address = ?", upload.address)
