"""Checks of a post that are alike in every network: emptiness, photos, files, poll and link."""

from veche.networks.files import file_problems
from veche.networks.links import link_problems
from veche.networks.photos import photo_problems
from veche.networks.polls import poll_problems
from veche.networks.protocol import Limits, OutgoingPost, Poll, Problem

EMPTY = Problem("empty", "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото.")


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
