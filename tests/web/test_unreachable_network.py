"""An unreachable network is a normal state: the queue waits, pages show since when, plan and norm stay correct."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import Settings

from tests import written
from tests.markup import element
from tests.markup import words as words_of
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.outbox.conftest import telegram, vk  # noqa: F401 -- fixtures
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain import clients
from veche.accounts.models import Account, Bucket
from veche.inbox.domain.receive import poll
from veche.kernel.clock import local, now, today
from veche.norm.domain.week import week_norm
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def words(browser, url: str) -> str:
    return words_of(element(browser.get(url).content.decode(), "main"))


def run(act: Act) -> str:
    moment = now()
    Act.objects.filter(pk=act.pk).update(due_at=moment, next_try_at=moment, not_after=moment + timedelta(hours=1))
    Bucket.objects.update(free_at=0.0)
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    return act.state


def away(settings: Settings, network: str) -> None:
    """Set an address of the network at which no server answers."""
    settings.NETWORKS = {**settings.NETWORKS, network: {**settings.NETWORKS[network], "url": "http://127.0.0.1:1"}}
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    clients.http.cache_clear()


def test_the_queue_waits_and_the_pages_say_since_when(
    vk: Account,  # noqa: F811
    telegram: Account,  # noqa: F811
    alice: Person,
    carol: Person,
    sandbox: SandboxProcess,
    settings: Settings,
):
    posts = [
        written.approved(
            alice, carol, accounts=(vk, telegram), title=f"Каток {number}", publish_at=now() + timedelta(minutes=9)
        )
        for number in range(2)
    ]
    assert len(posts) == 2
    browser, page = client_of(alice), reverse("outbox:account", args=[telegram.pk])
    acts = Act.objects.order_by("pk")
    for act in acts.filter(account=vk):
        assert run(act) in (ActState.SENT, ActState.CONFIRMED)
        deliver(act.pk, worker="w")
    Act.objects.filter(account=vk).update(state=ActState.CONFIRMED, proof="read_back")
    before = week_norm(alice.administration, today("Asia/Barnaul"))

    way = (settings.NETWORKS, settings.SANDBOX_URL)
    away(settings, "telegram")
    states = [run(act) for act in acts.filter(account=telegram)]
    poll(telegram)
    since = Account.objects.get(pk=telegram.pk).unreachable_since

    assert states == [ActState.PLANNED] * 2
    assert since is not None
    clock = local(since, "Asia/Barnaul").strftime("%H:%M")
    first = local(acts.filter(account=telegram)[0].not_after, "Asia/Barnaul").strftime("%H:%M")
    assert f"Телеграм не отвечает с {clock}. Две записи ждут в очереди и уйдут сами" in words(browser, "/")
    told = words(browser, page)
    assert f", {clock}, очередь ждёт: 2 публикации" in told
    assert f"{first}, тогда спросим вас" in told
    after = week_norm(alice.administration, today("Asia/Barnaul"))
    assert after == replace(before, going=frozenset())  # published in the other network only

    Act.objects.filter(account=telegram).filter(title="Каток 0").update(
        due_at=now() - timedelta(hours=2), not_after=now() - timedelta(minutes=1)
    )
    reconcile()
    missed = acts.get(account=telegram, title="Каток 0")
    assert (missed.state, "связи с сетью не было" in missed.reason) == (ActState.MISSED, True)
    assert "Время прошло, а связи с сетью не было" in words(browser, "/")
    assert week_norm(alice.administration, today("Asia/Barnaul")).forecast == before.forecast == 2

    settings.NETWORKS, settings.SANDBOX_URL = way
    clients.http.cache_clear()
    assert run(acts.get(account=telegram, title="Каток 1")) == ActState.SENT
    assert run(missed) == ActState.MISSED
    assert ("не отвечает" in words(browser, "/"), "нет связи" in words(browser, page)) == (False, False)
    assert [post["text"] for post in sandbox.posts("telegram")].count(written.TEXT) == 1
