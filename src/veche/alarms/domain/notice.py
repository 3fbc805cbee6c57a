"""What has gone wrong since the last look, and whom it concerns."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.kernel import clock
from veche.kernel.clock import now
from veche.outbox.models import Act
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Deputy, Person

# An answer that got lost is mostly found by the first look-ups: nobody is called for that.
DOUBT_LASTS = timedelta(seconds=45)
# What nobody has touched for longer is no news: a server that was off for a week does not write a letter for each act.
NEWS = timedelta(days=1)
BATCH = 200


def notice() -> int:
    """One row for each act that stands still and each person it concerns; how many are new."""
    moment = now()
    rows = [row for act in _unannounced(moment) for row in _rows(act, moment)]
    made = Alarm.objects.bulk_create(rows, ignore_conflicts=True)
    return len(made)


def answering_for(act: Act, moment: datetime) -> list[Person]:
    """Who answers for the account, and who stands in for them today; when neither can sign in, the heads of the press
    service."""
    account = act.account
    zone = account.administration.time_zone
    day = clock.local(moment, zone).date()
    stand_ins = Deputy.objects.of(act.administration_id).filter(
        absent=account.responsible, since__lte=day, until__gte=day
    )
    deputies = [deputy.stand_in for deputy in stand_ins.select_related("stand_in").order_by("pk")]
    first = [person for person in (account.responsible, *deputies) if person.is_active]
    second = [person for person in (account.stand_in,) if person is not None and person.is_active]
    heads = people_with(Role.PRESS_HEAD, act.administration_id, on=day)
    return list(dict.fromkeys(first or second or list(heads.order_by("pk"))))


def _unannounced(moment: datetime) -> list[Act]:
    told = Alarm.objects.unscoped().filter(act=OuterRef("pk"), about=OuterRef("state"))
    standing = Q(state__in=(About.FAILED, About.MISSED)) | Q(state=About.UNKNOWN, doubt_since__lte=moment - DOUBT_LASTS)
    acts = Act.objects.unscoped().filter(standing, ~Exists(told), updated_at__gte=moment - NEWS)
    people = ("account__responsible", "account__stand_in", "account__administration")
    return list(acts.select_related(*people).order_by("pk")[:BATCH])


def _rows(act: Act, moment: datetime) -> list[Alarm]:
    return [
        Alarm(
            administration_id=act.administration_id,
            act=act,
            person=person,
            about=act.state,
            next_try_at=moment,
            changed_at=moment,
        )
        for person in answering_for(act, moment)
    ]
