"""The open page of the demo city, and a resident's appeal that waits for another person than who deleted."""

from veche.appeals.domain.public import change
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.appeals.domain.ways import accounts_to_choose
from veche.demo.city import City
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Ruling

SLUG = "gorod"
SAYS = "Я ругал работу, а не людей. Верните комментарий: под ним соседи договаривались, кто позвонит в ЖЭК."


def write(city: City) -> None:
    """Nobody is told of what was decided before: the pages are opened after it."""
    said = {"is_open": True, "slug": SLUG, "days": 5, "accept_days": 30}
    places = accounts_to_choose(city.administration)[:1]
    terms = change(administration=city.administration, by=city.head_of_press, said=said, places=places)
    rulings = Ruling.objects.of(city.administration).filter(verb=RulingVerb.DELETE, undone_at=None, private=False)
    ruling = rulings.select_related("administration", "person").order_by("pk").first()
    if ruling is not None:
        ticket = issue(decision=ruling, by=city.officer).ticket
        submit(ticket=ticket, terms=terms, text=SAYS)
