"""Seed the demo city once: history, this week, requests, residents. Later starts add nothing."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from veche.demo import (
    approvals,
    bots,
    cases,
    contested,
    district,
    false_page,
    figures,
    judged,
    letters,
    openings,
    quiet,
    sampled,
    sources,
    storm,
)
from veche.demo import city as cities
from veche.demo.content import judged as judged_content
from veche.demo.content import storm as storm_content
from veche.demo.content import troubles
from veche.demo.content.present import PAST_VECHE
from veche.demo.dates import history
from veche.demo.history import Press
from veche.demo.library import fill_library
from veche.demo.picture_store import PictureStore
from veche.demo.present import Week
from veche.demo.requested import DemoRequests
from veche.demo.residents import Discussed, deal_with, receive_all, start_receiving, write_comments
from veche.demo.walls import Walls
from veche.kernel.clock import now, today
from veche.staff.models import Administration

# How many of the day's comments are under each post of this week, the most discussed near the end.
SHARES = (4, 9, 14, 6)


class HalfSeeded(Exception):
    """The seeding was interrupted. The text is Russian."""


def is_seeded() -> bool:
    """Whether the city exists. Raises `HalfSeeded`, because half a city is of no use."""
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
    pictures = PictureStore(city.officer)
    press = Press(city, walls, pictures)
    week = Week(city, walls, press, pictures)
    fill_library(city)
    week.occasions()
    _write_residents(city, walls, pictures, week, _publish(city, press, week))
    bots.set_up(city, walls, pictures)
    week.ahead()
    approvals.write(city, week)
    _decide_about_residents(city, walls)
    district.found(city)
    _mark().unlink()


def _publish(city: cities.City, press: Press, week: Week) -> list[Discussed]:
    """Publish the past and this week until now. Returns the posts that residents comment on."""
    told = press.publish_all(history(today(city.zone), city.zone))
    old = [Discussed(past, posts) for past, posts in told if past.piece.poll is None]
    start_receiving(city)
    fresh = [
        Discussed(published.past, published.posts, share) for published, share in zip(week.out(), SHARES, strict=False)
    ]
    return [*old, *fresh]


def _write_residents(
    city: cities.City, walls: Walls, pictures: PictureStore, week: Week, talked: Sequence[Discussed]
) -> None:
    """Write comments and letters into the networks, and receive them."""
    moment = now()
    more = (
        *cases.comments(city, talked, moment),
        *storm.comments(talked, moment),
        *contested.comments(talked, moment),
        *judged.comments(talked, moment),
    )
    write_comments(walls, pictures, talked, moment, scenes=week.season.photos, more=more)
    letters.write(walls)
    letters.write_in_places(walls, pictures, week.season.photos)
    walls.post("vk", PAST_VECHE, [], now())
    receive_all(city, talked)


def _decide_about_residents(city: cities.City, walls: Walls) -> None:
    """Decisions, appeals, requests and cases, in the order in which each needs the ones before."""
    deal_with(city, but=troubles.TEXTS | storm_content.TEXTS | judged_content.TEXTS | {contested.INSULTS})
    judged.write(city)
    contested.write(city)
    quiet.write(city)
    false_page.write(city)
    DemoRequests(city).write()
    cases.DemoCases(city, walls).write()
    sampled.write(city)
    openings.write(city)
    sources.write(city)
    figures.write(city)
    letters.deal_with(city)


def _mark() -> Path:
    return Path(settings.DATA) / "seeding"
