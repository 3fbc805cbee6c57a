"""«Пусть сеть присылает сама»: chosen on the page, set in the network, received by a running site, and switched off."""

import time
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.inbox.conftest import Stand
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until
from veche.accounts.domain.clients import webhook_setup_of
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.register import close
from veche.accounts.domain.webhook_removal import PAUSES, unsubscribe_webhook
from veche.accounts.domain.webhook_subscription import sync_webhook, want_webhook, webhook_url, why_no_webhook
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, Bucket, Key
from veche.accounts.tasks import check_account
from veche.inbox.models import Gap, InboundEvent
from veche.inbox.tasks import look_after_calls, poll_network
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings: Settings) -> Iterator[str]:
    server = LiveServer("127.0.0.1")
    settings.ORIGIN = server.url
    yield server.url
    server.stop()


@pytest.fixture
def max_(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Stand:
    given = sandbox.add_account("max", "Рубцовск", new_bot=True)
    account = Account.objects.create(
        administration=rubtsovsk, network="max", title="Рубцовск", remote_id=str(given["chat_id"]), responsible=alice
    )
    put_key(account=account, slot="bot", secret=Secret(given["token"]), by=alice)
    stand = Stand(sandbox, account, given)
    stand.look()
    return stand


@pytest.fixture(params=["vk", *(pytest.param(name, marks=pytest.mark.sweep) for name in ("telegram", "max_"))])
def host(request: pytest.FixtureRequest, settings: Settings) -> Stand:
    """In a training installation, which may use an address of this machine."""
    found: Stand = request.getfixturevalue(request.param)
    settings.DEMO = True
    Key.objects.update(training=True)
    return found


def fresh(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def press(browser: Client, account: Account, wanted: str) -> None:
    browser.post(reverse("accounts:webhook", args=[account.pk]), {"wanted": wanted})
    sync_webhook(fresh(account))


def test_a_network_sends_by_itself_from_one_press_to_the_next(host: Stand, site: str, alice: Person, ivan: Person):
    browser, account = client_of(ivan), host.account
    press(browser, account, "yes")
    check_account.func(account.pk, None)  # once more, as every night

    act = plan_act(account=account, intent="publish", title="Каток", act=Publish(OutgoingPost("Каток")), by=alice)
    deliver(act.pk, worker="w")
    number = Act.objects.get(pk=act.pk).remote_id
    host.sandbox.write_comment(
        host.slug, number if host.slug == "max" else int(number), "Анна", "Ура", account=host.number
    )
    wait_until(lambda: InboundEvent.objects.filter(kind="comment").count() == 1)
    asked_meanwhile = poll_network.func(host.slug)
    card = browser.get(reverse("outbox:account", args=[account.pk])).content.decode()

    assert fresh(account).trouble == ""
    assert asked_meanwhile == 0
    assert "события сеть присылает сама" in card
    assert fresh(account).unreachable_since is None

    press(browser, account, "no")
    host.look()
    assert fresh(account).webhook_since is None
    assert fresh(account).trouble == ""
    assert fresh(account).poll_failures == 0
    verbs = Entry.objects.filter(verb__in=("account.called_back", "account.asked_itself"))
    assert list(verbs.order_by("number").values_list("verb", flat=True)) == [
        "account.called_back",
        "account.asked_itself",
    ]


def test_what_the_network_refuses_leaves_us_asking(host: Stand, site: str, ivan: Person):
    method = {"vk": "groups.addCallbackServer", "telegram": "setWebhook", "max": "POST /subscriptions"}[host.slug]
    host.sandbox.fault(host.slug, method, "refused_before_apply")

    press(client_of(ivan), host.account, "yes")

    account = fresh(host.account)
    assert account.webhook_wanted is True
    assert account.webhook_since is None
    assert bool(account.trouble) is True
    look_after_calls.func(host.slug)
    assert (fresh(account).webhook_since is not None, fresh(account).trouble) == (True, "")


SILENT = (
    "Сеть переставала присылать нам новое: наш адрес не отвечал, или его там убрали. Что она сохранила, "
    "прочитаем сами; остальное за это время посмотрите в сети."
)


def give_up(host: Stand) -> None:
    """Do what a network does after an address failed for long; VK then shows it as failed, or not at all."""
    network = webhook_setup_of(host.account, patience=2.0)
    network.unsubscribe(webhook_url(host.account), deadline=time.monotonic() + 10)


def write(host: Stand, number: str, text: str) -> None:
    where = number if host.slug == "max" else int(number)
    host.sandbox.write_comment(host.slug, where, "Анна", text, account=host.number)


def comments(account: Account) -> list[str]:
    found = InboundEvent.objects.filter(account=account, kind="comment").order_by("pk")
    return [arrival.payload["text"] for arrival in found]


def test_what_came_when_nobody_was_called_is_read_and_said(host: Stand, site: str, alice: Person, ivan: Person):
    account = host.account
    act = plan_act(account=account, intent="publish", title="Каток", act=Publish(OutgoingPost("Каток")), by=alice)
    deliver(act.pk, worker="w")
    number = Act.objects.get(pk=act.pk).remote_id
    host.look()
    press(client_of(ivan), account, "yes")
    look_after_calls.func(host.slug)
    heard = (fresh(account).webhook_since, Gap.objects.count())

    give_up(host)
    write(host, number, "Ночью")
    check_account.func(account.pk, None)  # the nightly check does not resubscribe silently
    before = comments(account)
    look_after_calls.func(host.slug)
    asked = (fresh(account).webhook_since, [gap.sentence for gap in Gap.objects.all()])
    poll_network.func(host.slug)
    read = comments(account)
    look_after_calls.func(host.slug)
    write(host, number, "Утром")
    look_after_calls.func(host.slug)  # written before VK confirmed the address

    assert heard[0] is not None
    assert heard[1] == 0
    assert before == []
    assert asked == (None, [SILENT])
    assert (read, fresh(account).webhook_since is not None) == (["Ночью"], True)
    wait_until(lambda: comments(account) == ["Ночью", "Утром"])


def test_a_network_that_does_not_say_whether_it_calls_is_believed(host: Stand, site: str, ivan: Person):
    method = {"vk": "groups.getCallbackServers", "telegram": "getWebhookInfo", "max": "GET /subscriptions"}[host.slug]
    press(client_of(ivan), host.account, "yes")
    host.sandbox.fault(host.slug, method, "bad_gateway")

    look_after_calls.func(host.slug)

    account = fresh(host.account)
    assert account.webhook_since is not None
    assert bool(account.trouble) is True
    assert Gap.objects.count() == 0


@pytest.mark.parametrize(
    "origin", ["http://veche.example.ru", "https://127.0.0.1", "https://localhost:8000", "https://10.1.2.3"]
)
def test_nobody_outside_can_reach_such_an_address(origin: str, vk: Stand, ivan: Person, settings: Settings):
    settings.ORIGIN = origin

    with pytest.raises(AccountError, match="открытый адрес с https"):
        want_webhook(account=vk.account, by=ivan, wanted=True)
    assert fresh(vk.account).webhook_wanted is False


def test_a_public_address_with_https_will_do(vk: Stand, settings: Settings):
    settings.ORIGIN = "https://veche.example.ru"

    assert why_no_webhook(vk.account) == ""
    assert "не присылает" in why_no_webhook(Account(network="ok"))


STOPS = {"vk": "groups.deleteCallbackServer", "telegram": "deleteWebhook", "max": "DELETE /subscriptions"}


def test_closing_an_account_tells_the_network_to_stop_and_then_forgets_the_keys(
    host: Stand, site: str, carol: Person, ivan: Person
):
    press(client_of(ivan), host.account, "yes")
    before = len(host.sandbox.calls(host.slug, STOPS[host.slug]))

    close(account=fresh(host.account), by=carol)

    kept = Key.objects.filter(account=host.account)
    assert (kept.filter(revoked_at=None).count(), kept.filter(sealed="").count()) == (0, 0)
    host.sandbox.fault(host.slug, STOPS[host.slug], "bad_gateway")
    Bucket.objects.update(free_at=0.0)
    assert unsubscribe_webhook(fresh(host.account), tries=0) is False
    Bucket.objects.update(free_at=0.0)
    assert unsubscribe_webhook(fresh(host.account), tries=1) is True

    assert len(host.sandbox.calls(host.slug, STOPS[host.slug])) > before
    assert (kept.exclude(sealed="").count(), fresh(host.account).webhook_since) == (0, None)
    assert Entry.objects.filter(verb="account.unsubscribed").count() == 1
    waits = DBTaskResult.objects.filter(task_path="veche.accounts.tasks.part").order_by("enqueued_at")
    assert [row.args_kwargs["args"] for row in waits] == [[host.account.pk, 0], [host.account.pk, 1]]


def test_a_network_that_stays_silent_does_not_keep_the_keys_of_a_closed_account(vk: Stand, ivan: Person):
    Account.objects.update(webhook_since=now())
    close(account=fresh(vk.account), by=ivan)
    vk.sandbox.fault("vk", "groups.getCallbackServers", "bad_gateway")

    assert unsubscribe_webhook(fresh(vk.account), tries=len(PAUSES)) is False

    assert Key.objects.filter(account=vk.account).exclude(sealed="").count() == 0
    assert not Entry.objects.filter(verb="account.unsubscribed").exists()
