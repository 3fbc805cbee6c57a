"""What will stand on the group's page. Plain text: OK knows no markup in topics."""

from veche.networks.limits import OK
from veche.networks.ok.refusals import TITLE
from veche.networks.photos import photo_problems
from veche.networks.protocol import OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy, utf16_length


def render(post: OutgoingPost) -> Rendered:
    text = tidy(post.text)
    length = utf16_length(text)
    problems: list[Problem] = []
    if not text and not post.photos:
        problems.append(Problem("empty", "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото."))
    if length > OK.text:
        over = length - OK.text
        problems.append(Problem("too_long", f"Для ОК текст длиннее на {signs(over)}. Сократите его."))
    problems.extend(photo_problems(post.photos, limits=OK, network=TITLE))
    return Rendered(text, post.photos, length, OK.text, tuple(problems))


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    length = utf16_length(text)
    problems: tuple[Problem, ...] = ()
    if not text:
        problems = (Problem("empty", "В ответе нет ни слова. Напишите его."),)
    elif length > OK.comment:
        over = length - OK.comment
        problems = (Problem("too_long", f"Для ОК ответ длиннее на {signs(over)}. Сократите его."),)
    return Rendered(text, (), length, OK.comment, problems)
