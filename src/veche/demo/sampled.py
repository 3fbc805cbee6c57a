"""Decisions of the past month in the demo, drawn for the second look of a colleague."""

from datetime import timedelta

from veche.demo.city import City
from veche.kernel.clock import today
from veche.moderation.domain.sample import draw, month_bounds
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Ruling

MOST, LATER = 30, timedelta(hours=1)


def write(city: City) -> None:
    """What residents wrote a month ago was decided about then, not when the city was seeded."""
    month = (today(city.zone).replace(day=1) - timedelta(days=1)).replace(day=1)
    since, until = month_bounds(month, city.zone)
    rulings = Ruling.objects.of(city.administration).filter(verb=RulingVerb.KEEP, private=False)
    past = rulings.filter(message__at__gte=since, message__at__lt=until - LATER).order_by("-message__at")
    for ruling in past.select_related("message")[:MOST]:
        rulings.filter(pk=ruling.pk).update(at=ruling.message.at + LATER)
    draw(city.administration)
