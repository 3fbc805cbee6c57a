"""Read request bodies before a thread is taken.

A thread is taken only by a request whose body has arrived: a slow body read in a thread would hold it, and as many slow
clients as threads would stop every page.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from veche.config.requests import Environ, declared_length, environ_of
from veche.kernel.frame_memory import call_with_room

logger = logging.getLogger("veche.web")

type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# A body may take this long, and longer for what has come of it: 8 kB a second is a telephone on the network's edge.
GRACE_SECONDS = 20.0
SLOWEST_BYTES_A_SECOND = 8_192
# What a text and its form take; a longer body waits on the disk, and of those so many may come at once. Whoever holds
# all these places keeps nobody from writing.
IN_MEMORY = 65_536
FORMS = 64
PLAIN = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
LATE = "Запрос шёл слишком медленно и не дошёл целиком. Ничего не изменилось: проверьте связь и отправьте ещё раз."
HALF = "Запрос оборвался на середине. Ничего не изменилось: проверьте связь и отправьте ещё раз."
NO_ROOM = "На сервере кончилось место, запрос не принят. Ничего не изменилось: скажите отделу ИТ и отправьте позже."
CROWDED = "Сейчас загружают сразу много больших файлов, ваш не принят. Ничего не изменилось: отправьте через минуту."
BROKEN = "Ошибка на сервере, она записана. Попробуйте ещё раз."


@dataclass(slots=True)
class Answer:
    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    file: str = ""

    def start(self, status: str, headers: list[tuple[str, str]], _failure: Any = None) -> None:
        self.status, self.headers = int(status.split(" ", 1)[0]), headers


class FileWrapper:
    """What Django hands over instead of the bytes of a file (`wsgi.file_wrapper`): a video never stands in memory."""

    def __init__(self, file: IO[bytes], block_size: int = 8192) -> None:
        self._file, self._block_size = file, block_size
        self.path = file.name if isinstance(getattr(file, "name", None), str) else ""
        self.close = getattr(file, "close", lambda: None)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(self._block_size), b"")


class LargeBodyLimit:
    """A limit of large bodies: their number and total size. Bodies are on disk, twice while the form is parsed. Event
    loop only."""

    def __init__(self, *, bodies: int, size: int) -> None:
        self._bodies, self._size = bodies, size

    @contextmanager
    def take(self, length: int) -> Iterator[bool]:
        """Take a place. False if there is none."""
        if not self._bodies or length > self._size:
            yield False
            return
        self._bodies -= 1
        self._size -= length
        try:
            yield True
        finally:
            self._bodies += 1
            self._size += length


class DiscardedBody:
    """Counts a body without storing it."""

    def __init__(self) -> None:
        self._length = 0

    def write(self, chunk: bytes) -> None:
        self._length += len(chunk)

    def tell(self) -> int:
        return self._length


class WsgiGateway:
    """An RSGI application for granian that reads bodies in its event loop and asks a WSGI one in `threads` threads.

    `most(environ)` says how long a body this sender may send there; it is asked, in a thread, only about bodies longer
    than `always`. A longer one is not read at all: the application sees its declared length and refuses it. What is
    longer than `always` and welcome needs a place in `room`. What is longer than `memory` waits on the disk.
    """

    def __init__(
        self,
        application: Application,
        *,
        threads: int,
        most: Callable[[Environ], int],
        always: int,
        room: LargeBodyLimit,
        grace: float = GRACE_SECONDS,
        memory: int = IN_MEMORY,
    ) -> None:
        self._application, self._most, self._always, self._grace = application, most, always, grace
        self._memory, self._room, self._forms = memory, room, LargeBodyLimit(bodies=FORMS, size=FORMS * always)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._inside = 0
        self._empty = asyncio.Event()

    async def __call__(self, scope: Any, proto: Any) -> None:
        self._inside += 1
        try:
            await self._let_in(scope, proto)
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    async def emptied(self, seconds: float) -> None:
        """Wait until no request is inside, at most `seconds`."""
        self._empty.clear()
        if self._inside:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), seconds)

    async def _let_in(self, scope: Any, proto: Any) -> None:
        environ, length = environ_of(scope), declared_length(scope)
        if length <= self._memory:
            return await self._take_in(scope, proto, environ, length)
        if length > self._always and not await self._is_welcome(environ, length):
            return await self._take_in(scope, proto, environ, 0)
        room = self._room if length > self._always else self._forms
        with room.take(length) as there_is_room:
            if there_is_room:
                return await self._take_in(scope, proto, environ, length)
        # Read and forgotten: who is still sending would hear of a broken connection instead.
        refusal = await self._received(proto, DiscardedBody(), length)
        return _refuse(scope, proto, *(refusal or (503, CROWDED)))

    async def _take_in(self, scope: Any, proto: Any, environ: Environ, length: int) -> None:
        with SpooledTemporaryFile(max_size=self._memory) as body:
            if length and (refusal := await self._received(proto, body, length)):
                return _refuse(scope, proto, *refusal)
            body.seek(0)
            answer = await self._in_thread(self._answer, environ, body)
        return _send(proto, answer)

    async def _received(self, proto: Any, body: IO[bytes] | DiscardedBody, length: int) -> tuple[int, str] | None:
        """Receive the body. None on success, else status and sentence of the refusal."""
        try:
            await self._receive(proto, body, length)
        except EOFError:
            return 400, HALF
        except TimeoutError:
            return 408, LATE
        except OSError:
            logger.exception("a body could not be kept")
            return 507, NO_ROOM
        return None

    async def _receive(self, proto: Any, body: IO[bytes] | DiscardedBody, length: int) -> None:
        """Read up to the declared length.

        Raises TimeoutError if it is slower than allowed, EOFError if the sender leaves.
        """
        begun = asyncio.get_running_loop().time()
        async with asyncio.timeout(self._grace) as patience:
            async for chunk in proto:
                body.write(chunk[: length - body.tell()])
                if body.tell() >= length:
                    return
                patience.reschedule(begun + self._grace + body.tell() / SLOWEST_BYTES_A_SECOND)
        raise EOFError

    async def _is_welcome(self, environ: Environ, length: int) -> bool:
        try:
            return bool(length <= await self._in_thread(self._most, environ))
        except Exception:  # the application will meet the same trouble, and has a page for it
            logger.exception("nobody knows how much may be sent")
            return False

    async def _in_thread(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, call_with_room, work, *arguments)

    def _answer(self, environ: Environ, body: IO[bytes]) -> Answer:
        """Call the application and close its response in one thread, which owns the database connection."""
        answer = Answer()
        try:
            more = {"wsgi.input": body, "wsgi.file_wrapper": FileWrapper}
            parts = self._application({**environ, **more}, answer.start)
            try:
                if isinstance(parts, FileWrapper) and parts.path:
                    answer.file = parts.path
                else:
                    answer.body = b"".join(parts)
            finally:
                getattr(parts, "close", lambda: None)()
        except Exception:
            logger.exception("an answer broke")
            return Answer(500, PLAIN, BROKEN.encode())
        return answer


def _refuse(scope: Any, proto: Any, status: int, sentence: str) -> None:
    """A script of ours reads the sentence from JSON, as from every refusal of a form."""
    if scope.headers.get("x-upload") or scope.headers.get("x-autosave"):
        headers = [("content-type", "application/json"), ("connection", "close")]
        proto.response_str(status, headers, json.dumps({"say": sentence}))
    else:
        proto.response_str(status, PLAIN, sentence)


def _send(proto: Any, answer: Answer) -> None:
    if answer.file:
        proto.response_file(answer.status, answer.headers, answer.file)
    elif answer.body:
        proto.response_bytes(answer.status, answer.headers, answer.body)
    else:
        proto.response_empty(answer.status, answer.headers)
