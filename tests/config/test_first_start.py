import os
from pathlib import Path

import pytest

from veche.config.first_start import NotReady, prepare
from veche.kernel.crypto import Keyring


def test_the_folder_and_its_keys_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"

    prepare(data)

    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in [data, *data.iterdir()]}
    assert modes == {"data": "0o700", "secret_key": "0o600", "keyring": "0o600"}
    assert list(Keyring.load(data / "keyring")) == ["k1"]
    assert len((data / "secret_key").read_text(encoding="ascii").strip()) == 86


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    prepare(tmp_path)
    before = [(tmp_path / name).read_bytes() for name in ("secret_key", "keyring")]

    prepare(tmp_path)

    assert [(tmp_path / name).read_bytes() for name in ("secret_key", "keyring")] == before


def test_a_lost_keyring_is_not_made_anew(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "keyring").unlink()

    prepare(tmp_path)

    assert not (tmp_path / "keyring").exists()


def test_a_first_start_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    prepare(tmp_path)
    keyring = (tmp_path / "keyring").read_bytes()
    (tmp_path / "secret_key").unlink()

    prepare(tmp_path)

    assert ((tmp_path / "keyring").read_bytes(), (tmp_path / "secret_key").exists()) == (keyring, True)


def test_a_lost_secret_makes_no_new_keyring(tmp_path: Path) -> None:
    """The database exists, so this installation has lost both files and is not a first start."""
    (tmp_path / "veche.sqlite3").touch()

    prepare(tmp_path)

    assert ((tmp_path / "secret_key").exists(), (tmp_path / "keyring").exists()) == (True, False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_root_makes_no_files_in_the_folder_of_another_user(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, -1)

    with pytest.raises(NotReady, match=r"Запустите её через /usr/local/sbin/veche"):
        prepare(tmp_path)

    assert list(tmp_path.iterdir()) == []
