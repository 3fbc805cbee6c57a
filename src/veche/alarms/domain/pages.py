"""News of page changes that somebody marked «Это не мы», until settled."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from veche.accounts.domain.people import describe_briefly
from veche.accounts.models import PageChange
from veche.alarms.domain.acts import ACCOUNT, BATCH, DECIDE
from veche.alarms.domain.recipients import answering_for
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import DAY, Matter, News, Notification
from veche.kernel.bidi import isolated
from veche.staff.models import Administration, Person


def find(moment: datetime) -> Iterator[Notification]:
    told = Alarm.objects.unscoped().filter(subject=OuterRef("pk"), kind=About.NOT_OURS)
    found = PageChange.objects.unscoped().filter(~Exists(told), verdict=About.NOT_OURS, account__closed_at=None)
    for one in found.filter(said_at__gte=moment - DAY).select_related(*ACCOUNT).order_by("pk")[:BATCH]:
        yield Notification(one.administration_id, About.NOT_OURS, one.pk, answering_for(one.account, moment))


def read(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    found = PageChange.objects.of(administration).filter(pk__in=subjects, verdict=About.NOT_OURS)
    return {one.pk: _matter(one) for one in found.select_related("account")}


def _matter(row: PageChange) -> Matter:
    return Matter(
        title=describe_briefly(row),
        lines=(f"{row.account.get_network_display()}, {isolated(row.account.title)}.",),
        action="Что делать, по порядку",
        path=f"{reverse('outbox:account', args=[row.account_id])}#altered",
        fact=("alterations", row.pk),
    )


KINDS = (News(About.NOT_OURS.value, About.NOT_OURS.label, read, several=DECIDE),)
