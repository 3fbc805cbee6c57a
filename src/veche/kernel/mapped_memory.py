"""Release clean pages of memory-mapped files; the kernel reads them again when needed.

Libraries and the dictionary of word forms are mapped. Much of them is read once, while opening, and would stay in
memory on a machine with memory to spare.
"""

import ctypes
import mmap
from collections.abc import Iterator
from pathlib import Path

_MAPPED = Path("/proc/self/smaps")


def release_clean_pages(under: Path = Path("/")) -> None:
    """Release pages of the mapped files under a folder, or of one file. Does nothing except on Linux.

    For all files only while no other thread loads a library.
    """
    if not _MAPPED.exists():
        return
    madvise = ctypes.CDLL(None).madvise
    for start, end in _clean_private_mappings(str(under.resolve())):
        madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED)


def _clean_private_mappings(under: str) -> Iterator[tuple[int, int]]:
    """Address ranges of read-only mappings without written pages; releasing written ones would lose data."""
    span = rights = path = ""
    for line in _MAPPED.read_text(encoding="utf-8").splitlines():
        name, first, *more = line.split(maxsplit=5)
        if not name.endswith(":"):
            span, rights, path = name, first, more[-1]
        elif name == "Anonymous:" and first == "0" and rights[1] == "-" and path.startswith(under):
            start, end = span.split("-")
            yield int(start, 16), int(end, 16)
