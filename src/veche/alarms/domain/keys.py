"""News for IT of publications that wait for a key, and of keys that their network refuses."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.domain.queries import without_key
from veche.accounts.models import Key
from veche.alarms.domain.acts import DECIDE
from veche.alarms.domain.notify import forget
from veche.alarms.domain.recipients import guarding
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import DAY, Matter, News, Notification
from veche.kernel.bidi import isolated
from veche.kernel.clock import now
from veche.kit.moments import date_and_hour
from veche.networks.protocol import Verb
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person
from veche.staff.tenancy import OwnedQuerySet

# After a refusal the network is asked what the keys may do (accounts.domain.health).
ASKED_WITHIN = timedelta(minutes=2)
WAITS = "То, для чего он нужен, ждёт, пока ключ не заменят."
WAIT = "То, для чего они нужны, ждёт, пока ключи не заменят."


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


def find_refused(moment: datetime) -> Iterator[Notification]:
    """Once for each account whose key is refused; when its keys are accepted again the next refusal is new. Two queries
    if none is.
    """
    kept = Alarm.objects.unscoped().filter(kind=About.KEY_REFUSED).order_by()
    known = set(kept.values_list("administration_id", "subject").distinct())
    refused = {(key.administration_id, key.account_id): key for key in _refused_keys(Key.objects.unscoped(), moment)}
    for city, account in known - refused.keys():
        forget(city, About.KEY_REFUSED, account)
    for (city, account), key in refused.items():
        if (city, account) not in known:
            yield Notification(city, About.KEY_REFUSED, account, guarding(key.administration, moment))


def _refused_keys(keys: OwnedQuerySet[Key], moment: datetime) -> OwnedQuerySet[Key]:
    """Of open accounts. A refusal of this minute waits: the keys are being asked about, which may clear it."""
    found = keys.filter(revoked_at=None, account__closed_at=None, refused_at__lte=moment - ASKED_WITHIN)
    return found.select_related("administration", "account").order_by("refused_at", "slot")


def read_refused(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    of_account: dict[int, list[Key]] = {}
    for key in _refused_keys(Key.objects.of(administration).filter(account__in=subjects), now()):
        of_account.setdefault(key.account_id, []).append(key)
    return {account: _of_keys(keys) for account, keys in of_account.items()}


def _of_keys(keys: Sequence[Key]) -> Matter:
    """Keys of one account."""
    account = keys[0].account
    return Matter(
        title=f"{account.get_network_display()}, {account.title}",
        lines=(*map(_line, keys), WAITS if len(keys) == 1 else WAIT),
        action="Заменить ключ" if len(keys) == 1 else "Заменить ключи",
        path=reverse("outbox:account", args=[account.pk]),
        at=keys[0].refused_at,
    )


def _line(key: Key) -> str:
    return f"{key.name}: {key.refusal}" if key.refusal else f"{key.name}."


KINDS = (
    News(About.KEY_REFUSED.value, About.KEY_REFUSED.label, read_refused, several=DECIDE, lasts=None),
    News(About.NO_KEY.value, About.NO_KEY.label, read, several=DECIDE),
)
