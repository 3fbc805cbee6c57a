"""Render a post as plain text; the server makes links, tags and mentions clickable.

A link is part of the text, and the server makes a card of it unless there are pictures. A poll's question has no field,
so that it ends the text. Every address counts as 23 characters.
"""

from veche.networks.composition import EMPTY, is_empty, part_problems, rendered_reply
from veche.networks.links import with_link
from veche.networks.mastodon.plain import length
from veche.networks.mastodon.profile import LIMITS
from veche.networks.polls import tidied
from veche.networks.protocol import TOO_LONG, FileKind, OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy

UNIT = "знаков, ссылка за 23"


def render(post: OutgoingPost) -> Rendered:
    poll = tidied(post.poll) if post.poll else None
    text = with_link(tidy(post.text), post)
    if poll and poll.question not in text:
        text = f"{text}\n\n{poll.question}" if text else poll.question
    taken = length(text)
    problems: list[Problem] = [EMPTY] if is_empty(text, post) else []
    if taken > LIMITS.text:
        problems.append(
            Problem(TOO_LONG, f"Для Mastodon текст длиннее на {signs(taken - LIMITS.text)}. Сократите его.")
        )
    problems.extend(part_problems(post, poll, limits=LIMITS, network="Mastodon"))
    problems.extend(_combinations(post))
    if poll and not poll.anonymous:
        problems.append(Problem("poll_open", "В Mastodon голосуют только анонимно. Отметьте «Анонимно»."))
    link = "" if post.photos or post.files or poll else tidy(post.link)
    return Rendered(text, post.photos, taken, LIMITS.text, tuple(problems), UNIT, post.files, poll, link, True)


def _combinations(post: OutgoingPost) -> list[Problem]:
    """Problems of combinations: a poll has no files, a video is the only attachment, and there are at most four
    attachments.
    """
    count = len(post.photos) + len(post.files)
    if post.poll and count:
        return [Problem("poll_alone", "Опрос в Mastodon выходит без фото и видео. Уберите их или сделайте две записи.")]
    if count > 1 and any(file.kind is FileKind.VIDEO for file in post.files):
        return [Problem("video_alone", "Видео в Mastodon выходит одно, без фото. Сделайте две записи.")]
    if count > LIMITS.photos >= len(post.photos):
        said = f"Mastodon берёт не больше {LIMITS.photos} вложений, у вас {count}. Уберите лишние."
        return [Problem("too_many_attached", said)]
    return []


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    return rendered_reply(text, length(text), limit=LIMITS.comment, network="Mastodon", unit=UNIT)
