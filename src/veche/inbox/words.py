"""What a comment stands under, in words."""

from collections.abc import Mapping
from typing import Final

from veche.inbox.models import Conversation, Message
from veche.networks.protocol import Place
from veche.networks.registry import NETWORKS

# The titles of conversations that their network has not named.
_TITLES: Final[Mapping[Place, str]] = {
    Place.PHOTO: "Фото № {number}",
    Place.VIDEO: "Видео № {number}",
    Place.TOPIC: "Обсуждение № {number}",
    Place.SUGGESTED: "Предложенная запись",
}
_WHERE: Final[Mapping[Place, str]] = {
    Place.POST: "под записью «{title}»",
    Place.PHOTO: "под фото",
    Place.VIDEO: "под видео",
    Place.TOPIC: "в обсуждении «{title}»",
    Place.SUGGESTED: "в предложенной записи",
}
# Under the title of a conversation.
_BESIDES_POSTS: Final[Mapping[Place, str]] = {
    Place.PHOTO: "под фото",
    Place.VIDEO: "под видео",
    Place.TOPIC: "в обсуждении",
    Place.SUGGESTED: "житель предлагает её опубликовать",
}

IN_TOPIC: Final = "Ответ встанет в обсуждении последним, а не под этим сообщением: обратитесь к автору по имени."


def place_of(network: str, post_id: str) -> Place:
    return NETWORKS[network].posts.place_of(post_id)


def unnamed(network: str, post_id: str) -> str:
    """The title until the network tells one; "" under a post."""
    number = post_id.lstrip("abcdefghijklmnopqrstuvwxyz")
    return _TITLES.get(place_of(network, post_id), "").format(number=number)


def besides_posts(network: str, post_id: str) -> str:
    """What a conversation's title is of, where it is no post; "" under a post."""
    return _BESIDES_POSTS.get(place_of(network, post_id), "")


def where(message: Message) -> str:
    """«под записью «…»», «под фото», «в обсуждении «…»». The message's account and conversation are read."""
    return where_in(message.account.network, message.conversation)


def where_in(network: str, conversation: Conversation) -> str:
    return _WHERE[place_of(network, conversation.post_id)].format(title=conversation)


def about(message: Message) -> str:
    """The title of an act about a comment; not its words, which stay with it and its evidence alone."""
    place = place_of(message.account.network, message.conversation.post_id)
    if place is Place.POST:
        return f"Комментарий под «{message.conversation}»"
    return str(_TITLES[place]) if place is Place.SUGGESTED else f"Комментарий {where(message)}"
