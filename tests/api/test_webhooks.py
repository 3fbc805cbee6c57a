"""Webhook calls: which are accepted, which are refused, and the answers."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_act
from veche.accounts.domain.clients import seal_webhook_secret
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.inbox.domain.process_events import process_events
from veche.inbox.models import Gap, InboundEvent, Message
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.payload import act_to_json
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.enums import ActState, Proof
from veche.staff.models import Administration, Person

SECRET = "тайна-обратного-вызова"
TOKEN = "vk1.a." + "k" * 40


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    made = make_account(rubtsovsk, responsible=alice, remote_id="77")
    made.webhook_secret = seal_webhook_secret(made, Secret(SECRET))
    made.webhook_confirmation = "c0de"
    made.save()
    put_key(account=made, slot="community", secret=Secret(TOKEN), by=alice)
    return made


def body(**changes: Any) -> dict[str, Any]:
    comment = {
        "id": 5,
        "from_id": 1,
        "post_id": 2,
        "post_owner_id": -77,
        "owner_id": -77,
        "date": 1795600000,
        "text": "Когда?",
    }
    return {
        "type": "wall_reply_new",
        "group_id": 77,
        "event_id": "e1",
        "v": "5.199",
        "secret": SECRET,
        "object": {**comment, **changes.pop("comment", {})},
        **changes,
    }


def call(account: Account, sent: object, *, path: str = "", network: str = "vk") -> tuple[int, str]:
    raw = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    url = reverse("api:hook", args=[network, path or account.webhook_path])
    answer = Client(enforce_csrf_checks=True).post(url, raw, content_type="application/json")
    return answer.status_code, answer.content.decode()


def test_an_event_is_stored_before_the_answer(account: Account) -> None:
    assert call(account, body()) == (200, "ok")

    arrival = InboundEvent.objects.get()
    assert arrival.dedup == "new:5"
    assert arrival.kind == "comment"
    assert arrival.processed_at is None
    process_events(account)
    message = Message.objects.get()
    assert (message.text, message.author) == ("Когда?", "Автор 1")


def test_the_confirmation_is_answered_with_our_code(account: Account) -> None:
    assert call(account, {"type": "confirmation", "group_id": 77}) == (200, "c0de")
    assert call(account, {"type": "confirmation", "group_id": 78}) == (403, "forbidden")


def test_a_replay_is_taken_and_changes_nothing(account: Account) -> None:
    assert [call(account, body()) for _ in range(3)] == [(200, "ok")] * 3

    process_events(account)
    assert (InboundEvent.objects.count(), Message.objects.count()) == (1, 1)


def test_events_out_of_order_end_the_same(account: Account) -> None:
    deleted = body(type="wall_reply_delete", event_id="e2", object={"owner_id": -77, "id": 5, "post_id": 2})
    edited = body(type="wall_reply_edit", event_id="e3", comment={"text": "Когда же?"})
    for sent in (deleted, edited, body()):
        assert call(account, sent) == (200, "ok")
    process_events(account)
    InboundEvent.objects.update(next_try_at=now())
    process_events(account)

    message = Message.objects.get()
    assert (message.text, message.state) == ("Когда же?", "gone")
    assert {wording.text for wording in message.wordings.all()} == {"Когда?", "Когда же?"}


def test_a_post_is_proven_before_our_own_call_has_returned(account: Account) -> None:
    act = make_act(
        account,
        state=ActState.SENDING,
        first_call_at=now(),
        payload=act_to_json(Publish(OutgoingPost("Каток открыт"))),
    )
    moment = int(now().timestamp())
    post = {"id": 9, "owner_id": -77, "from_id": -77, "post_type": "post", "date": moment, "text": "Каток открыт"}

    assert call(account, body(type="wall_post_new", object=post)) == (200, "ok")
    process_events(account)

    act.refresh_from_db()
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.EVENT
    assert act.remote_id == "9"


@pytest.mark.parametrize("secret", ["", "другая", None, 5, SECRET + "1", "\ud800"])
def test_a_wrong_secret_is_refused_and_logged_without_it(
    account: Account, caplog: pytest.LogCaptureFixture, secret: object
) -> None:
    assert call(account, body(secret=secret)) == (403, "forbidden")

    assert InboundEvent.objects.count() == 0
    [refused] = [record for record in caplog.records if record.name == "veche.api.webhooks"]
    assert (refused.getMessage(), refused.__dict__["account"]) == ("webhook refused", account.pk)
    said = json.dumps({key: str(value) for key, value in refused.__dict__.items()}, ensure_ascii=False)
    assert [secret for secret in (SECRET, TOKEN, account.webhook_path) if secret in said] == []


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", b"[]", b"{", b"[" * 50_000, b'"ok"', b"a=1&b=2"])
def test_garbage_is_refused(account: Account, garbage: bytes) -> None:
    assert call(account, garbage) == (403, "forbidden")
    assert InboundEvent.objects.count() == 0


def test_an_event_that_cannot_be_read_is_told_to_a_person_and_holds_up_nothing(account: Account) -> None:
    answers = [call(account, body(comment={"date": "soon"})) for _ in range(2)]

    gap = Gap.objects.get()
    assert (answers, InboundEvent.objects.count()) == ([(200, "ok")] * 2, 0)
    assert (gap.account, gap.sentence) == (account, "Событий VK, которых мы не поняли: 1. Посмотрите комментарии в VK.")


def test_a_forged_one_that_cannot_be_read_is_told_to_nobody(account: Account) -> None:
    assert call(account, body(comment={"date": "soon"}, secret="другая")) == (403, "forbidden")
    assert not Gap.objects.exists()


def test_an_unknown_path_is_not_there_and_costs_one_query(account: Account) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert call(account, body(), path="A" * 32) == (404, "not found")

    assert len(asked) == 1
    assert call(account, body(), network="telegram") == (404, "not found")
    assert call(account, body(), network="myspace") == (404, "not found")


def test_a_closed_account_is_not_there(account: Account) -> None:
    Account.objects.update(closed_at=now())

    assert call(account, body()) == (404, "not found")


def test_too_large_is_said_before_it_is_read(account: Account) -> None:
    assert call(account, b" " * (1024 * 1024 + 1)) == (413, "too large")
    # Larger bodies are refused by their declared length before this view.
    assert call(account, b" " * (4 * 1024 * 1024))[0] == 413


def test_a_key_that_does_not_open_asks_the_network_to_come_again(account: Account) -> None:
    Account.objects.update(webhook_secret="k1:" + "A" * 60)

    assert call(account, body()) == (503, "try later")


def test_only_a_post_is_answered(account: Account, client: Client) -> None:
    assert client.get(reverse("api:hook", args=["vk", account.webhook_path])).status_code == 405


def test_a_telegram_update_with_the_secret_in_its_header(rubtsovsk: Administration, alice: Person) -> None:
    account = make_account(rubtsovsk, responsible=alice, network="telegram", remote_id="-1001", linked_group_id="-1002")
    put_key(account=account, slot="bot", secret=Secret("123456789:" + "t" * 35), by=alice)
    account.webhook_secret = seal_webhook_secret(account, Secret("Header_secret-1"))
    account.save()
    said = {"message_id": 5, "date": 1795600000, "chat": {"id": -1002}, "from": {"id": 3, "first_name": "Анна"}}
    sent = json.dumps({"update_id": 1, "message": {**said, "message_thread_id": 4, "text": "Когда?"}})
    url = reverse("api:hook", args=["telegram", account.webhook_path])
    name = "X-Telegram-Bot-Api-Secret-Token"

    answers = [
        Client().post(url, sent, content_type="application/json", headers=headers).status_code
        for headers in ({}, {name: "нет"}, {name: "Header_secret-1"})
    ]

    assert (answers, InboundEvent.objects.count()) == ([403, 403, 200], 1)
