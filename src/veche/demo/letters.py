"""Private messages, and what stands besides posts: written by residents in the networks, received as usual, and partly
answered."""

from collections.abc import Sequence

from django.db import transaction

from veche.demo.city import City
from veche.demo.content.letters import LETTERS, SUGGESTED, TOPIC, UNDER_PHOTO
from veche.demo.picture_store import PictureStore
from veche.demo.walls import Walls
from veche.inbox.domain.answer import answer
from veche.inbox.domain.close import close
from veche.inbox.models import Message


def write(walls: Walls) -> None:
    for letter in LETTERS:
        walls.letter(letter.network, letter.author, letter.text)


def write_in_places(walls: Walls, pictures: PictureStore, scenes: Sequence[str]) -> None:
    """What VK's residents write elsewhere than on the wall: under a photo, in a topic, and a suggested post."""
    photo = walls.place("photo", photo=pictures.content(scenes[0]))
    walls.in_place("photo", photo, *UNDER_PHOTO)
    title, messages = TOPIC
    topic = walls.place("topic", title=title)
    for author, text in messages:
        walls.in_place("topic", topic, author, text)
    walls.suggest(*SUGGESTED)


def deal_with(city: City) -> None:
    """Answer one message (sent when the worker starts), close the thanks, leave the last open."""
    with transaction.atomic():
        for letter in LETTERS:
            message = Message.objects.of(city.administration).get(private=True, ours=False, text=letter.text)
            if letter.answer:
                answer(message=message, by=city.officer, text=letter.answer)
            elif letter.thanks:
                close(message=message, by=city.officer)
