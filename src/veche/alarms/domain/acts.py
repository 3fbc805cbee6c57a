"""News of acts: failed, in doubt, missed, or waiting for a person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from veche.alarms.domain.recipients import answering_for
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import DAY, Matter, News, Notification
from veche.kernel.bidi import isolated
from veche.kit.moments import date_and_hour
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person

# The first look-ups settle most lost answers, so people are told only of a doubt that lasts longer.
DOUBT_LASTS = timedelta(seconds=45)
# Acts and divergences of one run.
BATCH = 200
KEPT = "Текст и снимки сохранены. Пока вы не решите, Вече само это больше не отправит."
DECIDE = "решите, что делать с отправками ({count})"
# What `recipients.answering_for` reads of an account.
ACCOUNT = ("account__responsible", "account__stand_in", "account__administration")


def find(moment: datetime) -> Iterator[Notification]:
    """Acts that are stuck, and due ones that a person must carry out."""
    for act in _untold(moment):
        yield Notification(act.administration_id, act.state, act.pk, answering_for(act.account, moment))


@compiled_once
def _untold(moment: datetime) -> QuerySet[Act]:
    """Acts unchanged for a day are left out, so that a server that was off for a week does not send a letter for
    each."""
    told = Alarm.objects.unscoped().filter(subject=OuterRef("pk"), kind=OuterRef("state"))
    # People were told that the act failed and chose to do it by hand: they need no second letter.
    known = Alarm.objects.unscoped().filter(subject=OuterRef("pk"), kind__in=(About.FAILED, About.MISSED))
    standing = (
        Q(state__in=(About.FAILED, About.MISSED))
        | Q(state=About.UNKNOWN, doubt_since__lte=moment - DOUBT_LASTS)
        | Q(~Exists(known), state=About.BY_HAND, due_at__lte=moment)
    )
    fresh = Q(updated_at__gte=moment - DAY) | Q(state=About.BY_HAND, due_at__gte=moment - DAY)
    acts = Act.objects.unscoped().filter(standing, fresh, ~Exists(told))
    return acts.select_related(*ACCOUNT).order_by("pk")[:BATCH]


def read(state: str, administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    acts = Act.objects.of(administration).filter(pk__in=subjects, state=state).select_related("account")
    return {act.pk: matter_of(act, administration, act.reason) for act in acts}


def matter_of(act: Act, administration: Administration, *lines: str) -> Matter:
    """News about an act: its account and hour, then these lines."""
    due = date_and_hour(act.due_at, administration.time_zone)
    of_act = (
        f"{act.account.get_network_display()}, {isolated(act.account.title)}. {act.get_verb_display()}, "
        f"назначено на {due}."
    )
    return Matter(
        title=act.title,
        lines=(of_act, *(line for line in lines if line)),
        action="Решить",
        path=reverse("outbox:detail", args=[act.pk]),
        at=act.due_at,
        fact=("acts", act.pk),
    )


KINDS = tuple(
    News(kind.value, str(kind.label), partial(read, kind.value), several=DECIDE, closing=KEPT)
    for kind in (About.FAILED, About.UNKNOWN, About.MISSED, About.BY_HAND)
)
