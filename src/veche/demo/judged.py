"""Past weeks of people and program: comments that were proposed for deletion, decided by the verbs of `moderation`.

The judgements are then set back to the days of their comments. The journal and the evidence keep the hour of the
seeding, and the worker deletes when it starts.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from veche.demo.city import City
from veche.demo.content.judged import DELETED, LEFT, TEXTS
from veche.demo.content.voices import PEOPLE
from veche.demo.residents import Discussed, PlannedComment, newest
from veche.inbox.models import Message
from veche.moderation.domain.offers import offer_in
from veche.moderation.domain.precision import WEEK, WEEKS, count
from veche.moderation.domain.rule import delete, keep
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Correction, Ruling

TOOK = timedelta(hours=2)
LEAN = 2


def comments(talked: Sequence[Discussed], moment: datetime) -> Iterator[PlannedComment]:
    """Mixed, over the weeks that «Качество» counts, most of them lately, under the newest post of each day."""
    random = Random(len(LEFT))  # noqa: S311 -- the order of a demo's comments is no secret
    texts = sorted(TEXTS)
    random.shuffle(texts)
    begun = min(one.past.at for one in talked) + timedelta(hours=1)
    lasts = moment - WEEK - max(begun, moment - WEEK * WEEKS)
    for number, text in enumerate(texts):
        at = moment - WEEK - lasts * (number / len(texts)) ** LEAN
        yield PlannedComment("vk", newest(talked, at)["vk"], PEOPLE[number % len(PEOPLE)], text, at)


def write(city: City) -> None:
    rows = Message.objects.of(city.administration).filter(text__in=TEXTS)
    said = {one.text: one for one in rows.select_related("account", "administration")}
    with transaction.atomic():
        for text in LEFT:
            keep(message=said[text], by=city.officer)
        for text, ground in DELETED:
            delete(message=said[text], by=city.officer, ground=ground, leaves_in=timedelta())
        _set_back(city)
    count(city.administration)
    offer_in(city.administration)


def _set_back(city: City) -> None:
    """What was left has no evidence, and its decision goes back too."""
    came = Message.objects.of(city.administration).filter(pk=OuterRef("message")).values(hour=F("at") + TOOK)
    judged = Correction.objects.of(city.administration).filter(message__text__in=TEXTS)
    judged.update(at=Subquery(came))
    left = Ruling.objects.of(city.administration).filter(message__text__in=TEXTS, verb=RulingVerb.KEEP)
    left.update(at=Subquery(came))
