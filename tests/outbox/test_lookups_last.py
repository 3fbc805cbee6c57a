"""However long a network is unavailable, sent acts are looked up afterwards: none stays «проверяем» forever."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.health import note_answered, note_trouble
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import NetworkError
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.resolve import LOOKUP_PAUSES, SLOW_LOOKUPS, SLOW_PAUSE
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

# The quick look-ups and the one an hour later: the next comes an hour after that.
AN_HOUR_APART = len(LOOKUP_PAUSES) + 1


@pytest.fixture
def sent(vk: Account, post_to: Callable[..., Act]) -> Act:
    act = post_to(vk, "Каток открыт")
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    assert act.state == ActState.SENT
    return act


def pauses(act: Act, looks: int) -> list[timedelta]:
    """Look the act up so many times, each as soon as allowed."""
    found = []
    for _ in range(looks):
        act.refresh_from_db()
        with time_machine.travel(act.next_try_at, tick=False):
            deliver(act.pk, worker="w")
            act.refresh_from_db()
            found.append(act.next_try_at - now())
    return found


def without_admin(act: Act) -> None:
    act.account.keys.filter(slot="admin").update(revoked_at=now())


def test_an_outage_uses_up_no_slow_lookup(sent: Act, sandbox: SandboxProcess) -> None:
    sandbox.fault("vk", "wall.getById", "dropped", times=AN_HOUR_APART + 3, seconds=0)

    found = pauses(sent, AN_HOUR_APART + 3)

    assert (found, sent.lookups) == ([*LOOKUP_PAUSES, *[SLOW_PAUSE] * 4], AN_HOUR_APART)
    pauses(sent, 1)
    assert (sent.state, sent.proof) == (ActState.CONFIRMED, Proof.READ_BACK)


def test_what_cannot_be_told_is_asked_hourly_for_three_days(sent: Act) -> None:
    without_admin(sent)
    Act.objects.filter(pk=sent.pk).update(lookups=len(LOOKUP_PAUSES) + SLOW_LOOKUPS - 1)

    last, never = pauses(sent, 2)

    assert last == SLOW_PAUSE
    assert never > timedelta(days=365)
    assert timedelta(days=3) == SLOW_PAUSE * SLOW_LOOKUPS


def test_a_new_key_asks_about_it_at_once(sent: Act, sandbox: SandboxProcess, alice: Person) -> None:
    without_admin(sent)
    Act.objects.filter(pk=sent.pk).update(lookups=len(LOOKUP_PAUSES) + SLOW_LOOKUPS)
    pauses(sent, 1)

    put_key(account=sent.account, slot="admin", secret=Secret(sandbox.info["vk"]["admin_token"]), by=alice)
    deliver(sent.pk, worker="w")

    sent.refresh_from_db()
    assert (sent.state, sent.proof) == (ActState.CONFIRMED, Proof.READ_BACK)


def test_an_account_that_answers_again_is_asked_at_once(sent: Act) -> None:
    note_trouble(account=sent.account, error=NetworkError("VK не отвечает.", code="connect"))
    Act.objects.filter(pk=sent.pk).update(lookups=len(LOOKUP_PAUSES), next_try_at=now() + timedelta(minutes=20))

    note_answered(account=Account.objects.get(pk=sent.account_id))

    sent.refresh_from_db()
    assert (sent.lookups, sent.next_try_at <= now()) == (0, True)


def test_lookups_due_within_a_minute_keep_their_pauses(sent: Act) -> None:
    soon = now() + timedelta(seconds=50)
    Act.objects.filter(pk=sent.pk).update(lookups=4, next_try_at=soon)
    note_trouble(account=sent.account, error=NetworkError("VK не отвечает.", code="connect"))

    note_answered(account=Account.objects.get(pk=sent.account_id))

    sent.refresh_from_db()
    assert (sent.lookups, sent.next_try_at) == (4, soon)
