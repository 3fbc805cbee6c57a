"""Uploads between `getWallUploadServer` and `saveWallPhoto`: an address for one file, then a hash for one save."""

import secrets
from dataclasses import dataclass

from veche_sandbox import expiry
from veche_sandbox.store import Store
from veche_sandbox.vk.calls import NETWORK

TABLE = """CREATE TABLE IF NOT EXISTS vk_uploads (
  address TEXT PRIMARY KEY, user_id INTEGER NOT NULL, group_id INTEGER NOT NULL, server INTEGER NOT NULL,
  photo TEXT, hash TEXT UNIQUE)"""
PICTURES = """CREATE TABLE IF NOT EXISTS vk_upload_pictures (
  address TEXT NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (address, number))"""
_COLUMNS = "address, user_id, group_id, server, photo, hash"
SERVER = 857_216


@dataclass(frozen=True, slots=True)
class Upload:
    """`group_id`: 0 for a person's own wall; `photo` and `hash`: None until files arrive."""

    address: str
    user_id: int
    group_id: int
    server: int
    photo: str | None = None
    hash: str | None = None


def prepare(store: Store) -> None:
    store.database.change(TABLE)
    store.database.change(PICTURES)


def begin(store: Store, user_id: int, group_id: int) -> Upload:
    upload = Upload(secrets.token_urlsafe(24), user_id, group_id, SERVER)
    sql = "INSERT INTO vk_uploads (address, user_id, group_id, server) VALUES (?, ?, ?, ?)"
    store.database.insert(sql, upload.address, user_id, group_id, SERVER)
    expiry.begin(store, NETWORK, upload.address)
    return upload


def address_for(store: Store, user_id: int, group_id: int, purpose: str) -> str:
    """An upload address for one purpose; wall photos have none."""
    upload = begin(store, user_id, group_id)
    store.ledger.set_note(NETWORK, f"purpose of {upload.address}", purpose)
    return f"{store.address}/vk/upload/{upload.address}"


def purpose(store: Store, upload: Upload) -> str:
    return store.ledger.note(NETWORK, f"purpose of {upload.address}") or ""


def find(store: Store, *, address: str = "", hash_: str = "") -> Upload | None:
    """The upload; None also after its expiry."""
    sql = f"SELECT {_COLUMNS} FROM vk_uploads WHERE address = ? OR hash = ?"  # noqa: S608
    row = store.database.row(sql, address, hash_)
    return None if row is None or expiry.is_over(store, NETWORK, row["address"]) else Upload(**dict(row))


def receive(store: Store, upload: Upload, photo: str, bodies: list[bytes]) -> str:
    """Store the pictures and return the hash for one save."""
    value = secrets.token_hex(16)
    with store.transaction():
        sql = "UPDATE vk_uploads SET photo = ?, hash = ? WHERE address = ?"
        store.database.change(sql, photo, value, upload.address)
        for number, body in enumerate(bodies):
            store.database.insert("INSERT INTO vk_upload_pictures VALUES (?, ?, ?)", upload.address, number, body)
    return value


def bodies(store: Store, upload: Upload) -> list[bytes]:
    """The uploaded pictures in order."""
    sql = "SELECT body FROM vk_upload_pictures WHERE address = ? ORDER BY number"
    return [bytes(row["body"]) for row in store.database.rows(sql, upload.address)]


def spend(store: Store, upload: Upload) -> None:
    for table in ("vk_uploads", "vk_upload_pictures"):
        store.database.change(f"DELETE FROM {table} WHERE address = ?", upload.address)  # noqa: S608
