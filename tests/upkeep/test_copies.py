"""Copies of many nights store each picture once, and each restores completely; so does a copy of format 1."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from tests import tables
from tests.config.conftest import Command, command
from tests.upkeep.machine_conditions import no_room
from veche.kernel.copies import last_copy
from veche.upkeep import postgresql
from veche.upkeep.archive import STORE, ArchiveWrong, Manifest, open_archive, write
from veche.upkeep.media_store import YOUNG_SECONDS, place, prune

__all__ = ["command"]

VECHE = ("-m", "veche.cli")
COPIES = Path(__file__).parent / "copies"
ABOUT = Manifest("0.1.0", datetime(2026, 11, 29, tzinfo=UTC), "sqlite", (), {})
PICTURE = "8519f13d0cd4716304399de62f04d60c1b69651614e583b90389b066618b47b6"


@pytest.fixture
def media(tmp_path: Path) -> dict[str, bytes]:
    """Three videos of 300 kB and a picture with two names."""
    files = {f"media/video/{number}": os.urandom(300_000) for number in range(3)}
    files |= {"media/kept/a": b"a picture", "media/small/b": b"a picture"}
    for name, content in files.items():
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_bytes(content)
    return files


def copied(folder: Path, name: str, media: dict[str, bytes]) -> Path:
    (folder / "base").write_bytes(b"a database of that night: " + name.encode())
    (folder / "copies").mkdir(exist_ok=True)
    write(
        folder / "copies" / name,
        ABOUT,
        [("database.sqlite3", folder / "base")],
        shared=[(one, folder / "data" / one) for one in media],
    )
    return folder / "copies" / name


def brought_back(copy: Path, target: Path) -> dict[str, bytes]:
    with open_archive(copy) as opened:
        opened.check()
        for member in opened.manifest.everything:
            opened.extract(member, target / member.name)
    return {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def refusal(copy: Path) -> str:
    with pytest.raises(ArchiveWrong) as refused, open_archive(copy) as opened:
        opened.check()
    return str(refused.value)


def blobs(folder: Path) -> list[Path]:
    return sorted((folder / "copies" / STORE).glob("??/*"))


def test_thirty_nights_take_the_room_of_one(tmp_path: Path, media: dict[str, bytes]) -> None:
    nights = [copied(tmp_path, f"veche-{night:02}.zip", media) for night in range(30)]

    assert len(blobs(tmp_path)) == 4  # three videos and one picture
    assert sum(path.stat().st_size for path in (tmp_path / "copies").rglob("*") if path.is_file()) < 1_100_000
    for night in (nights[0], nights[-1]):
        whole = {"database.sqlite3": b"a database of that night: " + night.name.encode(), **media}
        assert brought_back(night, tmp_path / night.stem) == whole
    assert {path.stat().st_mode & 0o077 for path in blobs(tmp_path)} == {0}


def test_no_changed_byte_beside_a_copy_goes_unseen(tmp_path: Path, media: dict[str, bytes]) -> None:
    copy = copied(tmp_path, "veche.zip", media)
    film = max(blobs(tmp_path), key=lambda path: path.stat().st_size)
    whole = film.read_bytes()
    film.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])

    assert "не совпадает со списком. Ничего не изменено." in refusal(copy)


def test_a_copy_without_its_folder_says_what_is_missing(tmp_path: Path, media: dict[str, bytes]) -> None:
    copy = copied(tmp_path, "veche.zip", media)
    alone = tmp_path / "alone.zip"
    alone.write_bytes(copy.read_bytes())

    assert refusal(alone) == (
        "Рядом с копией, в папке veche-media, нет файла «media/video/0». Ничего не изменено: положите копию рядом "
        "с этой папкой, где она была сделана, или возьмите другую."
    )


@pytest.mark.parametrize("name", ["media/../../secret_key", "keyring", "/etc/passwd"])
def test_a_shared_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "base").write_bytes(b"a database")

    with pytest.raises(ArchiveWrong, match="недопустимым именем"):
        write(tmp_path / "x.zip", ABOUT, [("database.sqlite3", tmp_path / "base")], shared=[(name, tmp_path / "base")])


def test_a_hash_that_leads_elsewhere_is_no_file_of_the_store(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        place(tmp_path, "../../etc/passwd")


def test_what_no_copy_names_is_removed_after_a_day(tmp_path: Path, media: dict[str, bytes]) -> None:
    copied(tmp_path, "veche.zip", media)
    kept, old, young = blobs(tmp_path)[:3]
    for path in (kept, old):
        os.utime(path, (1, path.stat().st_mtime - YOUNG_SECONDS - 60))

    assert prune(tmp_path / "copies" / STORE, {kept.name}) == 1

    assert kept.exists() is True
    assert old.exists() is False
    assert young.exists() is True


@pytest.mark.django_db
def test_no_task_of_the_engine_goes_into_a_copy() -> None:
    """Four deliveries ran again after a restore, because their table had another name than in the list."""
    tasks = {model._meta.db_table for model in apps.get_app_config("django_tasks_database").get_models()}

    assert tasks
    assert tasks <= set(postgresql.left_out(connection.introspection.table_names()))


@pytest.mark.nightly
def test_a_copy_of_format_1_comes_back_without_its_tasks(command: Command, tmp_path: Path) -> None:
    """Made by the program before media were shared, with four deliveries in the queue."""
    process = command(*VECHE, "restore", str(COPIES / "format-1.zip"))
    out, errors = process.communicate()

    assert (process.returncode, errors) == (0, "")
    assert "файлов: 1." in out
    assert out.count(": журнал цел, записей") == 1
    data = tmp_path / "data"
    assert (data / f"media/kept/85/{PICTURE}").read_bytes() == b"\xff\xd8 a picture of an older copy"
    with closing(sqlite3.connect(data / "veche.sqlite3")) as opened:
        assert opened.execute("SELECT count(*) FROM django_tasks_database_dbtaskresult").fetchone() == (0,)
        assert opened.execute("SELECT count(*) FROM staff_administration").fetchone() == (1,)


@pytest.mark.sweep
def test_two_nights_of_a_real_installation(command: Command, tmp_path: Path) -> None:
    """The commands of the nightly unit: both copies restore, a failed one is recorded and the good one stays known."""
    copies = tmp_path / "copies"
    copies.mkdir()

    def run(*words: str, data: str = "data") -> tuple[int, str]:
        process = command(*VECHE, *words, VECHE_DATA=str(tmp_path / data))
        _, errors = process.communicate()
        return process.returncode, errors

    tables.found(tmp_path / "data")
    film = tmp_path / "data/media/video/film"
    film.parent.mkdir(parents=True)
    film.write_bytes(os.urandom(200_000))
    assert [run("backup", "--shared", str(copies / f"{night}.zip")) for night in (1, 2)] == [(0, "")] * 2
    assert sorted(path.name for path in copies.iterdir()) == ["1.zip", "2.zip", STORE]
    assert len(list((copies / STORE).glob("??/*"))) == 1
    good = last_copy(tmp_path / "data")
    assert good is not None
    assert (good.path, good.failed_at) == (str(copies / "2.zip"), None)

    code, errors = run("backup", "--shared", str(tmp_path / "no folder" / "3.zip"))

    failed = last_copy(tmp_path / "data")
    assert failed is not None
    assert code == 1
    assert failed.made_at == good.made_at
    assert failed.failed_at is not None
    assert errors.startswith("Копия не сделана. ")
    assert failed.why in errors
    assert failed.why.startswith(f"Папки {tmp_path / 'no folder'} нет. От root: install -d -o ")
    assert run("restore", str(copies / "1.zip"), data="new") == (0, "")
    assert (tmp_path / "new/media/video/film").read_bytes() == film.read_bytes()


def test_a_list_that_names_a_file_twice_is_refused(tmp_path: Path, media: dict[str, bytes]) -> None:
    (tmp_path / "base").write_bytes(b"a database")
    twice = [("media/kept/a", tmp_path / "data/media/kept/a")] * 2

    with pytest.raises(ArchiveWrong, match="одно имя стоит дважды"):
        write(tmp_path / "x.zip", ABOUT, [("database.sqlite3", tmp_path / "base")], shared=twice)

    assert not (tmp_path / "x.zip").exists()


def test_nothing_stays_in_the_store_when_the_disk_is_full(
    tmp_path: Path, media: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", no_room)

    with pytest.raises(OSError, match="No space left"):
        copied(tmp_path, "veche.zip", media)

    assert [path for path in (tmp_path / "copies").rglob("*") if path.is_file()] == []
