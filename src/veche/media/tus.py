"""The tus protocol 1.0 (https://tus.io/protocols/resumable-upload) with creation, expiration, termination and checksum.

A room's view checks access to its own object on each request, then calls `answer`: the addresses of uploads lie below
the page that they are sent to. Bodies come whole, `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes at most (`config/gateway.py`).
"""

import base64
import hashlib
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from veche.kernel.spool import BytesLost, FileBusy
from veche.kernel.uploads import FULL_DISK, no_room
from veche.media.domain import uploads
from veche.media.domain.uploads import NoRoom, OffsetConflict, Sender, TooLarge
from veche.media.models import Upload

VERSION = "1.0.0"
METHODS = ["OPTIONS", "POST", "HEAD", "PATCH", "DELETE"]
METHODS_OF_LIST, METHODS_OF_ONE = ("OPTIONS", "POST"), ("OPTIONS", "HEAD", "PATCH", "DELETE")
BYTES = "application/offset+octet-stream"
CHECKSUMS = ("sha1", "sha256")
# A status code of the protocol, unknown to HTTP.
CHECKSUM_MISMATCH = 460
LONGEST_METADATA = 4000
GONE = "Начатая отправка устарела, и её стёрли. Выберите файл ещё раз: он уйдёт сначала."
CLOSED = "Сюда больше не отправляют файлы. Обновите страницу: на ней написано, что изменилось."


class TusError(Exception):
    """A refused request. `status`: of HTTP or the protocol; `words`: a sentence, Russian where a person may read it."""

    def __init__(self, status: int, words: str = "") -> None:
        super().__init__(words)
        self.status, self.words = status, words


def answer(request: HttpRequest, *, sender: Sender, target: str, key: str = "", full: str = "") -> HttpResponse:
    """Answer a request to the address of all uploads to `target`; with `key`, to that of one upload.

    `full`: why the target takes no new upload, as a sentence for a person.
    """
    method, allowed = method_of(request), METHODS_OF_ONE if key else METHODS_OF_LIST
    if method == "OPTIONS":
        return _with_tus_headers(HttpResponse(status=204))
    if method not in allowed:
        return refusal(405, headers={"Allow": ", ".join(allowed)})
    if request.headers.get("Tus-Resumable") != VERSION:
        return refusal(412)
    try:
        if not key:
            return _with_tus_headers(_begin(request, sender, target, full))
        return _with_tus_headers(_HANDLERS[method](request, _find(sender, target, key)))
    except TusError as error:
        return refusal(error.status, error.words)


def method_of(request: HttpRequest) -> str:
    """The method; of a POST, `X-HTTP-Method-Override`. Only POST may override, because GET needs no CSRF token."""
    method = request.method or ""
    return request.headers.get("X-HTTP-Method-Override", method).upper() if method == "POST" else method


def refusal(status: int, words: str = "", headers: dict[str, str] | None = None) -> HttpResponse:
    return _with_tus_headers(
        HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)
    )


def closed() -> HttpResponse:
    """The target takes no files any more."""
    return refusal(410, CLOSED)


def _with_tus_headers(answer: HttpResponse) -> HttpResponse:
    answer.headers["Tus-Resumable"] = VERSION
    answer.headers["Cache-Control"] = "no-store"
    if answer.status_code in (204, 412):
        answer.headers["Tus-Version"] = VERSION
        answer.headers["Tus-Extension"] = "creation,expiration,termination,checksum"
        answer.headers["Tus-Max-Size"] = str(uploads.LARGEST)
        answer.headers["Tus-Checksum-Algorithm"] = ",".join(CHECKSUMS)
    return answer


def _begin(request: HttpRequest, sender: Sender, target: str, full: str) -> HttpResponse:
    if full:
        raise TusError(413, full)
    size, name = _number(request, "Upload-Length"), _metadata(request).get("filename", "")
    try:
        upload = uploads.begin(sender=sender, target=target, name=name, size=size)
    except TooLarge as error:
        raise TusError(413, str(error)) from None
    except NoRoom as error:
        raise TusError(507, str(error)) from None
    answer = HttpResponse(status=201, headers={"Location": f"{request.path}{upload.key}/"})
    return _with_expiry(answer, upload)


def _find(sender: Sender, target: str, key: str) -> Upload:
    upload = uploads.find(sender, target, key)
    if upload is None:
        raise TusError(404)
    if uploads.has_expired(upload):
        raise TusError(410, GONE)
    return upload


def _head(_request: HttpRequest, upload: Upload) -> HttpResponse:
    answer = HttpResponse(status=200)
    answer.headers["Upload-Offset"] = str(upload.offset)
    answer.headers["Upload-Length"] = str(upload.size)
    return _with_expiry(answer, upload)


def _append(request: HttpRequest, upload: Upload) -> HttpResponse:
    if request.headers.get("Content-Type", "").split(";")[0].strip().lower() != BYTES:
        raise TusError(415)
    if _number(request, "Upload-Offset") != upload.offset:
        raise TusError(409)
    content = request.body
    if len(content) > upload.size - upload.offset:
        raise TusError(413)
    _verify_checksum(request.headers.get("Upload-Checksum"), content)
    _store(upload, content)
    answer = HttpResponse(status=204, headers={"Upload-Offset": str(upload.offset)})
    return _with_expiry(answer, upload)


def _store(upload: Upload, content: bytes) -> None:
    try:
        uploads.append(upload, content)
    except OffsetConflict:
        raise TusError(409) from None
    except FileBusy:
        raise TusError(423) from None
    except BytesLost:
        uploads.delete(upload)
        raise TusError(410, GONE) from None
    except OSError as error:
        if error.errno not in FULL_DISK:
            raise
        raise TusError(507, str(no_room(upload.name))) from None


def _end(_request: HttpRequest, upload: Upload) -> HttpResponse:
    uploads.delete(upload)
    return HttpResponse(status=204)


_HANDLERS: dict[str, Callable[[HttpRequest, Upload], HttpResponse]] = {
    "HEAD": _head,
    "PATCH": _append,
    "DELETE": _end,
}


def _with_expiry(answer: HttpResponse, upload: Upload) -> HttpResponse:
    answer.headers["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return answer


def _number(request: HttpRequest, header: str) -> int:
    said = request.headers.get(header, "")
    if not (said.isascii() and said.isdecimal() and len(said) < 20):
        raise TusError(400, f"{header}: a whole number of bytes.")
    return int(said)


def _metadata(request: HttpRequest) -> dict[str, str]:
    """`Upload-Metadata`: pairs divided by commas, each a key and its value in Base64."""
    said = request.headers.get("Upload-Metadata", "")
    if len(said) > LONGEST_METADATA:
        raise TusError(400, "Upload-Metadata: too long.")
    found: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in said.split(","))):
        key, _, value = pair.partition(" ")
        if key in found or not key.isascii():
            raise TusError(400, "Upload-Metadata: a key twice, or not ASCII.")
        found[key] = _decoded(value.strip())
    return found


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except ValueError:
        raise TusError(400, "Upload-Metadata: a value is not Base64 of UTF-8.") from None


def _verify_checksum(said: str | None, content: bytes) -> None:
    """`Upload-Checksum`: the algorithm and the hash of this part in Base64."""
    if said is None:
        return
    algorithm, _, value = said.partition(" ")
    if algorithm not in CHECKSUMS:
        raise TusError(400, "Upload-Checksum: sha1 or sha256.")
    try:
        wanted = base64.b64decode(value.strip(), validate=True)
    except ValueError:
        raise TusError(400, "Upload-Checksum: not Base64.") from None
    if not secrets.compare_digest(hashlib.new(algorithm, content).digest(), wanted):
        raise TusError(CHECKSUM_MISMATCH)
