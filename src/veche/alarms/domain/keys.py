"""News for IT of publications that wait for a key."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.domain.queries import without_key
from veche.alarms.domain.acts import DECIDE
from veche.alarms.domain.recipients import guarding
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import DAY, Matter, News, Notification
from veche.kernel.bidi import isolated
from veche.kit.moments import date_and_hour
from veche.networks.protocol import Verb
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def find(moment: datetime) -> Iterator[Notification]:
    """Once a day: the first publication of each account that waits for its key. One query if there is none."""
    lately = Alarm.objects.unscoped().filter(kind=About.NO_KEY, created_at__gte=moment - DAY)
    of_account = Act.objects.unscoped().filter(pk__in=lately.values("subject"), account=OuterRef("account"))
    keyless = without_key(OuterRef("administration"), account="account", at="due_at")
    acts = Act.objects.unscoped().filter(keyless, ~Exists(of_account), state=ActState.PLANNED, verb=Verb.PUBLISH)
    latest_first = acts.select_related("administration").order_by("-due_at", "-pk")
    for act in {act.account_id: act for act in latest_first}.values():
        yield Notification(act.administration_id, About.NO_KEY, act.pk, guarding(act.administration, moment))


def read(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    acts = Act.objects.of(administration).filter(pk__in=subjects, state=ActState.PLANNED)
    return {act.pk: _matter(act, administration) for act in acts.select_related("account")}


def _matter(act: Act, administration: Administration) -> Matter:
    due = date_and_hour(act.due_at, administration.time_zone)
    hour = (
        f"{act.account.get_network_display()}, {isolated(act.account.title)}. "
        f"Выйдет {due}, если к этому часу впишут ключ."
    )
    return Matter(
        title=act.title,
        lines=(hour, str(POSTS_WAIT)),
        action="Вписать ключ",
        path=reverse("outbox:account", args=[act.account_id]),
        at=act.due_at,
        fact=("acts", act.pk),
    )


KINDS = (News(About.NO_KEY.value, About.NO_KEY.label, read, several=DECIDE),)
