"""From «Подключить» to «подтверждено» on a server with Mastodon's API: the strict one, and snac if it is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from scripts import find
from tests.networks.mastodon.server import MastodonProcess
from tests.networks.mastodon.snac import LEFT_OUT, SnacProcess
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain import clients
from veche.accounts.models import Account, Connection
from veche.accounts.tasks import look_at_connection
from veche.engine.queues import reading
from veche.kernel.clock import now
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.resolve import resolve
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db
ON_SNAC = pytest.param(SnacProcess, id="snac", marks=pytest.mark.skipif(find.snac() is None, reason=LEFT_OUT))


@pytest.fixture(params=[pytest.param(MastodonProcess, id="strict"), ON_SNAC])
def server(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[SandboxProcess]:
    """The installation's server; private addresses are allowed only in a training installation."""
    with request.param(tmp_path) as process:
        base = process.info["mastodon"]["base"]
        settings.OFFERED_NETWORKS = (*settings.OFFERED_NETWORKS, "mastodon")
        settings.NETWORKS = {**settings.NETWORKS, "mastodon": {"url": base, "pages": base, "proxy": "", "ca": ""}}
        settings.SANDBOX_URL = base
        queues = [*settings.TASKS["default"]["QUEUES"], "mastodon", reading("mastodon")]
        settings.TASKS = {"default": {**settings.TASKS["default"], "QUEUES": queues}}
        clients.http.cache_clear()
        yield process
    clients.http.cache_clear()


def connected(server: SandboxProcess, ivan: Person, alice: Person, address: str) -> Account:
    browser, given = client_of(ivan), server.info["mastodon"]
    begun = browser.post(reverse("accounts:connect_mastodon"), {"address": address, "bot": given["token"]})
    assert begun.status_code == 302, begun.content.decode()
    connection = Connection.objects.get()
    look_at_connection.func(str(connection.pk))
    connection.refresh_from_db()
    assert connection.trouble == ""
    browser.post(
        reverse("accounts:connecting_finish", args=[connection.pk]),
        {"title": "Рубцовск", "responsible": alice.pk, "legal_basis": "Постановление № 1541"},
    )
    return Account.objects.get()


def published(account: Account, alice: Person, text: str) -> Act:
    act = plan_act(
        account=account, intent="publish:1", title=text, act=Publish(OutgoingPost(text)), by=alice, due_at=now()
    )
    deliver(act.pk, worker="w")
    Act.objects.of(account.administration).update(next_try_at=now())
    resolve(act.pk, worker="w")
    act.refresh_from_db()
    return act


def test_a_page_is_connected_and_a_post_is_proven(server: SandboxProcess, ivan: Person, alice: Person) -> None:
    given = server.info["mastodon"]
    account = connected(server, ivan, alice, f"{given['base']}/@{given['username']}?from=menu")

    act = published(account, alice, "Каток на Ленина открыт.")

    assert (account.remote_id, account.username) == (given["account_id"], given["username"])
    assert account.url.startswith(given["base"])
    assert (act.state, act.reason) == ("confirmed", "")
    [stands] = server.posts("mastodon")
    assert (str(stands["id"]), stands["text"]) == (act.remote_id, "Каток на Ленина открыт.")
    assert act.remote_url.startswith(given["base"])
