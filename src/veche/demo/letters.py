"""Private messages: written by residents in the networks, received as usual, and partly answered."""

from django.db import transaction

from veche.demo.city import City
from veche.demo.content.letters import LETTERS
from veche.demo.walls import Walls
from veche.inbox.domain.answer import answer
from veche.inbox.domain.close import close
from veche.inbox.models import Message


def write(walls: Walls) -> None:
    for letter in LETTERS:
        walls.letter(letter.network, letter.author, letter.text)


def deal_with(city: City) -> None:
    """Answer one message (sent when the worker starts), close the thanks, leave the last open."""
    with transaction.atomic():
        for letter in LETTERS:
            message = Message.objects.of(city.administration).get(private=True, ours=False, text=letter.text)
            if letter.answer:
                answer(message=message, by=city.officer, text=letter.answer)
            elif letter.thanks:
                close(message=message, by=city.officer)
