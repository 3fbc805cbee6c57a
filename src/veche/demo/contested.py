"""The open page of the demo city, a resident's appeal that waits for another person than who deleted, and an author
who is told under the post, because nothing private can be written; restricting them for good waits for a second person.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from veche.appeals.domain.public import change
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.appeals.domain.ways import accounts_to_choose
from veche.demo.city import City
from veche.demo.residents import Discussed, PlannedComment, newest
from veche.inbox.models import Message
from veche.moderation.domain.ladder import ask
from veche.moderation.domain.rule import delete
from veche.moderation.enums import Ground, RulingVerb, Term
from veche.moderation.models import Ruling

SLUG = "gorod"
INSULTS = "Идиоты вы все в этой администрации, и помощники ваши идиоты"
AUTHOR, AGO = "Гость 1204", timedelta(hours=5)
WHY = "Третий раз за месяц под новым именем, слова те же."
SAYS = "Я ругал работу, а не людей. Верните комментарий: под ним соседи договаривались, кто позвонит в ЖЭК."


def comments(talked: Sequence[Discussed], moment: datetime) -> Iterator[PlannedComment]:
    post = newest(talked, moment - AGO)["vk"]
    yield PlannedComment("vk", post, AUTHOR, INSULTS, moment - AGO)


def write(city: City) -> None:
    """Nobody is told of what was decided before: the pages are opened after it."""
    said = {"is_open": True, "slug": SLUG, "days": 5, "accept_days": 30}
    places = [one for one in accounts_to_choose(city.administration) if one.network == "vk"]
    terms = change(administration=city.administration, by=city.head_of_press, said=said, places=places)
    rulings = Ruling.objects.of(city.administration).filter(verb=RulingVerb.DELETE, undone_at=None, private=False)
    ruling = rulings.select_related("administration", "person").order_by("pk").first()
    if ruling is not None:
        ticket = issue(decision=ruling, by=city.officer).ticket
        submit(ticket=ticket, terms=terms, text=SAYS)
    _told_under_the_post(city)


def _told_under_the_post(city: City) -> None:
    """The worker deletes the comment, and the notice follows."""
    message = Message.objects.of(city.administration).select_related("account", "administration").get(text=INSULTS)
    ask(message=message, by=city.officer, ground=Ground.INSULT, term=Term.GOOD, why=WHY)
    delete(message=message, by=city.officer, ground=Ground.INSULT)
