"""Check files against a network's limits, and open them for sending if they are still what was approved.

Files are streamed, never held in memory.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

from veche.kernel.files import MEGABYTE
from veche.kernel.http import File
from veche.networks.errors import Purpose
from veche.networks.protocol import (
    Act,
    Edit,
    FileKind,
    FileLimits,
    Limits,
    MediaFile,
    NetworkError,
    Problem,
    Publish,
)

_TITLES: Mapping[FileKind, str] = {
    FileKind.VIDEO: "Видео",
    FileKind.ANIMATION: "Анимация",
    FileKind.DOCUMENT: "Файл",
}
PIECE = MEGABYTE


# One megabyte a second, a slow office line, halved for busy hours.
BYTES_A_SECOND = MEGABYTE / 2


def seconds_for(act: Act) -> float:
    """Seconds that the files of an act may take to send, on top of the limit of any call."""
    post = act.post if isinstance(act, Publish | Edit) else None
    return sum(file.size for file in post.files) / BYTES_A_SECOND if post else 0.0


# Errors before the first byte of the file was sent.
_NOT_REACHED = frozenset({"url", "refused_address", "name", "connect", "tls", "proxy"})


def may_be_used_up(error: NetworkError) -> bool:
    """Whether a failed upload may have used up its upload address, so that the next try must request another."""
    return error.code not in _NOT_REACHED


def file_problems(files: tuple[MediaFile, ...], *, limits: Limits, network: str) -> tuple[Problem, ...]:
    """Problems of the files. Kinds that `limits.files` does not name have none: a person publishes those by hand."""
    known = limits.files
    problems = [_too_many(files, kind, fits, network) for kind, fits in known.items()]
    problems += [_problem(file, known[file.kind], network) for file in files if file.kind in known]
    return tuple(problem for problem in problems if problem is not None)


def _too_many(files: tuple[MediaFile, ...], kind: FileKind, fits: FileLimits, network: str) -> Problem | None:
    count = sum(file.kind is kind for file in files)
    if count <= fits.count:
        return None
    said = (
        f"{_TITLES[kind]}: приложено {count}, а {network} берёт не больше {fits.count} в одну запись. Уберите лишнее."
    )
    return Problem(f"too_many_{kind}", said)


def _problem(file: MediaFile, fits: FileLimits, network: str) -> Problem | None:
    title = f"{_TITLES[file.kind]} «{file.name}»"
    if file.size > fits.most_bytes:
        most = fits.most_bytes // MEGABYTE
        return Problem(f"{file.kind}_heavy", f"{title} тяжелее {most} МБ, столько {network} не берёт. Сократите его.")
    if fits.mimes and file.mime not in fits.mimes:
        return Problem(f"{file.kind}_type", f"{title}: такой файл {network} не берёт. Сохраните его иначе.")
    if fits.ratio and file.height and not fits.ratio[0] <= file.width / file.height <= fits.ratio[1]:
        return Problem(f"{file.kind}_narrow", f"{title} слишком вытянуто для {network}. Обрежьте его.")
    return None


def title_of(file: MediaFile) -> str:
    """The file's name in a sentence about its upload: «видео «каток.mp4»»."""
    return f"{_TITLES[file.kind].lower()} «{file.name}»"


@contextmanager
def opened(file: MediaFile, *, purpose: Purpose) -> Iterator[File]:
    """Open the file for `Door.send`. Raises `NetworkError` if it is missing or is not what was approved."""
    try:
        stream = file.path.open("rb")
    except OSError:
        advice = f"Файл «{file.name}» не читается. {purpose.kept}. Загрузите его ещё раз."
        raise NetworkError(advice, permanent=True, code="file_unreadable") from None
    with stream:
        if _digest(stream) != file.sha256:
            advice = (
                f"Файл «{file.name}» изменился после согласования, такой не шлём. {purpose.kept}. Загрузите его снова."
            )
            raise NetworkError(advice, permanent=True, code="file_changed")
        stream.seek(0)
        yield (file.name, stream, file.mime)


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
