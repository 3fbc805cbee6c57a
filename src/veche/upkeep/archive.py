"""The file of a copy: a ZIP with a list of its members, by which each byte is checked before use.

A ZIP's directory is at its end, so a truncated copy does not open. In format 2 the media are beside the copies of one
folder, each once under its hash, and the list names them (ADR 0015). Imports no Django.
"""

import hashlib
import json
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from veche.upkeep import media_store
from veche.upkeep.media_store import BLOCK, Member, private

WHOLE, SHARING = 1, 2
MANIFEST = "manifest.json"
MEDIA = "media/"
STORE = "veche-media"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# A hundred bytes for a picture: of half a million. What unpacks into more is no list of ours.
LARGEST_MANIFEST = 64 * 1024 * 1024
# What is compressed already (pictures, pg_dump's own format) is only stored.
_COMPRESSED = frozenset({".sqlite3", ".json"})
# What reading an archive or a list of somebody else's raises; `RuntimeError`: it is locked with a password.
_NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, RuntimeError)


class ArchiveWrong(Exception):
    """The copy cannot be used. The message is Russian and says that nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a copy. `heads`: ends of each administration's journal known outside the database just before the
    copy.

    `migrations`: `app.name` of all applied ones; `engine`: a key of `DATABASES`; `shared`: media in the folder `STORE`
    beside the copy, None if the copy contains all.
    """

    version: str
    taken_at: datetime
    engine: str
    migrations: tuple[str, ...]
    heads: Mapping[int, Mapping[str, Any]]
    members: tuple[Member, ...] = ()
    shared: tuple[Member, ...] | None = None

    @property
    def everything(self) -> tuple[Member, ...]:
        return self.members + (self.shared or ())

    @property
    def size(self) -> int:
        return sum(member.size for member in self.everything)

    def to_json(self) -> str:
        """As JSON; a copy without shared media is of format 1, which earlier versions read."""
        fields = asdict(self) | {"taken_at": self.taken_at.isoformat()}
        fields["format"] = WHOLE if self.shared is None else SHARING
        if self.shared is None:
            del fields["shared"]
        return json.dumps(fields, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        fields = json.loads(text)
        number = fields.pop("format")
        if number not in (WHOLE, SHARING):
            raise ArchiveWrong("Копия сделана другой версией Вече и этой не понятна. Ничего не изменено.")
        return cls(
            version=str(fields["version"]),
            taken_at=datetime.fromisoformat(fields["taken_at"]),
            engine=str(fields["engine"]),
            migrations=tuple(map(str, fields["migrations"])),
            heads={int(number): dict(head) for number, head in fields["heads"].items()},
            members=_members(fields["members"]),
            shared=_members(fields["shared"]) if number == SHARING else None,
        )


def _members(rows: Iterable[Mapping[str, Any]]) -> tuple[Member, ...]:
    return tuple(Member(str(row["name"]), int(row["size"]), str(row["sha256"])) for row in rows)


def write(
    path: Path,
    manifest: Manifest,
    sources: Iterable[tuple[str, Path]],
    shared: Iterable[tuple[str, Path]] | None = None,
) -> Manifest:
    """Write the copy to `path` atomically. `sources`: names and files; files that vanished meanwhile are left out.

    `shared`: the same for the folder `STORE` beside the copy.
    """
    draft = path.with_name(f".{secrets.token_hex(12)}.part")
    try:
        if shared is not None:
            manifest = replace(manifest, shared=media_store.keep(path.parent / STORE, shared))
        with private(draft) as file:
            whole = _fill(file, manifest, sources)
        with open_archive(draft) as archive:
            archive.check()  # what cannot be read back is no copy
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return whole


def _fill(file: IO[bytes], manifest: Manifest, sources: Iterable[tuple[str, Path]]) -> Manifest:
    members = []
    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        for name, source in sources:
            with suppress(FileNotFoundError):
                members.append(_add(archive, name, source))
        whole = replace(manifest, members=tuple(members))
        archive.writestr(_entry(MANIFEST), whole.to_json())
    return whole


def _add(archive: zipfile.ZipFile, name: str, source: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as content, archive.open(_entry(name), "w", force_zip64=True) as target:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return Member(name, size, digest.hexdigest())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if Path(name).suffix in _COMPRESSED else zipfile.ZIP_STORED
    return entry


class Archive:
    """An opened copy (`open_archive`). Call `check()` before extracting."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path) -> None:
        self._zip, self._store = archive, folder / STORE
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError("too large for a list")
        self.manifest = Manifest.from_json(archive.read(MANIFEST))
        self._shared = frozenset(self.manifest.shared or ())

    def check(self) -> None:
        """Raise `ArchiveWrong` unless every member exists, has a permitted path, and matches the list."""
        names = sorted(self._zip.namelist())
        listed = sorted([MANIFEST, *(member.name for member in self.manifest.members)])
        database = DATABASES.get(self.manifest.engine, "")
        if names != listed or len(set(names)) != len(names) or database not in names:
            raise ArchiveWrong("В копии не те файлы, что записаны в её списке. Ничего не изменено.")
        if len({member.name for member in self.manifest.everything}) != len(self.manifest.everything):
            raise ArchiveWrong("В списке копии одно имя стоит дважды. Ничего не изменено.")
        for member in self.manifest.everything:
            if member.name != database and not _is_media(member.name):
                raise ArchiveWrong("В копии есть файл с недопустимым именем: это не копия Вече. Ничего не изменено.")
            self._check(member)

    def _check(self, member: Member) -> None:
        digest, size = hashlib.sha256(), 0
        for block in self._blocks(member):
            digest.update(block)
            size += len(block)
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise ArchiveWrong(f"Копия испорчена: «{member.name}» не совпадает со списком. Ничего не изменено.")

    def extract(self, member: Member, target: Path) -> None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with private(target) as file:
            for block in self._blocks(member):
                file.write(block)

    def _blocks(self, member: Member) -> Iterator[bytes]:
        """Blocks of a member, at most one past the listed size: a small file may unpack into a huge one."""
        left = member.size
        with self._content(member) as content:
            while left >= 0 and (block := content.read(BLOCK)):
                left -= len(block)
                yield block

    def _content(self, member: Member) -> IO[bytes]:
        try:
            if member in self._shared:
                return media_store.place(self._store, member.sha256).open("rb")
            return self._zip.open(member.name)
        except FileNotFoundError:
            raise ArchiveWrong(
                f"Рядом с копией, в папке {STORE}, нет файла «{member.name}». Ничего не изменено: положите копию "
                "рядом с этой папкой, где она была сделана, или возьмите другую."
            ) from None
        except RuntimeError:
            raise ArchiveWrong(f"«{member.name}» в копии закрыт паролем или сжат иначе. Ничего не изменено.") from None


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a copy. Raises `ArchiveWrong` if it is no complete copy of Veche."""
    try:
        with _opened(path) as content:
            yield _listed(content, path)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise ArchiveWrong(
            f"Файл {path.name} обрезан, испорчен или не копия Вече. Ничего не изменено: возьмите целую копию."
        ) from None


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise ArchiveWrong(f"Файла {path} нет. Ничего не изменено: проверьте имя.") from None
    except _NOT_OURS:
        raise _another(path) from None


def _listed(content: zipfile.ZipFile, path: Path) -> Archive:
    try:
        return Archive(content, path.absolute().parent)
    except _NOT_OURS:
        raise _another(path) from None


def _another(path: Path) -> ArchiveWrong:
    return ArchiveWrong(f"В {path.name} нет списка Вече: это другой архив. Ничего не изменено.")


def _is_media(name: str) -> bool:
    parts = PurePosixPath(name).parts
    clean = str(PurePosixPath(name)) == name and ".." not in parts and "\\" not in name and "\0" not in name
    return clean and len(parts) > 1 and name.startswith(MEDIA)
