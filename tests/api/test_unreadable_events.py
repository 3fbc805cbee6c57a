"""Any event of a network is accepted: understood, ignored, or reported as a gap, never a 500."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import RequestFactory

from tests.factories import make_account
from veche.accounts.domain.clients import seal_webhook_secret
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.api.webhooks import hook
from veche.inbox.domain.process_events import process_events
from veche.inbox.models import Gap, InboundEvent
from veche.kernel.crypto import Secret
from veche.staff.models import Administration, Person

SECRET: Final = "webhook-secret"
HEADERS: Final = {
    "vk": {},
    "telegram": {"x-telegram-bot-api-secret-token": SECRET},
    "max": {"x-max-bot-api-secret": SECRET},
}
REMOTE: Final = {"vk": "77", "telegram": "-1001", "max": "-7"}
KEY: Final = {
    "vk": ("community", "vk1.a." + "k" * 40),
    "telegram": ("bot", "7100000001:AA" + "k" * 33),
    "max": ("bot", "T" * 40),
}
DEEP: Final = "[" * 5000 + "]" * 5000
# JSON values in a body: out-of-range numbers, invalid JSON, and every type in place of another.
ODD: Final = (
    "1e999",
    "NaN",
    "1" + "0" * 400,
    "9" * 5000,
    "-1",
    "null",
    '"x"',
    '"\\ud800\\u0000"',
    '"' + "я" * 5000 + '"',
    "[1]",
    '{"id": 1e999}',
    DEEP,
)
# One of each kind in each run, all of them by night.
ALWAYS: Final = ("1e999", "null", '"\\ud800\\u0000"')
PERSON: Final = {"id": 5, "user_id": 5, "first_name": "Анна", "last_name": "Котова"}
COMMENT: Final = {"id": 5, "from_id": 1, "post_id": 2, "post_owner_id": -77, "owner_id": -77, "date": 1795600000}
PHOTO: Final = {"type": "photo", "photo": {"sizes": [{"url": "https://vk.com/1.jpg", "width": 1, "height": 1}]}}
CHAT: Final = {"id": -1001, "type": "channel", "title": "Город"}
GROUP: Final = {"id": -1002, "type": "supergroup", "title": "Обсуждение"}
FORWARD: Final = {
    "message_id": 9,
    "date": 1795600000,
    "chat": GROUP,
    "sender_chat": CHAT,
    "is_automatic_forward": True,
    "forward_origin": {"type": "channel", "message_id": 3, "chat": CHAT},
    "text": "Каток открыт",
}
SIZES: Final = [{"file_id": "a", "width": 1, "height": 1}]
MID: Final = "mid.0001"


def _vk(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "group_id": 77, "event_id": "e1", "v": "5.199", "secret": SECRET, "object": body}


def _max(kind: str, **more: Any) -> dict[str, Any]:
    return {"update_type": kind, "timestamp": 1795600000000, **more}


def _message(**recipient: Any) -> dict[str, Any]:
    body = {"mid": MID, "seq": 1, "text": "Когда?", "attachments": [{"type": "image", "payload": {"url": "https://a"}}]}
    link = {"type": "reply", "message": {"mid": MID}}
    sender = {**PERSON, "is_bot": False}
    return {"sender": sender, "recipient": recipient, "timestamp": 1795600000000, "body": body, "link": link}


EVENTS: Final[dict[str, list[dict[str, Any]]]] = {
    "vk": [
        _vk("wall_reply_new", {**COMMENT, "text": "Когда?", "reply_to_comment": 4, "attachments": [PHOTO]}),
        _vk("wall_reply_delete", {"owner_id": -77, "id": 5, "post_id": 2}),
        _vk("wall_post_new", {"id": 3, "owner_id": -77, "from_id": -77, "date": 1795600000, "text": "Каток открыт"}),
        _vk(
            "message_new",
            {"message": {"id": 1, "peer_id": 5, "from_id": 5, "date": 1795600000, "text": "Здравствуйте"}},
        ),
        _vk("user_block", {"user_id": 5, "admin_id": 6, "unblock_date": 1795700000}),
        _vk("group_officers_edit", {"user_id": 5, "admin_id": 6, "level_old": 0, "level_new": 3}),
        _vk("group_change_settings", {"user_id": 5, "changes": {"title": {"old_value": "А", "new_value": "Б"}}}),
        _vk("group_change_photo", {"user_id": 5, "photo": PHOTO["photo"]}),
    ],
    "telegram": [
        {"update_id": 1, "message": FORWARD},
        {
            "update_id": 2,
            "message": {
                **{name: FORWARD[name] for name in ("date", "chat", "text")},
                "message_id": 10,
                "from": PERSON,
                "message_thread_id": 9,
                "reply_to_message": FORWARD,
                "photo": SIZES,
            },
        },
        {"update_id": 3, "channel_post": {"message_id": 3, "date": 1795600000, "chat": CHAT, "text": "Каток открыт"}},
        {"update_id": 4, "edited_channel_post": {"message_id": 3, "date": 1795600000, "chat": CHAT, "text": "Иначе"}},
        {
            "update_id": 5,
            "message": {
                "message_id": 4,
                "date": 1795600000,
                "chat": {"id": 5, "type": "private"},
                "from": PERSON,
                "text": "Здравствуйте",
            },
        },
        {
            "update_id": 6,
            "chat_member": {
                "chat": GROUP,
                "date": 1795600000,
                "from": PERSON,
                "old_chat_member": {"status": "member", "user": PERSON},
                "new_chat_member": {"status": "kicked", "user": PERSON, "until_date": 1795700000},
            },
        },
        {"update_id": 7, "message": {**FORWARD, "media_group_id": "7", "photo": SIZES}},
    ],
    "max": [
        _max("comment_created", message=_message(chat_id=-7, chat_type="channel", post_id=MID)),
        _max("comment_edited", message=_message(chat_id=-7, chat_type="channel", post_id=MID)),
        _max("comment_removed", chat_id=-7, message_id=MID, post_id=MID, user_id=5),
        _max("message_created", message=_message(chat_id=5, chat_type="dialog", user_id=6)),
        _max("message_created", message={**_message(chat_id=-7, chat_type="channel"), "url": "https://max.ru/c/1"}),
        _max("chat_title_changed", chat_id=-7, user=PERSON, title="Город"),
        _max("bot_admin_permissions_changed", chat_id=-7, user_id=5, bot_id=6, is_admin=True, permissions=["write"]),
    ],
}


@pytest.fixture
def account(request: pytest.FixtureRequest, rubtsovsk: Administration, alice: Person) -> Account:
    network = request.param
    linked = {"linked_group_id": "-1002"} if network == "telegram" else {}
    made = make_account(rubtsovsk, network=network, responsible=alice, remote_id=REMOTE[network], **linked)
    made.webhook_secret = seal_webhook_secret(made, Secret(SECRET))
    made.save()
    slot, token = KEY[network]
    put_key(account=made, slot=slot, secret=Secret(token), by=alice)
    return made


EACH: Final = pytest.mark.parametrize("account", HEADERS, indirect=True)


def call(account: Account, body: str) -> int:
    """Call the view alone: thousands of calls skip the middleware."""
    request = RequestFactory().post(
        "/", body.encode(), content_type="application/json", headers=HEADERS[account.network]
    )
    try:
        return hook(request, account.network, account.webhook_path).status_code
    except Exception:  # noqa: BLE001 -- Django would answer 500
        return 500


def spoiled(event: Any, odd: str) -> Iterator[tuple[tuple[Any, ...], str]]:
    """The event with one value after another replaced by `odd`; its path, and the body."""
    mark = '"@@"'

    def places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, one in inner:
            yield (*path, name)
            yield from places(one, (*path, name))

    for place in places(event, ()):
        copy = json.loads(json.dumps(event))
        holder = copy
        for name in place[:-1]:
            holder = holder[name]
        holder[place[-1]] = "@@"
        yield place, json.dumps(copy, ensure_ascii=False).replace(mark, odd)


@EACH
@pytest.mark.django_db
def test_good_events_are_understood(account: Account) -> None:
    """Guards the following tests: they must change values that are read."""
    sent = EVENTS[account.network]

    assert [call(account, json.dumps(event)) for event in sent] == [200] * len(sent)
    assert (InboundEvent.objects.count() >= len(sent) - 1, Gap.objects.count()) == (True, 0)


@EACH
@pytest.mark.parametrize(
    "odd",
    [odd if odd in ALWAYS else pytest.param(odd, marks=pytest.mark.nightly) for odd in ODD],
    ids=lambda odd: odd[:20],
)
@pytest.mark.django_db
def test_an_odd_value_anywhere_ends_in_no_error(account: Account, odd: str) -> None:
    """VK's secret is a part of the body: without it the sender is unknown."""
    about_whom = {("secret",), ("group_id",)} if account.network == "vk" else set()
    ends = {
        place: code
        for event in EVENTS[account.network]
        for place, body in spoiled(event, odd)
        if place not in about_whom and (code := call(account, body)) != 200
    }

    assert ends == {}
    process_events(account)


@EACH
@pytest.mark.parametrize("body", ["", "{", "[]", "5", "1e999", "NaN", '"x"', DEEP, "{}", '{"update_id": 1e999}'])
@pytest.mark.django_db
def test_what_comes_with_the_right_secret_and_is_no_event_is_told_as_a_gap(account: Account, body: str) -> None:
    expected = (403, 0) if account.network == "vk" else (200, 1)

    assert (call(account, body), Gap.objects.count()) == expected
    assert InboundEvent.objects.count() == 0
