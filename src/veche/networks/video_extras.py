"""A video's cover and subtitles where the network's API has no place for them: steps for a person.

The names of these buttons are unconfirmed and change, so each step describes what to look for.
"""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import FileKind, MediaFile, OutgoingPost
from veche.networks.registry import NETWORKS


def cover_part(number: int) -> str:
    """The name of the part that marks that this file's cover was sent (VK); its value is then `PUT_ON`."""
    return f"file{number}.cover"


PUT_ON: Final = "put on"


def manual_steps(network: str, post: OutgoingPost, parts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Russian steps, one for each cover and subtitle file that was not sent with its video.

    `parts`: made for the post; without them covers that need a separate call count as not sent.
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
