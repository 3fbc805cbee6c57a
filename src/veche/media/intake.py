"""Upload handlers that survive a full disk: only the file is lost, not the page and its text."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from veche.kernel.uploads import FULL_DISK, no_room, shown_name


class UnkeptFile(UploadedFile):  # type: ignore[type-arg] # no such argument at run time
    """Stands for a file without room on the disk; reading it raises."""

    def read(self, *_size: int) -> bytes:
        raise no_room(shown_name(self.name or ""))


class DiskMayBeFull(TemporaryFileUploadHandler):
    """Stores files above `FILE_UPLOAD_MAX_MEMORY_SIZE` on the disk (settings.FILE_UPLOAD_HANDLERS)."""

    full = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.full = False
        with self._room():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Once the disk is full, discard the rest of the file."""
        if self.full:
            return
        with self._room():
            super().receive_data_chunk(raw_data, start)
            self.file.flush()  # a buffer would tell of the full disk only when the file is closed

    def file_complete(self, file_size: int) -> UploadedFile | None:  # type: ignore[type-arg]
        if self.full:
            return UnkeptFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
        return super().file_complete(file_size)

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in FULL_DISK:
                raise
            self.full = True
            with suppress(OSError, AttributeError):  # gives back what was written
                self.file.close()
