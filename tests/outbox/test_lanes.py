"""What goes out waits in its network's sending lane, what is asked of the network in its reading lane."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories import make_account, make_act
from tests.grace import let_it_pass
from veche.kernel.clock import now
from veche.outbox.domain.person_decisions import say_not_happened
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.domain.resolve import resolve
from veche.outbox.domain.results import rule_out
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db

SENDING, READING = "max", "max-reading"


@pytest.fixture
def in_doubt(alice: Person) -> Act:
    """A publication whose answer was lost, within its hour."""
    account = make_account(alice.administration, responsible=alice, network="max")
    called = now() - timedelta(minutes=2)
    act = make_act(
        account,
        state="unknown",
        due_at=called,
        first_call_at=called,
        last_call_at=called,
        last_call_deadline=called,
        doubt_since=called,
        attempt=1,
    )
    let_it_pass(act)
    return act


def lanes(act: Act) -> list[str]:
    rows = DBTaskResult.objects.filter(args_kwargs__args=[act.pk])
    return list(rows.order_by("enqueued_at").values_list("queue_name", flat=True))


def by_lookup(act: Act, _by: Person) -> None:
    assert rule_out(act)


def by_person(act: Act, by: Person) -> None:
    say_not_happened(act=act, by=by)


@pytest.mark.parametrize("ruled_out", [by_lookup, by_person])
def test_a_publication_that_was_ruled_out_waits_among_those_that_go_out(
    in_doubt: Act, alice: Person, ruled_out: Callable[[Act, Person], None]
) -> None:
    ruled_out(in_doubt, alice)

    in_doubt.refresh_from_db()
    assert (in_doubt.state, lanes(in_doubt)) == (ActState.PLANNED, [SENDING])


@pytest.fixture
def dead_call(in_doubt: Act) -> Act:
    """The worker died in the call, a moment ago."""
    died = now() - timedelta(seconds=10)
    Act.objects.filter(pk=in_doubt.pk).update(
        state=ActState.SENDING, doubt_since=None, last_call_deadline=died, lease_until=died
    )
    in_doubt.refresh_from_db()
    return in_doubt


def test_the_lookup_of_a_dead_call_waits_among_those_that_read(dead_call: Act) -> None:
    resolve(dead_call.pk, worker="w")

    dead_call.refresh_from_db()
    assert (dead_call.state, lanes(dead_call)) == (ActState.UNKNOWN, [READING])


def test_a_dead_call_whose_task_was_lost_is_asked_about_where_one_reads(dead_call: Act) -> None:
    assert reconcile()["nudged"] == 1

    assert lanes(dead_call) == [READING]
