"""Administrators of the account in the network, and events about them."""

import json
from typing import Any

import pytest

from tests.networks.conftest import Bench, soon
from veche.networks.protocol import AdministratorChanged, NetworkError, Rank, Slot, WebhookRequest

OWNER = "Владелец Канала"


def seat(bench: Bench, status: str, *rights: str, **who: Any) -> None:
    order = {"account": bench.account, "status": status, "rights": list(rights), **who}
    bench.sandbox.ask("POST", bench.slug, "rights", order)


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_the_owner_comes_first_then_the_bot_and_whoever_was_added(bench: Bench) -> None:
    right = {"telegram": "can_post_messages", "max": "write"}[bench.slug]
    seat(bench, "administrator", right, name="Пётр Лосев")

    found = bench.network.administrators(deadline=soon())

    assert [(one.name, one.rank, one.bot) for one in found] == [
        (OWNER, Rank.OWNER, False),
        ("Бот пресс-службы", Rank.ADMINISTRATOR, True),
        ("Пётр Лосев", Rank.ADMINISTRATOR, False),
    ]
    implied = ("can_manage_chat",) if bench.slug == "telegram" else ()
    assert found[2].rights == (*implied, right)
    assert right in found[1].rights
    assert len({one.person_id for one in found}) == 3


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_who_is_one_no_more_is_not_named(bench: Bench) -> None:
    seat(bench, "administrator", name="Пётр Лосев")
    seat(bench, "member", name="Пётр Лосев")

    assert [one.name for one in bench.network.administrators(deadline=soon())] == [OWNER, "Бот пресс-службы"]


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_a_revoked_key_is_told_nobody(bench: Bench) -> None:
    bench.sandbox.revoke_token(bench.slug, bench.given["token"])

    with pytest.raises(NetworkError) as caught:
        bench.network.administrators(deadline=soon())

    assert (caught.value.permanent, caught.value.key_slot) == (True, Slot.BOT)


def test_telegram_tells_of_administrators_that_come_change_and_go(telegram: Bench) -> None:
    cursor = telegram.begin()
    for status, rights in (
        ("administrator", ("can_post_messages", "can_edit_messages")),
        ("administrator", ("can_edit_messages", "can_promote_members")),
        ("administrator", ("can_edit_messages", "can_promote_members")),
        ("left", ()),
    ):
        seat(telegram, status, *rights, name="Пётр Лосев")

    events = telegram.news(cursor).events

    assert all(isinstance(event, AdministratorChanged) for event in events)
    assert [(event.before, event.after) for event in events if isinstance(event, AdministratorChanged)] == [
        ("", "administrator"),
        ("administrator: can_post_messages", "administrator: can_promote_members"),
        ("administrator", ""),
    ]
    owner = telegram.network.administrators(deadline=soon())[0]
    assert {(event.name, event.by_id) for event in events if isinstance(event, AdministratorChanged)} == {
        ("Пётр Лосев", owner.person_id)
    }
    assert len({event.dedup for event in events}) == 3


def test_telegram_tells_a_bot_that_it_is_no_administrator_any_more(telegram: Bench) -> None:
    cursor = telegram.begin()
    bot = int(telegram.given["token"].partition(":")[0])
    seat(telegram, "left", user_id=bot)

    [event] = telegram.news(cursor).events

    assert isinstance(event, AdministratorChanged)
    assert event.person_id == str(bot)
    assert event.before == "administrator"
    assert event.after == ""


def test_telegram_tells_of_the_discussion_group_too_and_of_no_other_chat(telegram: Bench) -> None:
    bot = int(telegram.given["token"].partition(":")[0])
    other = telegram.sandbox.add_account("telegram", "Чужой канал", new_bot=True)
    cursor = telegram.begin()
    for chat in (telegram.given["group_id"], other["channel_id"]):
        for user in (bot, None):
            who = {"user_id": user} if user else {"name": "Пётр Лосев"}
            order = {"account": chat, "status": "administrator", "rights": ["can_delete_messages"], **who}
            telegram.sandbox.ask("POST", "telegram", "rights", order)

    events = [event for event in telegram.news(cursor).events if isinstance(event, AdministratorChanged)]

    assert [(event.name, event.before) for event in events] == [
        (
            "Бот пресс-службы",
            "administrator: can_invite_users can_pin_messages can_restrict_members",
        ),
        ("Пётр Лосев", ""),
    ]
    assert telegram.news(cursor).gap == ""


@pytest.mark.parametrize(("admin", "after"), [(True, "administrator: edit write"), (False, "")])
def test_max_tells_by_webhook_that_the_bot_has_other_rights(max_: Bench, admin: bool, after: str) -> None:
    max_.secret = "secret-of-the-hook"
    update = {
        "update_type": "bot_admin_permissions_changed",
        "timestamp": 1_792_000_000_000,
        "chat_id": max_.account,
        "bot_id": 229_000_005,
        "is_admin": admin,
        "is_channel": True,
        "user_id": 100_001,
        "permissions": ["write", "edit"] if admin else [],
    }
    headers = {"X-Max-Bot-Api-Secret": max_.secret}

    answer = max_.network.parse_webhook(WebhookRequest(json.dumps(update).encode(), headers))

    [event] = answer.events
    assert isinstance(event, AdministratorChanged)
    assert event.person_id == "229000005"
    assert event.after == after
    assert event.by_id == "100001"
    elsewhere = json.dumps({**update, "chat_id": -5}).encode()
    assert max_.network.parse_webhook(WebhookRequest(elsewhere, headers)).events == ()
