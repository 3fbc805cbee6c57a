"""Decisions of the past month in the demo, drawn for a second look; a colleague has judged the first of them."""

from veche.demo.city import City
from veche.demo.content.judged import DOUBTED
from veche.moderation.domain.sample import draw, judge, waiting_for
from veche.moderation.enums import KEPT, Ground
from veche.moderation.models import SecondLook

JUDGED = 12


def write(city: City) -> None:
    """The colleague begins with what had been proposed for deletion, and doubts one decision if it was drawn."""
    draw(city.administration)
    drawn = waiting_for(city.second_officer).select_related("ruling__message")
    for look in sorted(drawn, key=_rank)[:JUDGED]:
        verdict = Ground.INSULT if _is_doubted(look) else look.ruling.ground or KEPT
        judge(look=look, by=city.second_officer, verdict=verdict)


def _rank(look: SecondLook) -> tuple[bool, bool]:
    return not _is_doubted(look), not look.ruling.message.suspect


def _is_doubted(look: SecondLook) -> bool:
    return look.ruling.message.text in DOUBTED
