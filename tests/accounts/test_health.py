"""A silent network or a refused key affects no other account and causes no storm of calls."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import make_account
from veche.accounts.domain.health import may_be_polled, note_answered, note_trouble, pause_polling
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Key
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import NetworkError, Slot
from veche.staff.models import Administration, Person

SILENCE = NetworkError("VK не отвечает.", code="connect")
REFUSAL = NetworkError("VK не принял ключ.", permanent=True, key_slot=Slot.ADMIN, code="vk_5")
BUSY = NetworkError("VK просит слать реже.", retry_after=900, code="vk_9")


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    made = make_account(rubtsovsk, responsible=alice)
    put_key(account=made, slot="admin", secret=Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Q"), by=alice)
    return made


@pytest.fixture
def neighbour(rubtsovsk: Administration, alice: Person) -> Account:
    made = make_account(rubtsovsk, responsible=alice, title="Спорт")
    put_key(account=made, slot="admin", secret=Secret("vk1.a.YW5vdGhlci1vbmUtbW9y"), by=alice)
    return made


def fresh(account: Account) -> Account:
    return Account.objects.of(account.administration_id).get(pk=account.pk)


def rests_until(account: Account) -> datetime:
    moment = fresh(account).poll_after
    assert moment is not None
    return moment


def refused(account: Account) -> list[str]:
    keys = Key.objects.of(account.administration_id).filter(account=account)
    return [key.refusal for key in keys.exclude(refused_at=None)]


def checks_asked() -> int:
    return DBTaskResult.objects.filter(task_path="veche.accounts.tasks.check_account").count()


@pytest.mark.parametrize("code", ["vk_100", "ok_50", "tg_403", "max_access.denied"])
def test_whoever_refuses_is_there(account: Account, code: str):
    note_trouble(account=account, error=SILENCE)
    note_trouble(account=account, error=NetworkError("Отказ сети.", permanent=True, code=code))

    assert (fresh(account).unreachable_since, fresh(account).trouble) == (None, "Отказ сети.")


def test_silence_is_dated_once_and_touches_one_account(account: Account, neighbour: Account):
    note_trouble(account=account, error=SILENCE)
    since = fresh(account).unreachable_since
    note_trouble(account=account, error=SILENCE)

    assert since is not None
    assert (fresh(account).unreachable_since, fresh(account).trouble) == (since, "VK не отвечает.")
    assert (fresh(neighbour).unreachable_since, fresh(neighbour).trouble) == (None, "")


def test_a_refusal_is_an_answer_so_the_network_is_there(account: Account):
    note_trouble(account=account, error=SILENCE)

    note_trouble(account=account, error=REFUSAL)

    assert fresh(account).unreachable_since is None


def test_a_refused_key_is_marked_and_the_keys_are_asked_about_once(account: Account, neighbour: Account):
    note_trouble(account=account, error=REFUSAL)
    note_trouble(account=account, error=REFUSAL)

    assert refused(account) == ["VK не принял ключ."]
    assert refused(neighbour) == []
    assert checks_asked() == 1


def test_pauses_grow_to_five_minutes_for_a_refusal_and_to_one_for_silence(account: Account):
    def pauses(error: NetworkError) -> list[int]:
        note_answered(account=fresh(account))
        found = []
        for _ in range(8):
            before = now()
            pause_polling(account=fresh(account), error=error)
            found.append(round((rests_until(account) - before).total_seconds()))
        return found

    assert pauses(REFUSAL) == [5, 10, 20, 40, 80, 160, 300, 300]
    assert pauses(SILENCE) == [5, 10, 20, 40, 60, 60, 60, 60]


def test_the_pause_that_a_network_names_is_kept(account: Account):
    before = now()
    pause_polling(account=account, error=BUSY)

    assert rests_until(account) - before >= timedelta(seconds=900)


def test_who_rests_after_a_failure_is_not_polled_and_the_others_are(account: Account, neighbour: Account):
    pause_polling(account=account, error=REFUSAL)

    polled = Account.objects.of(account.administration_id).filter(may_be_polled())

    assert list(polled) == [neighbour]


def test_after_the_pause_it_is_polled_again(account: Account):
    Account.objects.filter(pk=account.pk).update(poll_after=now() - timedelta(seconds=1), poll_failures=3)

    assert list(Account.objects.of(account.administration_id).filter(may_be_polled())) == [account]


def test_an_answer_ends_all_trouble(account: Account):
    note_trouble(account=account, error=SILENCE)
    pause_polling(account=account, error=SILENCE)

    note_answered(account=fresh(account))

    well = fresh(account)
    assert well.unreachable_since is None
    assert well.trouble == ""
    assert well.poll_after is None
    assert well.poll_failures == 0


def test_closed_and_keyless_accounts_are_never_polled(account: Account, neighbour: Account):
    Account.objects.filter(pk=account.pk).update(closed_at=timezone.now())
    Key.objects.filter(account=neighbour).update(revoked_at=timezone.now())

    assert list(Account.objects.of(account.administration_id).filter(may_be_polled())) == []
