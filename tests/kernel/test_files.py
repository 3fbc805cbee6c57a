import errno
import os

import pytest

from veche.kernel.files import write_atomically


def test_an_atomic_write_replaces_whole_files_only(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "head"
    write_atomically(path, b"one")
    write_atomically(path, b"two", mode=0o640)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)

    monkeypatch.setattr(os, "fsync", lambda descriptor: (_ for _ in ()).throw(OSError(errno.EIO, "I/O")))
    with pytest.raises(OSError, match="I/O"):
        write_atomically(path, b"three")

    assert path.read_bytes() == b"two"
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]
