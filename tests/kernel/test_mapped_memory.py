"""Released pages are no longer resident and read as before."""

import mmap
import subprocess
import sys
from pathlib import Path

from veche.kernel.mapped_memory import release_clean_pages

SIZE = 4 * 1024 * 1024
ALL_GIVEN_BACK = """
import json, sqlite3, ssl
from veche.kernel.mapped_memory import release_clean_pages

release_clean_pages()
print(bool(ssl.create_default_context()), json.loads("[1]"))
"""


def resident(path: Path) -> int:
    """Bytes of a file that are resident in this process."""
    held, ours = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):
            ours = line.endswith(str(path))
        elif ours and name == "Rss:":
            held += int(rest[0]) * 1024
    return held


def test_pages_go_and_come_again(tmp_path: Path):
    path = tmp_path / "слова"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert sum(mapped[::4096]) == 0
        assert resident(path) == SIZE
        release_clean_pages(path)
        assert resident(path) == 0
        assert mapped[SIZE - 1] == 255


def test_what_may_be_written_stays(tmp_path: Path):
    path = tmp_path / "слова"
    path.write_bytes(bytes(SIZE))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
        mapped[0] = 1
        release_clean_pages(path)
        assert mapped[0] == 1


def test_of_another_folder_nothing_goes(tmp_path: Path):
    path = tmp_path / "слова"
    path.write_bytes(bytes(SIZE))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert sum(mapped[::4096]) == 0
        release_clean_pages(tmp_path / "другое")
        assert resident(path) == SIZE


def test_a_process_that_gave_all_back_goes_on():
    told = subprocess.run([sys.executable, "-c", ALL_GIVEN_BACK], capture_output=True, check=True)
    assert told.stdout == b"True [1]\n"
