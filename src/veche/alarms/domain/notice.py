"""Find problems since the last run and the people they concern."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from veche.accounts.domain.queries import without_key
from veche.accounts.models import Account, PageChange
from veche.alarms.domain.access import concerned_by, untold_entries
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.journal.domain.checked import in_trouble
from veche.journal.domain.days import DAY_MARKED
from veche.journal.models import Entry
from veche.kernel import clock
from veche.kernel.clock import now
from veche.kernel.copies import last_copy
from veche.kernel.copies import trouble_of as trouble_of_copies
from veche.networks.protocol import Verb
from veche.outbox.domain.divergence import OTHER_WORDING
from veche.outbox.enums import ActState
from veche.outbox.models import Act, PostDivergence
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Administration, Deputy, Person

# An answer that got lost is mostly found by the first look-ups: nobody is called for that.
DOUBT_LASTS = timedelta(seconds=45)
# What nobody has touched for longer is no news: a server that was off for a week does not write a letter for each act.
NEWS = timedelta(days=1)
BATCH = 200


def notice() -> int:
    """Create one row for each problem and person. Returns the number of new rows."""
    moment = now()
    rows = [
        *(row for act in _unannounced(moment) for row in _rows(act.account, moment, act.state, act=act)),
        *(row for one in _differing(moment) for row in _rows(one.act.account, moment, one.kind, divergence=one)),
        *(row for one in _alien(moment) for row in _rows(one.account, moment, one.verdict, alteration=one)),
        *_of_what_is_kept(moment),
        *_of_lost_keys(moment),
        *(
            _row(person, moment, About.HEADS if one.verb == DAY_MARKED else About.ACCESS, entry=one)
            for one in untold_entries(moment, NEWS)
            for person in concerned_by(one)
        ),
    ]
    made = Alarm.objects.bulk_create(rows, ignore_conflicts=True)
    return len(made)


def answering_for(account: Account, moment: datetime) -> list[Person]:
    """People responsible for the account and their deputies today; if none can sign in, the heads of press."""
    zone = account.administration.time_zone
    day = clock.local(moment, zone).date()
    stand_ins = Deputy.objects.of(account.administration_id).filter(
        absent=account.responsible, since__lte=day, until__gte=day
    )
    deputies = [deputy.stand_in for deputy in stand_ins.select_related("stand_in").order_by("pk")]
    first = [person for person in (account.responsible, *deputies) if person.is_active]
    second = [person for person in (account.stand_in,) if person is not None and person.is_active]
    heads = people_with(Role.PRESS_HEAD, account.administration_id, on=day)
    return list(dict.fromkeys(first or second or list(heads.order_by("pk"))))


def _unannounced(moment: datetime) -> list[Act]:
    told = Alarm.objects.unscoped().filter(act=OuterRef("pk"), about=OuterRef("state"))
    # Whom a letter has told that it did not go out, and who then took it into their own hands, knows of the card.
    known = Alarm.objects.unscoped().filter(act=OuterRef("pk"), about__in=(About.FAILED, About.MISSED))
    standing = (
        Q(state__in=(About.FAILED, About.MISSED))
        | Q(state=About.UNKNOWN, doubt_since__lte=moment - DOUBT_LASTS)
        | Q(~Exists(known), state=About.BY_HAND, due_at__lte=moment)
    )
    fresh = Q(updated_at__gte=moment - NEWS) | Q(state=About.BY_HAND, due_at__gte=moment - NEWS)
    acts = Act.objects.unscoped().filter(standing, fresh, ~Exists(told))
    return list(acts.select_related(*_WHO).order_by("pk")[:BATCH])


_WHO = ("account__responsible", "account__stand_in", "account__administration")


def _differing(moment: datetime) -> list[PostDivergence]:
    """Posts that somebody removed or changed in a network, until a person has seen it."""
    told = Alarm.objects.unscoped().filter(divergence=OuterRef("pk"))
    found = PostDivergence.objects.unscoped().filter(~Exists(told), ~OTHER_WORDING, ended_at=None, seen_at=None)
    fresh = found.filter(noticed_at__gte=moment - NEWS)
    return list(fresh.select_related(*(f"act__{name}" for name in _WHO)).order_by("pk")[:BATCH])


def _alien(moment: datetime) -> list[PageChange]:
    """Page changes that somebody marked «Это не мы», until settled."""
    told = Alarm.objects.unscoped().filter(alteration=OuterRef("pk"))
    found = PageChange.objects.unscoped().filter(~Exists(told), verdict=About.NOT_OURS, account__closed_at=None)
    return list(found.filter(said_at__gte=moment - NEWS).select_related(*_WHO).order_by("pk")[:BATCH])


def _of_what_is_kept(moment: datetime) -> Iterator[Alarm]:
    """Problems of journal and copies, for IT, once; after a recovery the next problem is new.

    Three queries for all administrations if nothing has changed.
    """
    cities = list(Administration.objects.order_by("pk"))
    kept = Alarm.objects.unscoped().filter(about__in=(About.JOURNAL, About.COPIES)).order_by()
    told = set(kept.values_list("administration_id", "about").distinct())
    broken, copy = in_trouble(cities), last_copy(settings.DATA)
    for city in cities:
        copies = trouble_of_copies(copy, moment=moment, zone=city.time_zone)
        for about, wrong in ((About.JOURNAL, city.pk in broken), (About.COPIES, bool(copies))):
            if wrong and (city.pk, about) not in told:
                yield from (_row(person, moment, about) for person in _guarding(city, moment))
            elif not wrong and (city.pk, about) in told:
                Alarm.objects.of(city).filter(about=about).delete()


def _of_lost_keys(moment: datetime) -> Iterator[Alarm]:
    """For IT, once a day: the first publication of each account that waits for its key. One query if there is none."""
    told = Alarm.objects.unscoped().filter(
        about=About.NO_KEY, act__account=OuterRef("account"), created_at__gte=moment - NEWS
    )
    keyless = without_key(OuterRef("administration"), account="account", at="due_at")
    acts = Act.objects.unscoped().filter(keyless, ~Exists(told), state=ActState.PLANNED, verb=Verb.PUBLISH)
    latest_first = acts.select_related("administration").order_by("-due_at", "-pk")
    for act in {act.account_id: act for act in latest_first}.values():
        yield from (_row(person, moment, About.NO_KEY, act=act) for person in _guarding(act.administration, moment))


def _guarding(city: Administration, moment: datetime) -> list[Person]:
    day = clock.local(moment, city.time_zone).date()
    it, heads = (people_with(role, city.pk, on=day).order_by("pk") for role in (Role.IT, Role.PRESS_HEAD))
    return list(it) or list(heads)


def _rows(account: Account, moment: datetime, about: str, **thing: Act | PostDivergence | PageChange) -> list[Alarm]:
    return [_row(person, moment, about, **thing) for person in answering_for(account, moment)]


def _row(person: Person, moment: datetime, about: str, **thing: Act | PostDivergence | PageChange | Entry) -> Alarm:
    return Alarm(
        administration_id=person.administration_id,
        person=person,
        about=about,
        next_try_at=moment,
        changed_at=moment,
        **thing,
    )
