"""Posts, comments and messages of walls and chats."""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from veche_sandbox.store.database import Database
from veche_sandbox.store.photos import photo_from
from veche_sandbox.store.rows import Entry, NewEntry, Photo, Post

_WITH_PHOTOS = """
SELECT p.pk, p.network, p.owner_id, p.id, p.key, p.mime, p.size, p.width, p.height, p.sha256
FROM entry_photos e JOIN photos p ON p.pk = e.photo
WHERE e.network = ? AND e.place = ? AND e.entry_id = ? ORDER BY e.position
"""


class Entries:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, new: NewEntry) -> Entry:
        """Store an entry under the next number of its place."""
        post_place, post_id = new.post or (None, None)
        moment = int(time.time()) if new.at is None else new.at
        with self._db.transaction():
            number = self._db.next_number(new.network, str(new.place))
            sql = """INSERT INTO entries (network, place, id, kind, author_id, author_name, text, at, post_place,
                     post_id, reply_to, thread, album, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
            head = (new.network, new.place, number, new.kind, new.author_id, new.author_name, new.text, moment)
            extra = json.dumps(dict(new.extra), ensure_ascii=False)
            self._db.insert(sql, *head, post_place, post_id, new.reply_to, new.thread, new.album, extra)
            self._attach(new.network, new.place, number, new.photos)
        return self.get(new.network, new.place, number)

    def _attach(self, network: str, place: int, number: int, photos: Iterable[Photo]) -> None:
        self._db.change(
            "DELETE FROM entry_photos WHERE network = ? AND place = ? AND entry_id = ?", network, place, number
        )
        for position, photo in enumerate(photos):
            self._db.insert(
                "INSERT INTO entry_photos VALUES (?, ?, ?, ?, ?)", network, place, number, position, photo.pk
            )

    def change(
        self,
        entry: Entry,
        *,
        text: str | None = None,
        deleted: bool | None = None,
        photos: Iterable[Photo] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Change the given fields; a change of text, photos or extra sets `edited_at`."""
        edited = text is not None or photos is not None or extra is not None
        with self._db.transaction():
            sql = """UPDATE entries SET text = coalesce(?, text), deleted = coalesce(?, deleted),
                     extra = coalesce(?, extra), edited_at = coalesce(?, edited_at)
                     WHERE network = ? AND place = ? AND id = ?"""
            body = None if extra is None else json.dumps(dict(extra), ensure_ascii=False)
            moment = int(time.time()) if edited else None
            gone = None if deleted is None else int(deleted)
            self._db.change(sql, text, gone, body, moment, entry.network, entry.place, entry.id)
            if photos is not None:
                self._attach(entry.network, entry.place, entry.id, photos)
        return self.get(entry.network, entry.place, entry.id)

    def mark(self, entry: Entry, **marks: Any) -> None:
        """Add to `extra` without changing `edited_at`."""
        extra = json.dumps({**entry.extra, **marks}, ensure_ascii=False)
        sql = "UPDATE entries SET extra = ? WHERE network = ? AND place = ? AND id = ?"
        self._db.change(sql, extra, entry.network, entry.place, entry.id)

    def find(self, network: str, place: int, entry_id: int) -> Entry | None:
        """The entry, a deleted one too: check `deleted`."""
        found = self._select("network = ? AND place = ? AND id = ?", network, place, entry_id)
        return found[0] if found else None

    def get(self, network: str, place: int, entry_id: int) -> Entry:
        found = self.find(network, place, entry_id)
        if found is None:
            raise LookupError(f"{network} {place} {entry_id}")
        return found

    def album(self, network: str, place: int, album: str) -> list[Entry]:
        return self._select("network = ? AND place = ? AND album = ? AND album != ''", network, place, album)

    def of_kind(self, network: str, place: int, kind: str) -> list[Entry]:
        """Entries of a kind by number, deleted ones too."""
        return self._select("network = ? AND place = ? AND kind = ?", network, place, kind)

    def comments(
        self, network: str, *, account: int | None = None, post_id: int | None = None, deleted: bool = True
    ) -> list[Entry]:
        """Comments under an account's posts (of all accounts if None). `deleted`: deleted ones too."""
        where = """network = ? AND kind = 'comment' AND (? IS NULL OR post_place = ?)
                   AND (? IS NULL OR post_id = ?) AND (? OR deleted = 0)"""
        return self._select(where, network, account, account, post_id, post_id, deleted)

    def forwards(self, network: str, post_place: int, post_id: int) -> list[Entry]:
        """Telegram: automatic copies of a channel message in the discussion group."""
        where = "network = ? AND kind = 'forward' AND post_place = ? AND post_id = ?"
        return self._select(where, network, post_place, post_id)

    def posts(self, network: str, account: int | None = None) -> list[Post]:
        """Posts in order of publication, deleted ones too; an album is one post."""
        entries = self._select("network = ? AND kind = 'post' AND (? IS NULL OR place = ?)", network, account, account)
        groups = groupby(entries, key=lambda entry: (entry.place, entry.album or entry.id))
        return [_as_post(list(group)) for _, group in groups]

    def post(self, network: str, account: int, post_id: int) -> Post | None:
        """The post that contains the message of this id."""
        entry = self.find(network, account, post_id)
        if entry is None or entry.kind != "post":
            return None
        return _as_post(self.album(network, account, entry.album) if entry.album else [entry])

    def _select(self, where: str, *values: Any) -> list[Entry]:
        sql = f"SELECT * FROM entries WHERE {where} ORDER BY place, id"  # noqa: S608 -- conditions are written above
        return [self._entry(row) for row in self._db.rows(sql, *values)]

    def _entry(self, row: sqlite3.Row) -> Entry:
        entry = Entry(**{**dict(row), "deleted": bool(row["deleted"]), "extra": json.loads(row["extra"])})
        photos = self._db.rows(_WITH_PHOTOS, entry.network, entry.place, entry.id)
        return replace(entry, photos=tuple(photo_from(photo) for photo in photos))


def _as_post(entries: list[Entry]) -> Post:
    shown = [entry for entry in entries if not entry.deleted] or entries
    return Post(
        network=shown[0].network,
        account=shown[0].place,
        id=entries[0].id,
        text=next((entry.text for entry in shown if entry.text), ""),
        at=entries[0].at,
        photos=tuple(photo for entry in shown for photo in entry.photos),
        deleted=all(entry.deleted for entry in entries),
        entry_ids=tuple(entry.id for entry in entries),
    )
