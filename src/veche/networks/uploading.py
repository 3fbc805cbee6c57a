"""Send one file to an upload server and judge its answer: is the file refused, or did the server fail?

Only a refusal of the file is permanent, because another try with the same file would end the same way. Everything else
(5xx, «too often», a used-up address, an unknown answer) is temporary: the act tries again later.
"""

import re
from dataclasses import dataclass

from veche.kernel.http import File, Response
from veche.networks.calls import Caller
from veche.networks.errors import Purpose, quote, quoted
from veche.networks.files import title_of
from veche.networks.photos import file_name, photo_bytes
from veche.networks.protocol import MediaFile, NetworkError, Photo

# HTTP statuses about the body itself; 400 and 422 count only if the answer mentions a file.
_TOO_LARGE, _WRONG_TYPE, _UNCLEAR = 413, 415, frozenset({400, 422})
TOO_MANY = 429
PAUSE_SECONDS = 5.0
_ABOUT_A_FILE = re.compile(r"file|image|photo|video|format|extension|size|large|small|type", re.IGNORECASE)
_ABOUT_THE_SERVER = re.compile(
    r"internal|try.again|time.?out|temporar|unavailable|busy|address|url|server|storage|too.many.requests|range",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Upload:
    """`field`: of the form; `file`: for `Door.send`; `title`: the name for a person («фото «Каток»»)."""

    field: str
    file: File
    title: str
    code: str


def of_photo(photo: Photo, *, field: str, number: int = 0, purpose: Purpose) -> Upload:
    """The upload of a photo. Raises `NetworkError` if the file is missing or is not what was approved."""
    file = (file_name(photo, number), photo_bytes(photo, purpose=purpose), photo.mime)
    return Upload(field, file, f"фото «{photo.alt or photo.path.name}»", "photo_refused")


def of_file(media: MediaFile, content: File, *, field: str) -> Upload:
    return Upload(field, content, title_of(media), f"{media.kind}_refused")


def send(caller: Caller, url: str, upload: Upload, *, purpose: Purpose, deadline: float) -> Response:
    """The successful answer of an upload server. Raises `NetworkError`."""
    response = caller.send("POST", url, files={upload.field: upload.file}, purpose=purpose, deadline=deadline)
    if 200 <= response.status < 300:
        return response
    raise _failure(caller.network, response, upload, purpose)


def _failure(network: str, response: Response, upload: Upload, purpose: Purpose) -> NetworkError:
    words = response.body[:400].decode("utf-8", "replace")
    if response.status in (_TOO_LARGE, _WRONG_TYPE) or (response.status in _UNCLEAR and blames_file(words)):
        return refused(network, upload, purpose)
    code = f"http_{response.status}"
    if response.status == TOO_MANY:
        return NetworkError(
            f"{network} просит слать реже. {purpose.kept}, попробуем ещё раз сами.",
            retry_after=_wait(response.headers.get("retry-after", "")),
            code=code,
        )
    return failed(network, purpose, code=code)


def judge(network: str, upload: Upload, purpose: Purpose, *, words: str) -> NetworkError:
    """The error for a refusal with status 200. `words`: the server's own."""
    if blames_file(words):
        return refused(network, upload, purpose, words=words)
    return failed(network, purpose, words=words, code="upload_failed")


def blames_file(words: str) -> bool:
    return bool(_ABOUT_A_FILE.search(words)) and not _ABOUT_THE_SERVER.search(words)


def refused(network: str, upload: Upload, purpose: Purpose, *, words: str = "") -> NetworkError:
    """The error for a rejected file: the same call will never work."""
    advice = f"{network} не принял {upload.title}. {purpose.kept}. Загрузите его ещё раз.{_quoted(words)}"
    return NetworkError(advice, permanent=True, code=upload.code)


def failed(network: str, purpose: Purpose, *, words: str = "", code: str) -> NetworkError:
    """The error for the network's own failure: nothing is wrong with the file."""
    advice = f"У {network} сбой при загрузке, файлы ни при чём. {purpose.kept}. Попробуем ещё раз сами.{_quoted(words)}"
    return NetworkError(advice, code=code)


def _quoted(words: str) -> str:
    return quoted(quote(words, ()))


def _wait(named: str) -> float:
    return max(PAUSE_SECONDS, float(named)) if named.isdecimal() else PAUSE_SECONDS
