"""«Пробная запись»: published, proven, deleted; and the state if a network refuses to delete it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.check import check
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Bucket
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.kernel.crypto import Secret
from veche.norm.domain.week import week_norm
from veche.outbox.domain import trial
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.freeze import freeze
from veche.outbox.enums import ActState
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)

SLOTS = {
    "vk": {"community": "community_token", "admin": "admin_token"},
    "ok": {"admin": "access_token", "application": "application_key", "secret": "application_secret"},
    "telegram": {"bot": "token"},
    "max": {"bot": "token"},
}
NUMBERS = {"vk": "group_id", "ok": "group_id", "telegram": "channel_id", "max": "chat_id"}


def connected(sandbox: SandboxProcess, network: str, by: Person, *, slots: tuple[str, ...] = ()) -> Account:
    given = sandbox.add_account(network, "Проба")
    linked = str(given["group_id"]) if network == "telegram" else ""
    account: Account = Account.objects.create(
        administration=by.administration,
        network=network,
        title="Проба",
        remote_id=str(given[NUMBERS[network]]),
        linked_group_id=linked,
        responsible=by,
    )
    for slot, name in SLOTS[network].items():
        if not slots or slot in slots:
            put_key(account=account, slot=slot, secret=Secret(given[name]), by=by)
    check(account=account)
    return Account.objects.get(pk=account.pk)


def run(act: Act) -> Act:
    Act.objects.filter(pk=act.pk).update(next_try_at=now())
    Bucket.objects.update(free_at=0.0)
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    return act


def long_ago(act: Act) -> None:
    """As if ten seconds had passed without proof."""
    Act.objects.filter(pk=act.pk).update(last_call_at=now() - trial.UNPROVEN_FOR)


def page(browser: Client, account: Account) -> str:
    return browser.get(reverse("outbox:account_trial", args=[account.pk])).content.decode()


@pytest.mark.parametrize("network", SLOTS)
def test_it_stands_and_goes(network: str, sandbox: SandboxProcess, alice: Person):
    account, browser = connected(sandbox, network, alice), client_of(alice)
    url = reverse("outbox:account_trial", args=[account.pk])
    assert "Выложить и удалить" in page(browser, account)

    browser.post(url)
    act = run(Act.objects.get())
    browser.post(url)
    stood = [post["text"] for post in sandbox.posts(network, int(account.remote_id)) if not post["deleted"]]
    long_ago(act)
    assert (trial.take_away(), trial.take_away()) == (1, 0)
    end = Act.objects.get(verb="withdraw")
    while end.state not in (ActState.CONFIRMED, ActState.FAILED, ActState.BY_HAND):
        end = run(end)

    left = [post for post in sandbox.posts(network, int(account.remote_id)) if not post["deleted"]]
    assert ([text.startswith("Проверка связи, ") for text in stood], left) == ([True], [])
    assert (end.state, Act.objects.filter(verb="publish").count()) == (ActState.CONFIRMED, 1)
    assert "Аккаунт работает" in page(browser, account)
    assert Entry.objects.filter(verb="act.tried").count() == 1
    assert week_norm(alice.administration, today("Asia/Barnaul")).counted == ()

    browser.post(url)
    assert Act.objects.filter(verb="publish").count() == 2


def test_where_the_key_may_not_delete_a_person_gets_a_card(sandbox: SandboxProcess, alice: Person):
    account, browser = connected(sandbox, "vk", alice, slots=("community",)), client_of(alice)
    assert "придётся руками" in page(browser, account)

    trial.begin(account=account, by=alice)
    long_ago(run(Act.objects.get()))
    trial.take_away()

    assert Act.objects.get(verb="withdraw").state == ActState.BY_HAND
    with pytest.raises(NotNow, match="ещё не удалена"):
        trial.begin(account=account, by=alice)
    assert "every 1s" not in page(browser, account)


def test_what_did_not_leave_is_told_and_may_be_tried_again(sandbox: SandboxProcess, alice: Person):
    account, browser = connected(sandbox, "max", alice), client_of(alice)
    sandbox.fault("max", "POST /messages", "error", code="access.denied")

    run(trial.begin(account=account, by=alice))

    assert trial.take_away() == 0
    text = page(browser, account)
    assert "MAX не даёт этого боту" in text
    assert "Попробовать ещё раз" in text


def test_nothing_is_tried_by_a_key_that_publishes_nothing(sandbox: SandboxProcess, alice: Person):
    account = connected(sandbox, "vk", alice)
    account.passport.abilities["publish_text"] = {"mode": "by_hand", "why": "Ключ отозван.", "slot": None, "steps": []}

    with pytest.raises(NotNow, match="Ключ отозван"):
        trial.begin(account=account, by=alice)
    assert Act.objects.count() == 0


def test_a_freeze_stops_it_like_everything_else(sandbox: SandboxProcess, rubtsovsk: Administration, carol: Person):
    account = connected(sandbox, "max", carol)
    freeze(administration=rubtsovsk, by=carol, reason="Проверка")

    assert trial.begin(account=account, by=carol).state == ActState.STOPPED
    assert "every 1s" not in page(client_of(carol), account)
