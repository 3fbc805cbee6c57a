"""Restricting authors in a MAX channel: only a person can. A bot can remove members of group chats alone."""

from veche.networks.errors import RELEASING, RESTRICTING, by_hand
from veche.networks.max.refusals import TITLE
from veche.networks.protocol import NetworkError, ReleaseAuthor, RestrictAuthor

NO_BAN = "MAX не даёт боту блокировать подписчиков канала. Это делает человек, мы напомним и запишем."


def cannot(act: RestrictAuthor | ReleaseAuthor) -> NetworkError:
    if isinstance(act, RestrictAuthor):
        return by_hand(TITLE, "подписчика канала блокирует только человек", RESTRICTING)
    return by_hand(TITLE, "подписчика канала разблокирует только человек", RELEASING)
