"""A key that its network refuses is reported to IT by letter, once for each refusal."""

from datetime import timedelta

import pytest

from tests.alarms.mail_server import MailServer
from tests.factories import make_account
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Key
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db
WHY = "VK не принял ключ: его отозвали."


@pytest.fixture
def vk(rubtsovsk: Administration, alice: Person, ivan: Person) -> Account:
    account = make_account(rubtsovsk, responsible=alice)
    put_key(account=account, slot="community", secret=Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5"), by=ivan)
    return account


def refuse(account: Account) -> Key:
    key: Key = account.keys.get(slot="community")
    account.keys.filter(pk=key.pk).update(refused_at=now() - timedelta(minutes=3), refusal=WHY)
    return key


def test_it_is_told_with_the_networks_reason_once(mail: MailServer, vk: Account, ivan: Person, carol: Person) -> None:
    refuse(vk)

    assert [(notice(), send_waiting()), (notice(), send_waiting())] == [(1, 1), (0, 0)]

    (letter,) = mail.letters
    assert (letter["To"], letter["Subject"]) == (
        ivan.email,
        f"Вече: «ВКонтакте, {vk.title}» — сеть не принимает ключ",
    )
    assert f"Ключ сообщества: {WHY}" in letter.get_content().replace("\r\n", "\n")
    assert f"/accounts/{vk.pk}/" in letter.get_content()


def test_two_keys_of_an_account_are_told_in_one_letter(mail: MailServer, vk: Account, ivan: Person) -> None:
    put_key(account=vk, slot="admin", secret=Secret("vk1.a.Zm9yLXRoZS1hZG1pbmlzdHJhdG9y"), by=ivan)
    vk.keys.update(refused_at=now() - timedelta(minutes=3), refusal=WHY)

    assert (notice(), send_waiting()) == (1, 1)

    assert "То, для чего они нужны, ждёт, пока ключи не заменят." in mail.letters[0].get_content()


def test_a_refusal_that_a_check_may_clear_calls_nobody(vk: Account, ivan: Person) -> None:
    vk.keys.update(refused_at=now(), refusal=WHY)

    assert notice() == 0


def test_after_it_was_accepted_the_next_refusal_is_told_again(vk: Account, ivan: Person) -> None:
    told = []
    for step in (refuse, lambda account: account.keys.update(refused_at=None, refusal=""), refuse):
        step(vk)
        told.append(notice())

    assert told == [1, 0, 1]


def test_a_replaced_key_and_a_closed_account_call_nobody(vk: Account, ivan: Person) -> None:
    key = refuse(vk)
    Key.objects.filter(pk=key.pk).update(revoked_at=now())
    replaced = notice()
    Key.objects.filter(pk=key.pk).update(revoked_at=None)
    Account.objects.filter(pk=vk.pk).update(closed_at=now())

    assert (replaced, notice()) == (0, 0)
