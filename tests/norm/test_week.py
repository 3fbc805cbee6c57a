"""Publications of a week that count: proven or expected, each once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta

import pytest

from tests.factories import make_account, make_plan_item
from tests.midday import TODAY, midday  # noqa: F401 -- the fixture
from tests.publishing.test_release import put
from tests.written import approved
from veche.accounts.models import Account
from veche.kernel.clock import at, now, week_of
from veche.norm.domain.week import Counted, LeftOut, WeekNorm, norm_of, week_norm, week_norms
from veche.norm.enums import LeftOutWhy
from veche.norm.models import Norm
from veche.outbox.domain.divergence import close_divergence, open_divergence
from veche.outbox.domain.freeze import freeze, release
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Administration, Person

ZONE = "Asia/Barnaul"
MONDAY = week_of(TODAY)[0] + timedelta(days=7)
PAST = MONDAY - timedelta(days=14)


@contextmanager
def frozen(administration: Administration, *, by: Person) -> Iterator[None]:
    freeze(administration=administration, by=by, reason="Пожар")
    yield
    release(administration=administration, by=by)


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def planned(account: Account, day: date, **fields: object) -> PlanItem:
    noon = at(day, time(12), ZONE)
    return make_plan_item(
        account.administration, author=account.responsible, accounts=(account,), publish_at=noon, **fields
    )


def test_without_a_row_the_norm_is_that_of_the_decree(rubtsovsk: Administration):
    norm = norm_of(rubtsovsk, MONDAY)

    assert (norm.minimum, norm.categories) == (5, ["activity", "important"])


def test_a_norm_is_valid_from_its_day_until_the_next(rubtsovsk: Administration, other_city: Administration):
    for administration, minimum, since in ((rubtsovsk, 3, 0), (rubtsovsk, 7, 10), (other_city, 9, 0)):
        Norm.objects.create(administration=administration, minimum=minimum, valid_from=MONDAY + timedelta(days=since))

    found = [norm_of(rubtsovsk, MONDAY + timedelta(days=day)).minimum for day in (-1, 0, 9, 10)]

    assert found == [5, 3, 3, 7]


def test_what_is_planned_in_the_categories_that_count_is_expected(account: Account):
    rink = planned(account, MONDAY + timedelta(days=1), title="Каток", category="activity")
    bridge = planned(account, MONDAY, title="Мост", category="important")
    congratulation = planned(account, MONDAY, title="С праздником", category="other")
    planned(account, MONDAY, title="Отменили", category="important", cancelled_at=at(PAST, time(9), ZONE))
    planned(account, MONDAY + timedelta(days=7), title="Через неделю", category="activity")

    counted = week_norm(account.administration, MONDAY + timedelta(days=6))

    assert counted == WeekNorm(
        MONDAY,
        5,
        (
            Counted("Мост", at(MONDAY, time(12), ZONE), out=False, goes=False, pk=bridge.pk),
            Counted("Каток", at(MONDAY + timedelta(days=1), time(12), ZONE), out=False, goes=False, pk=rink.pk),
        ),
        left_out=(LeftOut("С праздником", at(MONDAY, time(12), ZONE), False, congratulation.pk, LeftOutWhy.CATEGORY),),
        counting=frozenset({rink.pk, bridge.pk}),
        categories=frozenset({"activity", "important"}),
    )
    assert counted.out == 0
    assert counted.forecast == 2
    assert counted.missing == 3


def test_what_nobody_wrote_in_time_is_no_longer_expected(account: Account):
    planned(account, PAST, category="activity")

    assert week_norm(account.administration, PAST).counted == ()


def test_only_what_really_goes_out_is_expected_to(alice: Person, carol: Person):
    """A freeze holds it, a silent network after its hour, a refused key at once; an act by hand may be done."""
    version = approved(alice, carol, accounts=(make_account(alice.administration, responsible=alice),))
    city, day = alice.administration, version.post.plan_item.publish_at.date()
    act = Act.objects.get(delivery__version=version)
    moment, found = now(), {}

    def count(name: str) -> None:
        week = week_norm(city, day)
        found[name] = (week.out, week.goes, week.unsure, len(week.held))

    count("planned")
    with frozen(city, by=carol):
        count("frozen")
    act.account.unreachable_since = moment
    act.account.save()
    count("silent before the hour")
    Act.objects.update(due_at=moment)
    count("silent in the hour")
    act.account.unreachable_since = None
    act.account.save()
    key = act.account.keys.create(
        administration=city, slot="community", sealed="-", added_by=alice, expires_at=moment + timedelta(days=9)
    )
    count("key for a while")
    key.refused_at = moment
    key.save()
    count("key refused")
    key.delete()
    for state in ("unknown", "by_hand", "missed", "failed", "cancelled"):
        put(version, "vk", ActState(state))
        count(state)

    assert found == {
        "planned": (0, 1, 0, 0),
        "frozen": (0, 0, 0, 1),
        "silent before the hour": (0, 1, 0, 0),
        "silent in the hour": (0, 0, 0, 1),
        "key for a while": (0, 1, 0, 0),
        "key refused": (0, 0, 0, 1),
        "unknown": (0, 0, 1, 0),
        "by_hand": (0, 0, 1, 0),
        "missed": (0, 0, 0, 0),
        "failed": (0, 0, 0, 0),
        "cancelled": (0, 0, 0, 0),
    }


def test_a_publication_counts_once_while_it_stands_anywhere(alice: Person, carol: Person):
    version = approved(alice, carol)
    city, day = alice.administration, version.post.plan_item.publish_at.date()
    counted = [week_norm(city, day)]

    vk, telegram = (put(version, network, ActState.CONFIRMED) for network in ("vk", "telegram"))
    counted.append(week_norm(city, day))
    for act in (vk, telegram):
        open_divergence(act=act, kind=DivergenceKind.GONE)
    counted.append(week_norm(city, day))
    close_divergence(act=vk)
    counted.append(week_norm(city, day))
    withdraw(post=version.post, by=alice, reason="Ошибка")
    counted.append(week_norm(city, day))

    assert [(week.out, week.forecast) for week in counted] == [(0, 1), (1, 1), (0, 0), (1, 1), (0, 0)]


def test_a_persons_word_counts_and_is_told_apart_until_a_network_shows_it(alice: Person, carol: Person):
    version = approved(alice, carol)
    city, day = alice.administration, version.post.plan_item.publish_at.date()
    acts = [put(version, network, ActState.CONFIRMED) for network in ("vk", "telegram")]
    counted = []

    for proofs in (("person", "person"), ("person", "event")):
        for act, proof in zip(acts, proofs, strict=True):
            Act.objects.filter(pk=act.pk).update(proof=proof, confirmed_by=alice)
        counted.append(week_norm(city, day))

    assert [(week.out, week.by_person) for week in counted] == [(1, 1), (1, 0)]


def test_weeks_in_a_row_are_the_weeks_one_by_one(account: Account, bob: Person):
    city, mondays = account.administration, [PAST + timedelta(days=7 * week) for week in range(5)]
    Norm.objects.create(administration=city, minimum=3, valid_from=MONDAY)
    for day in (MONDAY, MONDAY + timedelta(days=6), MONDAY + timedelta(days=7)):
        for hour in (time(0), time(23, 59)):
            make_plan_item(city, author=account.responsible, accounts=(account,), publish_at=at(day, hour, ZONE))
    planned(account, PAST, category="other")

    with frozen(city, by=bob):
        in_a_row = week_norms(city, mondays, frozen=True, paused=False)
        one_by_one = [week_norm(city, monday) for monday in mondays]

    assert in_a_row == one_by_one
    assert [norm.forecast for norm in in_a_row] == [0, 0, 4, 2, 0]
    assert [norm.minimum for norm in in_a_row] == [5, 5, 3, 3, 3]
