"""What will stand in a Telegram channel: plain text, `<b>` and `*` are shown as typed, links become links.

With photos the text is their caption and four times shorter. It is never cut and never split: the person who wrote it
decides.
"""

from veche.networks.limits import TELEGRAM
from veche.networks.photos import photo_problems
from veche.networks.protocol import OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy, utf16_length

UNIT = "знаков, эмодзи за два"


def render(post: OutgoingPost) -> Rendered:
    text = tidy(post.text)
    length = utf16_length(text)
    limit = TELEGRAM.caption if post.photos else TELEGRAM.text
    problems: list[Problem] = []
    if not text and not post.photos:
        problems.append(Problem("empty", "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото."))
    if length > limit:
        problems.append(_too_long(length, with_photos=bool(post.photos)))
    problems.extend(photo_problems(post.photos, limits=TELEGRAM, network="Телеграм"))
    return Rendered(text, post.photos, length, limit, tuple(problems), unit=UNIT)


def _too_long(length: int, *, with_photos: bool) -> Problem:
    if not with_photos:
        over = length - TELEGRAM.text
        return Problem("too_long", f"Для Телеграма текст длиннее на {signs(over)}. Сократите его.")
    over = length - TELEGRAM.caption
    return Problem(
        "caption_too_long",
        f"С фото в Телеграм помещается {signs(TELEGRAM.caption)}, у вас на {over} больше. Сократите или уберите фото.",
    )


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    length = utf16_length(text)
    problems: tuple[Problem, ...] = ()
    if not text:
        problems = (Problem("empty", "В ответе нет ни слова. Напишите его."),)
    elif length > TELEGRAM.comment:
        over = length - TELEGRAM.comment
        problems = (Problem("too_long", f"Для Телеграма ответ длиннее на {signs(over)}. Сократите его."),)
    return Rendered(text, (), length, TELEGRAM.comment, problems, unit=UNIT)
