from collections.abc import Mapping

import pytest

from tests.networks.conftest import Bench, soon
from veche.networks.protocol import Ability, NetworkError, Operation, Slot


def modes(abilities: Mapping[Operation, Ability]) -> dict[str, str]:
    return {operation.value: ability.mode for operation, ability in abilities.items()}


def ask(bench: Bench, tokens: dict[Slot, str] | None = None) -> Mapping[Operation, Ability]:
    return bench.open(tokens=tokens).abilities(deadline=soon())


def test_vk_with_both_keys_does_everything(vk: Bench) -> None:
    abilities = ask(vk)

    assert modes(abilities) == dict.fromkeys([operation.value for operation in Operation], "auto") | BY_HAND_ALWAYS
    assert abilities[Operation.PUBLISH_TEXT].slot is Slot.COMMUNITY
    assert abilities[Operation.DELETE_COMMENT].slot is Slot.ADMIN


BY_HAND_ALWAYS = {"publish_live": "by_hand"}
TELEGRAM_BY_HAND = BY_HAND_ALWAYS | {"publish_story": "by_hand", "run_live": "by_hand"}
BY_HAND_WITHOUT_ADMIN = BY_HAND_ALWAYS | {
    "publish_text": "auto",
    "publish_link": "auto",
    "publish_story": "auto",
    "publish_animation": "auto",
    "publish_document": "auto",
    "publish_video": "by_hand",
    "publish_poll": "by_hand",
    "publish_photo": "by_hand",
    "publish_album": "by_hand",
    "prove": "auto",
    "read_comments": "auto",
    "reply": "auto",
    "delete_comment": "by_hand",
    "restore_comment": "by_hand",
    "reply_in_place": "by_hand",
    "moderate_topics": "auto",
    "edit": "by_hand",
    "withdraw": "by_hand",
    "pin": "by_hand",
    "read_back": "absent",
    "list_posts": "absent",
    "statistics": "absent",
    "restrict_author": "by_hand",
    "release_author": "by_hand",
    "set_comment_mode": "by_hand",
    "read_messages": "auto",
    "answer_message": "auto",
    "delete_message": "auto",
    "describe": "auto",
    "set_avatar": "by_hand",
    "set_cover": "auto",
    "read_administrators": "auto",
    "run_live": "by_hand",
}


def test_vk_with_the_community_s_key_alone(vk: Bench) -> None:
    abilities = ask(vk, {Slot.COMMUNITY: vk.given["community_token"]})

    assert modes(abilities) == BY_HAND_WITHOUT_ADMIN
    assert "27" in abilities[Operation.PUBLISH_PHOTO].why
    assert len(abilities[Operation.PUBLISH_PHOTO].steps) == 3


def test_vk_with_a_community_key_in_the_administrator_s_place(vk: Bench) -> None:
    community = vk.given["community_token"]

    abilities = ask(vk, {Slot.COMMUNITY: community, Slot.ADMIN: community})

    assert modes(abilities) == BY_HAND_WITHOUT_ADMIN
    assert "Ключом сообщества VK этого не даёт" in abilities[Operation.PUBLISH_PHOTO].why


@pytest.mark.parametrize("status", ["member", "moderator"])
def test_vk_with_the_key_of_somebody_who_is_no_editor_any_more(vk: Bench, status: str) -> None:
    seat = {"account": vk.account, "user_id": vk.given["user_id"], "status": status, "rights": []}
    vk.sandbox.ask("POST", "vk", "rights", seat)

    abilities = ask(vk)

    assert modes(abilities) == BY_HAND_WITHOUT_ADMIN
    assert "больше не управляет этим сообществом" in abilities[Operation.PUBLISH_PHOTO].why


def test_vk_with_a_vk_id_key(vk: Bench) -> None:
    abilities = ask(vk, {Slot.COMMUNITY: vk.given["community_token"], Slot.ADMIN: vk.given["vk_id_token"]})

    assert modes(abilities) == BY_HAND_WITHOUT_ADMIN
    assert "выдан через VK ID" in abilities[Operation.PUBLISH_PHOTO].why


def test_vk_with_a_revoked_key(vk: Bench) -> None:
    vk.sandbox.revoke_token("vk", vk.given["community_token"])

    abilities = ask(vk)

    assert abilities[Operation.PUBLISH_TEXT].mode == "by_hand"
    assert "отозван" in abilities[Operation.PUBLISH_TEXT].why
    assert abilities[Operation.PUBLISH_PHOTO].mode == "auto"


def test_vk_without_any_key(vk: Bench) -> None:
    abilities = ask(vk, {})

    assert set(modes(abilities).values()) == {"by_hand", "absent"}
    assert abilities[Operation.PROVE].mode == "absent"


def test_vk_with_the_administrator_s_key_alone_publishes(vk: Bench) -> None:
    vk.slots = (Slot.ADMIN,)

    assert ask(vk, {Slot.ADMIN: vk.given["admin_token"]})[Operation.PUBLISH_TEXT].mode == "auto"
    done = vk.publish("Каток открыт")
    assert [str(post["id"]) for post in vk.wall()] == [done.remote_id]


NOT_IN_TELEGRAM = dict.fromkeys(
    ("restore_comment", "statistics", "set_cover", "list_posts", "reply_in_place", "moderate_topics"), "absent"
)


def test_telegram_with_a_discussion_group(telegram: Bench) -> None:
    abilities = ask(telegram)

    expected = dict.fromkeys([operation.value for operation in Operation], "auto")
    assert modes(abilities) == expected | TELEGRAM_BY_HAND | NOT_IN_TELEGRAM
    assert abilities[Operation.RESTORE_COMMENT].why


def test_telegram_without_a_discussion_group(telegram: Bench) -> None:
    telegram.given = telegram.sandbox.add_account("telegram", "Без группы", linked_group=False, new_bot=True)

    abilities = ask(telegram)

    assert modes(abilities) == TELEGRAM_BY_HAND | NOT_IN_TELEGRAM | {
        "publish_text": "auto",
        "publish_link": "auto",
        "publish_animation": "auto",
        "publish_video": "auto",
        "publish_document": "auto",
        "publish_poll": "auto",
        "publish_photo": "auto",
        "publish_album": "auto",
        "prove": "absent",
        "read_comments": "absent",
        "reply": "absent",
        "delete_comment": "absent",
        "restrict_author": "absent",
        "release_author": "absent",
        "set_comment_mode": "absent",
        "read_messages": "auto",
        "answer_message": "auto",
        "delete_message": "auto",
        "describe": "auto",
        "set_avatar": "auto",
        "read_administrators": "auto",
        "edit": "auto",
        "withdraw": "auto",
        "pin": "auto",
        "read_back": "auto",
    }
    assert "не подтвердит" in abilities[Operation.PROVE].why


@pytest.mark.parametrize("written", ["", "-100555"])
def test_telegram_whose_group_is_not_the_one_written(telegram: Bench, written: str) -> None:
    telegram.more["linked_group_id"] = written

    abilities = ask(telegram)

    assert abilities[Operation.PROVE].mode == "absent"
    assert str(telegram.given["group_id"]) in abilities[Operation.PROVE].why


def test_telegram_whose_bot_may_not_post(telegram: Bench) -> None:
    bot = int(telegram.given["token"].partition(":")[0])
    rights = {"account": telegram.account, "user_id": bot, "status": "administrator", "rights": ["can_manage_chat"]}
    telegram.sandbox.ask("POST", "telegram", "rights", rights)

    abilities = ask(telegram)

    assert abilities[Operation.PUBLISH_TEXT].mode == "by_hand"
    assert "нет права публиковать" in abilities[Operation.PUBLISH_TEXT].why
    assert [abilities[one].mode for one in (Operation.DESCRIBE, Operation.SET_AVATAR)] == ["by_hand", "by_hand"]
    assert len(abilities[Operation.DESCRIBE].steps) == 3
    with pytest.raises(NetworkError) as caught:
        telegram.publish("Каток открыт")
    assert caught.value.permanent is True
    assert caught.value.maybe_done is False
    assert caught.value.key_slot == Slot.BOT


def test_telegram_whose_bot_is_a_plain_member_of_the_group(telegram: Bench) -> None:
    bot = int(telegram.given["token"].partition(":")[0])
    member = {"account": telegram.given["group_id"], "user_id": bot, "status": "member", "rights": []}
    telegram.sandbox.ask("POST", "telegram", "rights", member)

    abilities = ask(telegram)

    assert [abilities[operation].mode for operation in (Operation.READ_COMMENTS, Operation.PROVE)] == [
        "by_hand",
        "absent",
    ]
    assert [abilities[operation].mode for operation in (Operation.DELETE_COMMENT, Operation.RESTRICT_AUTHOR)] == [
        "by_hand",
        "by_hand",
    ]
    assert "блокировать участников" in abilities[Operation.RESTRICT_AUTHOR].why


def test_telegram_with_a_revoked_key(telegram: Bench) -> None:
    telegram.sandbox.revoke_token("telegram", telegram.given["token"])

    with pytest.raises(NetworkError) as caught:
        ask(telegram)

    assert caught.value.code == "tg_401"
    assert caught.value.permanent is True
    assert caught.value.key_slot == Slot.BOT


def test_silence_is_no_answer_about_a_key(vk: Bench) -> None:
    vk.fault("groups.getTokenPermissions", "dropped")

    with pytest.raises(NetworkError) as caught:
        ask(vk)

    assert (caught.value.permanent, caught.value.maybe_done) == (False, False)


def test_a_long_key_of_ok_is_kept_alive_by_being_asked(ok: Bench) -> None:
    """It expires thirty days after its last use; the daily check is that use."""
    before = len(ok.sandbox.calls("ok", "auth.touchSession"))

    ask(ok)

    kept = ok.sandbox.calls("ok", "auth.touchSession")[before:]
    assert [call["outcome"] for call in kept] == ["ok"]
