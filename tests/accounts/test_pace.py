"""Rate limits counted in the database: never more calls than allowed, from whatever process."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_account
from tests.waiting import wait_until
from veche.accounts.domain.health import note_answered, note_trouble
from veche.accounts.domain.pace import delete_past_retry_after, obey_retry_after, retry_after_turns, take, wait_for
from veche.accounts.models import Account, Bucket
from veche.kernel.clock import now
from veche.kernel.pace import JITTER_SECONDS, Rate, Turn
from veche.networks.max import pace as of_max
from veche.networks.ok import pace as of_ok
from veche.networks.protocol import NetworkError
from veche.networks.telegram import pace as of_telegram
from veche.networks.vk import pace as of_vk
from veche.staff.models import Administration, Person

START = datetime(2026, 11, 25, 9, tzinfo=UTC)


def gone(city: Administration, rate: Rate, seconds: list[float]) -> list[float]:
    """The requested seconds whose calls were allowed."""
    found = []
    with time_machine.travel(START, tick=False) as clock:
        for second in seconds:
            clock.move_to(START + timedelta(seconds=second))
            if take(city.pk, [Turn("b", rate)]) == 0:
                found.append(second)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rate",
    [
        of_vk.COMMUNITY,
        of_vk.PERSON,
        of_telegram.CHAT,
        of_telegram.GROUP,
        of_max.CHAT,
        Rate(7, 3, at_once=4),
    ],
    ids=str,
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(gaps=st.lists(st.floats(0, 0.4), min_size=20, max_size=50))
def test_no_window_holds_more_than_the_rate(rubtsovsk: Administration, rate: Rate, gaps: list[float]) -> None:
    Bucket.objects.all().delete()
    asked = [sum(gaps[:number]) * rate.seconds for number in range(len(gaps))]

    went = gone(rubtsovsk, rate, asked)

    for first in went:
        assert sum(first <= other < first + rate.seconds for other in went) <= rate.calls


@pytest.mark.django_db
def test_a_steady_caller_gets_the_whole_rate(rubtsovsk: Administration) -> None:
    went = gone(rubtsovsk, Rate(1, 1), [number / 100 for number in range(1000)])

    assert len(went) == 10
    assert all(later - sooner < 1 + JITTER_SECONDS + 0.011 for sooner, later in pairwise(went))


@pytest.mark.django_db
def test_all_at_once_or_nothing_is_counted(rubtsovsk: Administration) -> None:
    narrow, wide = Turn("narrow", Rate(1, 60)), Turn("a wide one", Rate(10, 1, at_once=10))
    with time_machine.travel(START, tick=False):
        first = take(rubtsovsk.pk, [narrow, wide])
        before = dict(Bucket.objects.values_list("name", "free_at"))
        second = take(rubtsovsk.pk, [narrow, wide])

    assert [first, second] == pytest.approx([0, 60 + JITTER_SECONDS])
    assert dict(Bucket.objects.values_list("name", "free_at")) == before


@pytest.mark.django_db
def test_an_album_costs_its_pictures(rubtsovsk: Administration) -> None:
    album, text = Turn("chat", of_telegram.CHAT, cost=10), Turn("chat", of_telegram.CHAT)
    with time_machine.travel(START, tick=False):
        assert take(rubtsovsk.pk, [album]) == 0
        assert wait_for(rubtsovsk.pk, [text])[0] == pytest.approx(10 * (1 + JITTER_SECONDS))


SET_BACK = timedelta(hours=3)


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [Turn("b", of_telegram.CHAT), Turn("b", of_ok.KEY), Turn("b", of_vk.PERSON)])
def test_a_clock_that_is_set_back_holds_nobody(rubtsovsk: Administration, turn: Turn) -> None:
    with time_machine.travel(START, tick=False) as clock:
        while take(rubtsovsk.pk, [turn]) == 0:
            pass
        clock.move_to(START - SET_BACK)
        waits = [wait_for(rubtsovsk.pk, [turn])[0], take(rubtsovsk.pk, [turn])]
        after = Bucket.objects.get().free_at

    assert waits == [0, 0]
    assert after == pytest.approx((START - SET_BACK).timestamp() + turn.spent)


@pytest.mark.django_db
def test_the_fullest_bucket_is_no_clock_that_was_set_back(rubtsovsk: Administration) -> None:
    """Nothing passes early: after an album of ten a text waits ten seconds."""
    album, text = Turn("chat", of_telegram.CHAT, cost=10), Turn("chat", of_telegram.CHAT)
    with time_machine.travel(START, tick=False) as clock:
        take(rubtsovsk.pk, [album])
        clock.move_to(START - timedelta(seconds=30))
        wait = take(rubtsovsk.pk, [text])

    assert wait == pytest.approx(30 + album.spent)


@pytest.mark.django_db
def test_a_wait_that_the_network_named_is_kept_however_long(rubtsovsk: Administration, alice: Person) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    with time_machine.travel(START, tick=False):
        obey_retry_after(account, NetworkError("Телеграм просит слать реже.", retry_after=86_400, code="tg_429"))

        assert wait_for(rubtsovsk.pk, retry_after_turns(account, "publish"))[0] == pytest.approx(86_400)


@pytest.mark.django_db
def test_a_wait_that_is_over_does_not_come_back_with_the_clock(rubtsovsk: Administration, alice: Person) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    with time_machine.travel(START, tick=False) as clock:
        note_trouble(account=account, error=NetworkError("Слать реже.", retry_after=60, code="tg_429"))
        clock.shift(timedelta(hours=1))
        note_answered(account=Account.objects.get(pk=account.pk))
        clock.move_to(START)

        assert wait_for(rubtsovsk.pk, retry_after_turns(account, "publish"))[0] == 0


@pytest.mark.django_db
def test_another_administration_has_buckets_of_its_own(rubtsovsk: Administration, other_city: Administration) -> None:
    turn = [Turn("b", Rate(1, 60))]

    assert [take(rubtsovsk.pk, turn), take(other_city.pk, turn)] == [0.0, 0.0]
    assert take(rubtsovsk.pk, turn) > 30


@pytest.mark.django_db(transaction=True)
def test_workers_that_share_a_key_never_send_more_together(rubtsovsk: Administration) -> None:
    turn, ready = [Turn("shared", Rate(5, 60, at_once=5))], threading.Barrier(4)
    went: list[bool] = []

    def work() -> None:
        ready.wait()
        went.extend(take(rubtsovsk.pk, turn) == 0 for _ in range(4))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (len(went), went.count(True)) == (16, 5)


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="on SQLite who writes is alone")
@pytest.mark.django_db(transaction=True)
def test_who_forgets_what_a_network_asked_for_keeps_nobody_waiting(alice: Person) -> None:
    account = make_account(alice.administration, responsible=alice)
    obey_retry_after(account, NetworkError("Слать реже.", retry_after=0.01, code="tg_429"))
    over = now() + timedelta(seconds=0.02)
    wait_until(lambda: now() >= over)
    forgotten, taken = threading.Event(), threading.Event()
    let_go: list[bool] = []

    def forget() -> None:
        with transaction.atomic():
            delete_past_retry_after(account)
            forgotten.set()
            let_go.append(taken.wait(20))
        connection.close()

    other = threading.Thread(target=forget)
    other.start()
    assert forgotten.wait(20)
    try:
        wait = take(
            account.administration_id, (*retry_after_turns(account, "publish"), Turn("key", Rate(5, 60, at_once=5)))
        )
    finally:
        taken.set()
        other.join()

    assert wait == 0.0
    assert let_go == [True], "taking a turn has waited for the end of the other transaction"


@pytest.mark.django_db
def test_two_turns_in_one_bucket_are_both_counted(rubtsovsk: Administration) -> None:
    turn = Turn("b", Rate(3, 60, at_once=3))

    assert take(rubtsovsk.pk, [turn, turn]) == 0
    assert [take(rubtsovsk.pk, [turn]) > 0 for _ in range(2)] == [False, True]
