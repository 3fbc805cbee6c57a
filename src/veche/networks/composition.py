"""Checks that are alike in every network: of a post's parts, of an empty post, of a reply."""

from veche.networks.files import file_problems
from veche.networks.links import link_problems
from veche.networks.photos import photo_problems
from veche.networks.polls import poll_problems
from veche.networks.protocol import TOO_LONG, Limits, OutgoingPost, Poll, Problem, Rendered
from veche.networks.text import signs

EMPTY = Problem("empty", "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото.")
EMPTY_REPLY = Problem("empty", "В ответе нет ни слова. Напишите его.")


def part_problems(post: OutgoingPost, poll: Poll | None, *, limits: Limits, network: str) -> tuple[Problem, ...]:
    """Problems of the post's parts. `poll` as it will be published; `network` as it is called in a sentence."""
    return (
        *photo_problems(post.photos, limits=limits, network=network),
        *file_problems(post.files, limits=limits, network=network),
        *poll_problems(poll, limits=limits, network=network),
        *link_problems(post.link),
    )


def is_empty(text: str, post: OutgoingPost) -> bool:
    return not (text or post.photos or post.files or post.poll or post.link.strip())


def rendered_reply(text: str, length: int, *, limit: int, network: str, unit: str = "знаков") -> Rendered:
    """A reply as it will be sent, with what forbids it.

    `text`: tidied; `length`: its length in the network's `unit`. `network`: as in «Для Телеграма ответ длиннее».
    """
    problems: tuple[Problem, ...] = ()
    if not text:
        problems = (EMPTY_REPLY,)
    elif length > limit:
        said = f"Для {network} ответ длиннее на {signs(length - limit)}. Сократите его."
        problems = (Problem(TOO_LONG, said),)
    return Rendered(text, (), length, limit, problems, unit=unit)
