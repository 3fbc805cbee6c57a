"""The comment form under a post: name, text, and at most one picture."""

import re
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from veche_sandbox.orders import BadOrder
from veche_sandbox.store.photos import NotAPicture, measure

_NUMBER = re.compile(r"[0-9]{1,18}")
MAX_NAME = 60
MAX_TEXT = 4096
MAX_PICTURE = 10 * 1024 * 1024
MAX_SIDES = 10_000


@dataclass(frozen=True, slots=True)
class CommentForm:
    post_id: int = 0
    author: str = ""
    text: str = ""
    photos: tuple[bytes, ...] = ()

    def check(self) -> None:
        """Raise `BadOrder` with the first mistake, in Russian."""
        if not self.author.strip():
            raise BadOrder("Напишите, как вас зовут.")
        if len(self.author.strip()) > MAX_NAME:
            raise BadOrder(f"Имя длиннее {MAX_NAME} знаков, сократите его.")
        if not self.text.strip() and not self.photos:
            raise BadOrder("Комментарий пуст: напишите текст или приложите картинку.")
        if len(self.text) > MAX_TEXT:
            raise BadOrder(f"Комментарий длиннее {MAX_TEXT} знаков, сократите его.")
        for photo in self.photos:
            _check_picture(photo)


def _check_picture(photo: bytes) -> None:
    if len(photo) > MAX_PICTURE:
        raise BadOrder("Картинка больше 10 МБ, выберите другую.")
    try:
        _, width, height = measure(photo)
    except NotAPicture:
        raise BadOrder("Это не картинка: подойдёт JPEG, PNG, GIF или WebP.") from None
    if width + height > MAX_SIDES:
        raise BadOrder("Картинка слишком велика: ширина и высота вместе не больше 10 000 точек.")


async def read_form(request: Request) -> CommentForm:
    async with request.form(max_files=1, max_fields=10, max_part_size=2 * MAX_PICTURE) as data:
        picture = data.get("photo")
        body = await picture.read() if isinstance(picture, UploadFile) else b""
        post_id, author, text = (str(data.get(name) or "") for name in ("post_id", "author", "text"))
    return CommentForm(int(post_id) if _NUMBER.fullmatch(post_id) else 0, author, text, (body,) if body else ())
