"""Decisions of the past month in the demo, drawn for a second look; a colleague has judged the first of them."""

from veche.demo.city import City
from veche.demo.content.judged import LEFT
from veche.moderation.domain.sample import draw, judge, waiting_for
from veche.moderation.enums import KEPT, Ground

JUDGED = 12


def write(city: City) -> None:
    """The colleague begins with rough words that were left, if any were drawn, and would have deleted the first."""
    draw(city.administration)
    drawn = waiting_for(city.second_officer).select_related("ruling__message")
    rough_first = sorted(drawn, key=lambda look: look.ruling.message.text not in LEFT)
    for place, look in enumerate(rough_first[:JUDGED]):
        doubts = place == 0 and look.ruling.message.text in LEFT
        judge(look=look, by=city.second_officer, verdict=Ground.INSULT if doubts else look.ruling.ground or KEPT)
