"""Decisions of the past month in the demo, drawn for a second look; a colleague has judged the first of them."""

from veche.demo.city import City
from veche.moderation.domain.sample import draw, judge, waiting_for
from veche.moderation.enums import KEPT

JUDGED = 12


def write(city: City) -> None:
    draw(city.administration)
    for look in list(waiting_for(city.second_officer)[:JUDGED]):
        judge(look=look, by=city.second_officer, verdict=look.ruling.ground or KEPT)
