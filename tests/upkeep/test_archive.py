"""The file of a copy: complete, or refused with a sentence before it is used."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from veche.upkeep import archive
from veche.upkeep.archive import ArchiveWrong, Manifest, open_archive, write
from veche.upkeep.media_store import Member

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
ABOUT = Manifest("0.1.0", NOON, "sqlite", ("outbox.0001_initial",), {1: {"number": 7, "hash": "ab"}})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "base").write_bytes(b"a database" * 1000)
    (tmp_path / "photo").write_bytes(b"\xff\xd8 a photo")
    sources = [("database.sqlite3", tmp_path / "base"), ("media/ab/photo.jpg", tmp_path / "photo")]
    write(tmp_path / "copy.zip", ABOUT, sources)
    return tmp_path / "copy.zip"


def refusal(path: Path) -> str:
    with pytest.raises(ArchiveWrong) as refused, open_archive(path) as opened:
        opened.check()
    return str(refused.value)


def forge(path: Path, members: dict[str, bytes], *, manifest: Manifest | None = None) -> Path:
    """A well-formed ZIP with members and a possibly wrong list."""
    with zipfile.ZipFile(path, "w") as forged:
        for name, content in members.items():
            forged.writestr(name, content)
        forged.writestr(archive.MANIFEST, (manifest or ABOUT).to_json())
    return path


def test_what_was_put_in_comes_out(copy: Path, tmp_path: Path) -> None:
    with open_archive(copy) as opened:
        opened.check()
        for member in opened.manifest.members:
            opened.extract(member, tmp_path / "out" / member.name)

    assert (opened.manifest.heads, opened.manifest.taken_at) == (ABOUT.heads, NOON)
    assert [(m.name, m.size) for m in opened.manifest.members] == [
        ("database.sqlite3", 10_000),
        ("media/ab/photo.jpg", 10),
    ]
    assert (tmp_path / "out/database.sqlite3").read_bytes() == b"a database" * 1000
    assert (tmp_path / "out/media/ab/photo.jpg").stat().st_mode & 0o077 == 0
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_copy_that_was_cut_is_refused(copy: Path, part: float) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[: int(len(whole) * part)])

    assert refusal(copy) == (
        "Файл copy.zip обрезан, испорчен или не копия Вече. Ничего не изменено: возьмите целую копию."
    )


def test_no_changed_byte_of_a_member_goes_unseen(copy: Path) -> None:
    whole = copy.read_bytes()
    at = whole.index(b"a photo")
    copy.write_bytes(whole[:at] + b"A" + whole[at + 1 :])

    assert "Ничего не изменено" in refusal(copy)


def test_the_list_decides_and_not_the_checksums_of_the_zip(tmp_path: Path) -> None:
    about = Manifest("0.1.0", NOON, "sqlite", (), {}, (Member("database.sqlite3", 3, "0" * 64),))

    path = forge(tmp_path / "x.zip", {"database.sqlite3": b"abc"}, manifest=about)

    assert refusal(path) == "Копия испорчена: «database.sqlite3» не совпадает со списком. Ничего не изменено."


def test_a_file_that_is_not_in_the_list_is_refused(tmp_path: Path) -> None:
    path = forge(tmp_path / "x.zip", {"database.sqlite3": b"abc", "media/more": b"x"})

    assert refusal(path) == "В копии не те файлы, что записаны в её списке. Ничего не изменено."


@pytest.mark.parametrize(
    "name", ["media/../../secret_key", "/etc/passwd", "keyring", "media/./a", "media//a", "media/"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"abc")

    with pytest.raises(ArchiveWrong, match="недопустимым именем"):
        write(tmp_path / "x.zip", ABOUT, [("database.sqlite3", source), (name, source)])

    assert [path.name for path in tmp_path.iterdir()] == ["source"]


@pytest.mark.parametrize("content", [b"", b"not an archive", b"{}"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)

    assert refusal(tmp_path / "x.zip").startswith("Файл x.zip обрезан, испорчен или не копия Вече.")


@pytest.mark.parametrize("words", [b"[]", b"{", b'{"format": 1}', b"\xff", b'{"format": 1, "members": 5}'])
def test_another_archive_is_refused(tmp_path: Path, words: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as other:
        other.writestr(archive.MANIFEST, words)

    assert refusal(tmp_path / "x.zip") == "В x.zip нет списка Вече: это другой архив. Ничего не изменено."


def test_a_list_larger_than_any_is_not_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_MANIFEST", 100)

    assert refusal(copy) == "В copy.zip нет списка Вече: это другой архив. Ничего не изменено."


def test_what_goes_wrong_after_opening_is_not_laid_to_the_copy(copy: Path) -> None:
    with pytest.raises(KeyError), open_archive(copy):
        raise KeyError("VECHE_SOMETHING")


def test_a_copy_of_the_future_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as other:
        other.writestr(archive.MANIFEST, ABOUT.to_json().replace('"format": 1', '"format": 3'))

    assert refusal(tmp_path / "x.zip") == ("Копия сделана другой версией Вече и этой не понятна. Ничего не изменено.")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.zip") == f"Файла {tmp_path / 'no.zip'} нет. Ничего не изменено: проверьте имя."


def test_nothing_stays_when_writing_fails(tmp_path: Path) -> None:
    def sources():
        yield "database.sqlite3", Path(__file__)
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        write(tmp_path / "copy.zip", ABOUT, sources())

    assert list(tmp_path.iterdir()) == []
