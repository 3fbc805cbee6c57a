"""The training networks call a running site: VK's Callback API and Telegram's webhook."""

import base64
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from tests import loopback
from tests.inbox.conftest import Stand, png
from tests.waiting import wait_until
from veche.accounts.domain.clients import seal_webhook_secret, webhook_setup_of
from veche.inbox.domain.process_events import process_events
from veche.inbox.models import InboundEvent, Message
from veche.inbox.words import where
from veche.kernel.crypto import Secret
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Obratno_1"
PLACES = {
    "photo": {"photo": base64.b64encode(png()).decode()},
    "video": {"title": "Дороги"},
    "topic": {"title": "Дороги"},
}


@pytest.fixture
def site() -> Iterator[str]:
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


def hook_of(stand: Stand, site: str, **fields: str) -> str:
    account = stand.account
    account.refresh_from_db()
    account.webhook_secret = seal_webhook_secret(account, Secret(SECRET))
    for name, value in fields.items():
        setattr(account, name, value)
    account.save()
    return site + reverse("api:hook", args=[stand.slug, account.webhook_path])


def ask_vk(stand: Stand, method: str, **params: Any) -> Any:
    base = stand.sandbox.info["vk"]["base"]
    sent = {**params, "group_id": stand.number, "access_token": stand.given["admin_token"], "v": "5.199"}
    return loopback.post(f"{base}/method/{method}", data=sent).json()["response"]


def test_vk_calls_back(vk: Stand, alice: Person, site: str) -> None:
    code = ask_vk(vk, "groups.getCallbackConfirmationCode")["code"]
    url = hook_of(vk, site, webhook_confirmation=code)
    webhook_setup_of(vk.account, patience=2.0).subscribe(url, SECRET, deadline=time.monotonic() + 10)
    wait_until(lambda: ask_vk(vk, "groups.getCallbackServers")["items"][0]["status"] == "ok")

    post = vk.publish("Каток открыт", alice)
    written = vk.resident(post, "Ура")
    vk.change("delete", written["id"])
    wait_until(lambda: InboundEvent.objects.filter(kind="comment_gone").exists())
    process_events(vk.account)

    act = Act.objects.get(verb="publish")
    message = Message.objects.get()
    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.EVENT)
    assert message.text == "Ура"
    assert message.state == "gone"
    assert message.conversation.act_id == act.pk

    for kind, body in PLACES.items():
        place = vk.sandbox.ask("POST", "vk", "places", {"account": vk.number, "kind": kind, **body})["id"]
        said = {"kind": kind, "place_id": place, "author": "Анна Ковалёва", "text": f"Где {kind}?"}
        vk.sandbox.ask("POST", "vk", "places/comments", {"account": vk.number, **said})
    wait_until(lambda: InboundEvent.objects.filter(kind="comment").count() == 4)
    process_events(vk.account)
    assert Message.objects.count() == 4
    vk.look()  # the title of a topic comes with the poll besides the webhook
    told = {one.text: where(one) for one in Message.objects.exclude(pk=message.pk).select_related("conversation")}
    assert told == {"Где photo?": "под фото", "Где video?": "под видео", "Где topic?": "в обсуждении «Дороги»"}


def test_telegram_calls_back(telegram: Stand, alice: Person, site: str) -> None:
    url = hook_of(telegram, site)
    info = telegram.sandbox.info["telegram"]
    loopback.post(
        f"{info['base']}/bot{telegram.given['token']}/setWebhook",
        json={"url": url, "secret_token": SECRET},
    ).raise_for_status()

    post = telegram.publish("Тепло вернули", alice)
    telegram.resident(post, "Спасибо!")
    wait_until(lambda: InboundEvent.objects.filter(kind="comment").exists())
    process_events(telegram.account)

    act = Act.objects.get(verb="publish")
    message = Message.objects.get()
    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.EVENT)
    assert message.text == "Спасибо!"
    assert message.author == "Анна Ковалёва"
    assert message.conversation.act_id == act.pk
