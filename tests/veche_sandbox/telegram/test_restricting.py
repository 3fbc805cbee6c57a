"""restrictChatMember and related methods: refusals, duration, updates."""

import time
from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot
from veche_sandbox.telegram.members import RIGHTS

pytestmark = pytest.mark.sweep

NOTHING: dict[str, bool] = {"can_send_messages": False}
ALL = dict.fromkeys(RIGHTS, True)


@pytest.fixture
def person(bot: Bot) -> int:
    post = bot.post()
    bot.sandbox.write_comment("telegram", post, "Анна", "Ругань", account=bot.channel)
    found = bot.sandbox.comments("telegram", details=True)
    return next(int(one["author_id"]) for one in found if one["account"] == bot.channel)


def member(bot: Bot, person: int) -> dict[str, Any]:
    found: dict[str, Any] = bot.result("getChatMember", chat_id=bot.group, user_id=person)
    return found


def may_write(bot: Bot) -> bool:
    post = bot.post("Ещё запись")
    body = {"post_id": post, "author": "Анна", "text": "Да", "account": bot.channel}
    answer = bot.http.post(f"{bot.sandbox.info['control']}/telegram/comments", json=body)
    return answer.status_code == 200


def test_restricted_for_a_time(bot: Bot, person: int) -> None:
    until = int(time.time()) + 3600

    assert bot.result("restrictChatMember", chat_id=bot.group, user_id=person, permissions=NOTHING, until_date=until)

    shown = member(bot, person)
    assert shown["status"] == "restricted"
    assert shown["until_date"] == until
    assert shown["is_member"] is False
    assert {shown[name] for name in RIGHTS} == {False}
    assert not may_write(bot)
    assert bot.result("restrictChatMember", chat_id=bot.group, user_id=person, permissions=ALL)
    assert (member(bot, person)["status"], may_write(bot)) == ("left", True)


@pytest.mark.parametrize("seconds", [10, 367 * 24 * 3600])
def test_a_term_too_short_or_too_long_is_for_good(bot: Bot, person: int, seconds: int) -> None:
    until = int(time.time()) + seconds

    bot.result("banChatMember", chat_id=bot.group, user_id=person, until_date=until)

    assert member(bot, person) == {"user": member(bot, person)["user"], "status": "kicked", "until_date": 0}


def test_who_may_write_messages_still_writes(bot: Bot, person: int) -> None:
    permissions = {"can_send_messages": True}
    bot.result("restrictChatMember", chat_id=bot.group, user_id=person, permissions=permissions)

    assert (member(bot, person)["can_send_photos"], may_write(bot)) == (False, True)


def test_permissions_imply_others_unless_they_are_independent(bot: Bot, person: int) -> None:
    wide = {"can_send_other_messages": True}
    bot.result("restrictChatMember", chat_id=bot.group, user_id=person, permissions=wide)
    assert (member(bot, person)["can_send_photos"], member(bot, person)["can_send_polls"]) == (True, False)

    alone: dict[str, Any] = {"permissions": wide, "use_independent_chat_permissions": True}
    bot.result("restrictChatMember", chat_id=bot.group, user_id=person, **alone)
    assert (member(bot, person)["can_send_photos"], member(bot, person)["can_send_other_messages"]) == (False, True)


def test_banned_and_unbanned(bot: Bot, person: int) -> None:
    assert bot.result("banChatMember", chat_id=bot.group, user_id=person)
    assert not may_write(bot)
    assert bot.result("unbanChatMember", chat_id=bot.group, user_id=person, only_if_banned=True)
    assert bot.result("unbanChatMember", chat_id=bot.group, user_id=person, only_if_banned=True)
    assert may_write(bot)
    assert bot.sandbox.complaints("telegram") == []


def test_unban_without_a_condition_would_put_somebody_out(bot: Bot, person: int) -> None:
    bot.result("unbanChatMember", chat_id=bot.group, user_id=person)

    [complaint] = bot.sandbox.complaints("telegram")
    assert complaint["parameter"] == "only_if_banned"
    bot.sandbox.ask("DELETE", "telegram", "complaints")


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("restrictChatMember", {"permissions": NOTHING}, "invalid user_id specified"),
        ("restrictChatMember", {"user_id": 99, "permissions": NOTHING}, "PARTICIPANT_ID_INVALID"),
        ("restrictChatMember", {"user_id": 99}, 'parameter "permissions" is required'),
        ("restrictChatMember", {"user_id": 99, "permissions": [1]}, "object expected as ChatPermissions"),
        ("banChatMember", {"user_id": -5}, "invalid user_id specified"),
        ("banChatSenderChat", {"sender_chat_id": 5}, "invalid sender_chat_id specified"),
        ("banChatSenderChat", {"sender_chat_id": -5}, "sender chat not found"),
    ],
)
def test_mistakes(bot: Bot, method: str, arguments: dict[str, Any], words: str) -> None:
    assert bot.error(method, chat_id=bot.group, **arguments) == (400, f"Bad Request: {words}")


def test_administrators_are_not_touched(bot: Bot) -> None:
    owner = bot.result("getChatAdministrators", chat_id=bot.group)[0]["user"]["id"]

    assert bot.error("banChatMember", chat_id=bot.group, user_id=owner)[1].endswith("can't remove chat owner")
    assert bot.error("banChatMember", chat_id=bot.group, user_id=bot.id)[1].endswith("can't restrict self")


def test_restricting_is_for_groups_only(bot: Bot, person: int) -> None:
    error = bot.error("restrictChatMember", chat_id=bot.channel, user_id=person, permissions=NOTHING)

    assert error == (400, "Bad Request: method is available only for supergroups")


def test_without_the_right(bot: Bot, person: int) -> None:
    bot.set_rights(bot.group, "administrator", ["can_delete_messages"])

    error = bot.error("banChatMember", chat_id=bot.group, user_id=person)

    assert error == (400, "Bad Request: not enough rights to restrict/unrestrict chat member")
    assert may_write(bot)


def test_a_change_is_told_once_and_only_when_named(bot: Bot, person: int) -> None:
    bot.result("banChatMember", chat_id=bot.group, user_id=person)
    assert all("chat_member" not in update for update in bot.updates(allowed_updates=["message", "chat_member"]))
    bot.result("banChatMember", chat_id=bot.group, user_id=person)
    bot.result("unbanChatMember", chat_id=bot.group, user_id=person, only_if_banned=True)

    [told] = [update["chat_member"] for update in bot.updates() if "chat_member" in update]

    assert told["chat"]["id"] == bot.group
    assert told["from"]["id"] == bot.id
    assert told["new_chat_member"]["user"]["id"] == person
    assert (told["old_chat_member"]["status"], told["new_chat_member"]["status"]) == ("kicked", "left")
