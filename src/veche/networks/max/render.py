"""What will stand in a MAX channel: plain text, `**` and `<b>` are shown as typed, because no format is asked for.

MAX names no unit for its 4000; we count UTF-16 units, so that an emoji never tips it over.
"""

from veche.networks.limits import MAX, MAX_PHOTO_SIDE
from veche.networks.photos import photo_problems
from veche.networks.protocol import OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy, utf16_length

UNIT = "знаков, эмодзи за два"


def render(post: OutgoingPost) -> Rendered:
    text = tidy(post.text)
    length = utf16_length(text)
    problems: list[Problem] = []
    if not text and not post.photos:
        problems.append(Problem("empty", "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото."))
    if length > MAX.text:
        problems.append(Problem("too_long", f"Для MAX текст длиннее на {signs(length - MAX.text)}. Сократите его."))
    problems.extend(photo_problems(post.photos, limits=MAX, network="MAX", longest=MAX_PHOTO_SIDE))
    return Rendered(text, post.photos, length, MAX.text, tuple(problems), unit=UNIT)


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    length = utf16_length(text)
    problems: tuple[Problem, ...] = ()
    if not text:
        problems = (Problem("empty", "В ответе нет ни слова. Напишите его."),)
    elif length > MAX.comment:
        over = length - MAX.comment
        problems = (Problem("too_long", f"Для MAX ответ длиннее на {signs(over)}. Сократите его."),)
    return Rendered(text, (), length, MAX.comment, problems, unit=UNIT)
