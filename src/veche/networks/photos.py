"""Check photos against a network's limits, and read them for sending if they are still what was approved."""

import hashlib
from functools import lru_cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from veche.kernel.files import MEGABYTE
from veche.networks.errors import Purpose
from veche.networks.protocol import Limits, NetworkError, Photo, Problem

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


def photo_problems(photos: tuple[Photo, ...], *, limits: Limits, network: str) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    if len(photos) > limits.photos:
        surplus = f"Фото {len(photos)}, а {network} берёт не больше {limits.photos} в одну запись. Уберите лишние."
        problems.append(Problem("too_many_photos", surplus))
    for number, photo in enumerate(photos, 1):
        problem = _problem(photo, number, limits, network)
        if problem is not None:
            problems.append(problem)
    return tuple(problems)


def _problem(photo: Photo, number: int, limits: Limits, network: str) -> Problem | None:
    if photo.mime not in ENDINGS:
        return Problem("photo_type", f"Фото {number}: {network} берёт JPEG и PNG. Сохраните его иначе.")
    try:
        size = photo.path.stat()
        width, height = _sides(photo.path, size.st_mtime_ns, size.st_size)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Problem("photo_unreadable", f"Фото {number} не читается. Загрузите его ещё раз.")
    if size.st_size > limits.photo_bytes:
        most = limits.photo_bytes // MEGABYTE
        return Problem("photo_heavy", f"Фото {number} тяжелее {most} МБ. Уменьшите его и загрузите ещё раз.")
    too_large = _too_large(width, height, limits)
    if too_large:
        return Problem("photo_large", f"Фото {number}: {too_large}. Уменьшите его.")
    if max(width, height) > limits.photo_ratio * min(width, height):
        return Problem("photo_narrow", f"Фото {number} слишком вытянуто для {network}. Обрежьте его.")
    return None


def _too_large(width: int, height: int, limits: Limits) -> str:
    if width + height > limits.photo_sides:
        return f"ширина и высота вместе больше {limits.photo_sides} точек"
    if limits.photo_side is not None and max(width, height) > limits.photo_side:
        return f"одна из сторон больше {limits.photo_side} точек"
    return ""


@lru_cache(maxsize=512)
def _sides(path: Path, _changed: int, _size: int) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.width, image.height


def photo_bytes(photo: Photo, *, purpose: Purpose) -> bytes:
    """The file's content. Raises `NetworkError` if it is missing or is not what was approved."""
    try:
        content = photo.path.read_bytes()
    except OSError:
        raise NetworkError(
            f"Файл фото не читается. {purpose.kept}. Загрузите фото ещё раз.", permanent=True, code="photo_unreadable"
        ) from None
    if photo.sha256 and hashlib.sha256(content).hexdigest() != photo.sha256:
        raise NetworkError(
            f"Файл фото изменился после согласования, такой не шлём. {purpose.kept}. Загрузите фото ещё раз.",
            permanent=True,
            code="photo_changed",
        )
    return content


def file_name(photo: Photo, number: int) -> str:
    return f"photo{number}.{ENDINGS.get(photo.mime, 'bin')}"
