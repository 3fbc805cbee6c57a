"""What goes with a video, a cover and subtitles, where the network's API has no place for it: a person's steps.

Nobody has confirmed these buttons to us; applications move them, so each step says what to look for.
"""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import FileKind, MediaFile, OutgoingPost
from veche.networks.registry import NETWORKS


def cover_part(number: int) -> str:
    """The name of the part that says that the cover of this file went along (VK): then its value is `PUT_ON`."""
    return f"file{number}.cover"


PUT_ON: Final = "put on"


def left_to_person(network: str, post: OutgoingPost, parts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Russian, one step for each cover and each file of subtitles that did not go along by itself.

    `parts`: what was made for the post; without them nothing went along that a network takes by a call of its own.
    """
    made = parts or {}
    videos = [(number, file) for number, file in enumerate(post.files) if file.kind is FileKind.VIDEO]
    return tuple(
        step
        for number, file in videos
        for step in _steps(network, file, covered=made.get(cover_part(number)) == PUT_ON)
    )


def _steps(network: str, file: MediaFile, *, covered: bool) -> list[str]:
    video, found = NETWORKS[network].video, []
    if file.subtitles is not None:
        found.append(video.subtitles.format(name=file.name))
    if file.cover is not None and video.cover and not covered:
        found.append(video.cover.format(name=file.name))
    return found
