"""Files on their way in. A disk that is full while a photo arrives spoils that photo, not the page and not the text."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from veche.kernel.uploads import FULL_DISK, no_room, shown_name


class UnkeptFile(UploadedFile):  # type: ignore[type-arg] # no such argument at run time
    """In the place of a file for which there was no room; whoever reads it hears so."""

    def read(self, *_size: int) -> bytes:
        raise no_room(shown_name(self.name or ""))


class DiskMayBeFull(TemporaryFileUploadHandler):
    """Files above `FILE_UPLOAD_MAX_MEMORY_SIZE` wait on the disk (settings.FILE_UPLOAD_HANDLERS)."""

    full = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.full = False
        with self._room():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Once the disk is full the rest of the file is read and forgotten."""
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
