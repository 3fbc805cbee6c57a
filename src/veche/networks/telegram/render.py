"""How a post looks in a Telegram channel: plain text; `<b>` and `*` are shown as typed, links become links.

With photos the text is their caption, with a quarter of the limit. It is never cut or split: its author decides.
"""

from veche.networks.composition import EMPTY, is_empty, part_problems, rendered_reply
from veche.networks.links import with_link
from veche.networks.polls import tidied
from veche.networks.protocol import TOO_LONG, FileKind, OutgoingPost, Problem, Rendered
from veche.networks.telegram.profile import LIMITS
from veche.networks.text import signs, tidy, utf16_length

UNIT = "знаков, эмодзи за два"


MOST_IN_ALBUM = 10


def render(post: OutgoingPost) -> Rendered:
    text, poll = _text(post), tidied(post.poll) if post.poll else None
    length = utf16_length(text)
    under = _what_it_stands_under(post)
    limit = LIMITS.caption if under else LIMITS.text
    problems: list[Problem] = [EMPTY] if is_empty(text, post) else []
    if length > limit:
        problems.append(_too_long(length, under))
    problems.extend(part_problems(post, poll, limits=LIMITS, network="Телеграм"))
    problems.extend(_together(post))
    if poll and not poll.anonymous:
        problems.append(Problem("poll_open", "В каналах Телеграма голосуют только анонимно. Отметьте «Анонимно»."))
    link = "" if under else tidy(post.link)
    return Rendered(text, post.photos, length, limit, tuple(problems), UNIT, post.files, poll, link)


def _text(post: OutgoingPost) -> str:
    """The text. Only a post of text alone shows a link card; otherwise, or without text, the link
    is added to the text.
    """
    text = tidy(post.text)
    return text if text and not _what_it_stands_under(post) else with_link(text, post)


def _what_it_stands_under(post: OutgoingPost) -> str:
    """What the text is attached to, for the sentence. Captions and poll descriptions have a quarter of the limit."""
    if post.poll:
        return "опросом"
    if post.photos:
        return "фото"
    return (
        {FileKind.VIDEO: "видео", FileKind.ANIMATION: "анимацией"}.get(post.files[0].kind, "файлом")
        if post.files
        else ""
    )


def _too_long(length: int, under: str) -> Problem:
    if not under:
        over = length - LIMITS.text
        return Problem(TOO_LONG, f"Для Телеграма текст длиннее на {signs(over)}. Сократите его.")
    over = length - LIMITS.caption
    remedy = "Сократите или уберите фото." if under == "фото" else "Сократите текст."
    said = f"С {under} в Телеграм помещается {signs(LIMITS.caption)}, у вас на {over} больше. {remedy}"
    return Problem("caption_too_long", said)


def _together(post: OutgoingPost) -> list[Problem]:
    """Problems of the combination: a poll or an animation is a message of its own; an album holds photos and videos, or
    documents (Bot API).
    """
    kinds = {file.kind for file in post.files}
    count = len(post.photos) + len(post.files)
    if post.poll and count:
        return [
            Problem("poll_alone", "Опрос в Телеграме выходит без фото и файлов. Уберите их или сделайте две записи.")
        ]
    if FileKind.ANIMATION in kinds and count > 1:
        return [
            Problem("animation_alone", "Анимация в Телеграме выходит одна. Уберите остальное или сделайте две записи.")
        ]
    if FileKind.DOCUMENT in kinds and (post.photos or len(kinds) > 1):
        said = "Файл в Телеграме не выходит вместе с фото и видео. Сделайте две записи."
        return [Problem("document_alone", said)]
    if count > MOST_IN_ALBUM >= len(post.photos):
        said = f"В альбом Телеграма входит {MOST_IN_ALBUM} фото и видео, у вас {count}. Уберите лишние."
        return [Problem("too_many_attached", said)]
    return []


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    return rendered_reply(text, utf16_length(text), limit=LIMITS.comment, network="Телеграма", unit=UNIT)
