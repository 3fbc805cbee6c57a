"""Rights of a community's key: bits of groups.getTokenPermissions.

Source: dev.vk.com, «Права доступа для токена сообщества».
"""

from collections.abc import Mapping
from typing import Final

STORIES, PHOTOS, MESSAGES, WALL, MANAGE, DOCS = 1, 4, 4096, 8192, 262144, 131072
# As VK writes them beside the check boxes, in lower case.
TITLES: Final[Mapping[int, str]] = {
    MANAGE: "управление сообществом",
    WALL: "стена",
    PHOTOS: "фотографии",
    DOCS: "документы",
    STORIES: "истории",
    MESSAGES: "сообщения сообщества",
}
