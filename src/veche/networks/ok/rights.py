"""Rights of an application (apiok.ru, «Права приложения»); the network's support grants them."""

from typing import Final

VALUABLE, CONTENT, PHOTOS, LASTING = "VALUABLE_ACCESS", "GROUP_CONTENT", "PHOTO_CONTENT", "LONG_ACCESS_TOKEN"
VIDEOS = "VIDEO_CONTENT"
RIGHTS: Final = (VALUABLE, CONTENT, PHOTOS, VIDEOS, LASTING)
