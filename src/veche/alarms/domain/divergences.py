"""News of posts that somebody removed or changed in a network, until a person has seen it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from veche.alarms.domain.acts import ACCOUNT, BATCH, DECIDE, matter_of
from veche.alarms.domain.recipients import answering_for
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import DAY, Matter, News, Notification
from veche.outbox.domain.divergence import OTHER_WORDING
from veche.outbox.models import PostDivergence
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person


def find(moment: datetime) -> Iterator[Notification]:
    for one in _untold(moment):
        yield Notification(one.administration_id, one.kind, one.pk, answering_for(one.act.account, moment))


@compiled_once
def _untold(moment: datetime) -> QuerySet[PostDivergence]:
    told = Alarm.objects.unscoped().filter(subject=OuterRef("pk"), kind__in=(About.GONE, About.CHANGED))
    found = PostDivergence.objects.unscoped().filter(~Exists(told), ~OTHER_WORDING, ended_at=None, seen_at=None)
    fresh = found.filter(noticed_at__gte=moment - DAY)
    return fresh.select_related(*(f"act__{name}" for name in ACCOUNT)).order_by("pk")[:BATCH]


def read(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    found = PostDivergence.objects.of(administration).filter(pk__in=subjects, ended_at=None, seen_at=None)
    return {one.pk: matter_of(one.act, administration) for one in found.select_related("act__account")}


KINDS = tuple(News(kind.value, str(kind.label), read, several=DECIDE) for kind in (About.GONE, About.CHANGED))
