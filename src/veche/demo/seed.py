"""The demo city, once: history, this week, residents. Whoever starts later finds it and adds nothing."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from veche.demo import city as cities
from veche.demo import letters
from veche.demo.almanac import history
from veche.demo.history import Press
from veche.demo.present import Week
from veche.demo.residents import Talked, deal_with, listen, receive_all, speak
from veche.demo.shelf import Shelf
from veche.demo.walls import Walls
from veche.kernel.clock import now, today
from veche.staff.models import Administration

# How many of the day's comments stand under what came out this week, the most talked about near the end.
SHARES = (4, 9, 14, 6)


class HalfSeeded(Exception):
    """Somebody stopped the program while it was making the city; the text is Russian."""


def is_seeded() -> bool:
    """Raises `HalfSeeded`: half a city is worse than none."""
    if _mark().exists():
        raise HalfSeeded(
            f"Учебный город в прошлый раз населили не до конца. Удалите {settings.DATA} и запустите снова."
        )
    return Administration.objects.exists()


def seed() -> None:
    walls = Walls.read(settings.SANDBOX_PATH)
    _mark().touch()
    with transaction.atomic():
        city = cities.found(walls)
    shelf = Shelf(city.officer)
    press = Press(city, walls, shelf)
    week = Week(city, walls, press, shelf)
    week.occasions()
    old = [Talked(past, posts) for past, posts in press.came_out(history(today(city.zone), city.zone))]
    listen(city)
    told_lately = week.out()
    fresh = [Talked(told.past, told.posts, share) for told, share in zip(told_lately, SHARES, strict=False)]
    talked = [*old, *fresh]
    speak(walls, shelf, talked, now(), scenes=week.season.photos)
    letters.write(walls)
    receive_all(city, talked)
    week.ahead()
    deal_with(city)
    letters.deal_with(city)
    _mark().unlink()


def _mark() -> Path:
    return Path(settings.DATA) / "seeding"
