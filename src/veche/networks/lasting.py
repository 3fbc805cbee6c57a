"""Of what was uploaded for an act: what is still good another day. The rest is made anew.

A photo, a video and a document of VK and a video of OK stand in the network under their numbers, and seen by people: a
second copy would be one too many. Places, tokens and answers of upload servers live for hours that no document counts,
and the end of a poll is counted from its making.
"""

from collections.abc import Mapping
from typing import Final

from veche.networks.protocol import Parts

_STAND: Final[Mapping[str, tuple[str, ...]]] = {"vk": ("photo", "file"), "ok": ("file",)}
_PLACE: Final = ".place"


def lasting(network: str, parts: Parts) -> dict[str, str]:
    stand = _STAND.get(network, ())
    return {name: what for name, what in parts.items() if name.startswith(stand) and not name.endswith(_PLACE)}
