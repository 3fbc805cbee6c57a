"""Acts planned or claimed while a freeze is being lifted are neither lost nor sent under the next freeze."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests import factories
from tests.outbox.test_freeze import in_thread
from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.domain import freeze as freezing
from veche.outbox.domain.claim import claim
from veche.outbox.domain.freeze import freeze, release
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
RINK = Publish(OutgoingPost("Каток открыт"))
BESIDE = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")


@pytest.fixture
def account(alice: Person) -> Account:
    return factories.make_account(alice.administration, responsible=alice)


def left_behind(account: Account, *, late: bool = False) -> Act:
    """Stopped by a freeze that was lifted at the same moment."""
    return factories.make_act(account, state=ActState.STOPPED, due_at=now() - timedelta(hours=3 if late else 0))


def test_what_a_lifted_freeze_left_behind_goes_by_plan(account: Account) -> None:
    act = left_behind(account)

    told = reconcile()

    act.refresh_from_db()
    assert told == {"thawed": 1, "missed": 0, "nudged": 0}
    assert act.state == ActState.PLANNED
    assert act.reason == ""


def test_what_a_lifted_freeze_left_behind_past_its_hour_waits_for_a_person(account: Account) -> None:
    act = left_behind(account, late=True)

    told = reconcile()

    act.refresh_from_db()
    assert (told, act.state) == ({"thawed": 0, "missed": 1, "nudged": 0}, ActState.MISSED)
    assert act.reason == "Время вышло, пока всё было заморожено. Решите, нужна ли ещё."
    assert Entry.objects.filter(verb="act.missed", object_id=str(act.pk)).count() == 1


def test_under_a_freeze_it_stays(account: Account, carol: Person) -> None:
    soon, late = left_behind(account), left_behind(account, late=True)
    freeze(administration=carol.administration, by=carol, reason="Проверка")

    told = reconcile()

    assert told == {"thawed": 0, "missed": 0, "nudged": 0}
    assert dict(Act.objects.values_list("pk", "state")) == {soon.pk: ActState.STOPPED, late.pk: ActState.STOPPED}


@BESIDE
def test_planned_while_the_freeze_is_lifted(account: Account, carol: Person, alice: Person) -> None:
    freeze(administration=carol.administration, by=carol, reason="Проверка")
    planned, lifted = threading.Event(), threading.Event()

    def approve() -> None:
        with transaction.atomic():
            plan_act(account=account, intent="publish:1:1", title="Каток", act=RINK, by=alice)
            planned.set()
            lifted.wait(60)

    approving = in_thread(approve)
    planned.wait(60)
    release(administration=carol.administration, by=carol)
    lifted.set()
    approving.join()
    told = reconcile()

    assert (told["thawed"], Act.objects.get().state) == (1, ActState.PLANNED)


@BESIDE
def test_taken_while_the_freeze_is_lifted(account: Account, carol: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(administration=carol.administration, by=carol, reason="Проверка")
    act = factories.make_act(account, due_at=now(), state=ActState.PLANNED)
    write_down = record

    def write_down_late(**entry: Any) -> None:
        in_thread(lambda: claim(act.pk, worker="w")).join(10)
        write_down(**entry)

    monkeypatch.setattr(freezing, "record", write_down_late)
    release(administration=carol.administration, by=carol)
    told = reconcile()

    act.refresh_from_db()
    assert (told["thawed"], act.state) == (1, ActState.PLANNED)
