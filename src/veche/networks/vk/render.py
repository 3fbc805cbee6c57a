"""What will stand on a VK wall. Plain text; `[club1|слово]` and `@id1` stay as typed and become links there.

So a reply that quotes a resident's name must not put it in square brackets with a bar: that would call the resident.
"""

from veche.networks.limits import VK
from veche.networks.photos import photo_problems
from veche.networks.protocol import OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy, utf16_length


def render(post: OutgoingPost) -> Rendered:
    text = tidy(post.text)
    length = utf16_length(text)
    problems: list[Problem] = []
    if not text and not post.photos:
        problems.append(Problem("empty", "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото."))
    if length > VK.text:
        over = length - VK.text
        problems.append(Problem("too_long", f"Для VK текст длиннее на {signs(over)}. Сократите его."))
    problems.extend(photo_problems(post.photos, limits=VK, network="VK"))
    return Rendered(text, post.photos, length, VK.text, tuple(problems))


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    length = utf16_length(text)
    problems: tuple[Problem, ...] = ()
    if not text:
        problems = (Problem("empty", "В ответе нет ни слова. Напишите его."),)
    elif length > VK.comment:
        over = length - VK.comment
        problems = (Problem("too_long", f"Для VK ответ длиннее на {signs(over)}. Сократите его."),)
    return Rendered(text, (), length, VK.comment, problems)
