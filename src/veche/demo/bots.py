"""The administration's own bot in MAX, with linked chats, and what a curator sent to it."""

from veche.alarms.domain import bots, chats, parcels, receive_chats
from veche.demo.city import City
from veche.demo.picture_store import PictureStore
from veche.demo.walls import Walls
from veche.kernel.crypto import Secret
from veche.staff.enums import Role
from veche.staff.models import Person

NETWORK = "max"
SCENE = "yard"
WORDS = "Во дворе на Комсомольской, 12 закончили ремонт. Снимок сегодняшний, можно ставить."


def set_up(city: City, walls: Walls, pictures: PictureStore) -> None:
    """Set the bot up, link chats of the officer, the head of press and a curator, and take what the curator sent."""
    made = walls.bot(NETWORK)
    bot = bots.set_up(administration=city.administration, network=NETWORK, secret=Secret(made["token"]), by=city.keeper)
    receive_chats.poll(bot)
    curator = Person.objects.of(city.administration).filter(appointments__role=Role.CURATOR).order_by("pk")[0]
    for person in (city.officer, city.head_of_press, curator):
        walls.to_bot(NETWORK, made["bot_id"], person.display_name, payload=chats.new_code(person))
    walls.to_bot(NETWORK, made["bot_id"], curator.display_name, WORDS, photos=[pictures.content(SCENE)])
    bot.refresh_from_db()
    receive_chats.poll(bot)
    parcels.hand_over_parcels(NETWORK)
