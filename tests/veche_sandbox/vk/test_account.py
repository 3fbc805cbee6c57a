"""Methods of a community beside its wall: bans, private messages, its page; and the events about these."""

import time
from typing import Any

import pytest

from tests.veche_sandbox.vk import oracle
from tests.veche_sandbox.vk.test_long_poll import check
from tests.veche_sandbox.vk.test_shapes import judge
from tests.veche_sandbox.vk.world import World, picture

pytestmark = pytest.mark.sweep

EVENTS = (
    "message_new",
    "message_reply",
    "message_edit",
    "user_block",
    "user_unblock",
    "group_officers_edit",
    "group_change_settings",
    "group_change_photo",
)
needs_schema = pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)


@pytest.fixture
def server(vk: World) -> dict[str, Any]:
    chosen = dict.fromkeys(EVENTS, 1)
    vk.ok("groups.setLongPollSettings", group_id=vk.group_id, enabled=1, api_version="5.199", **chosen)
    return dict(vk.ok("groups.getLongPollServer", group_id=vk.group_id))


def news(server: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(update["type"], update["object"]) for update in check(server)["updates"]]


def person(vk: World, name: str = "Жительница Первая") -> int:
    """The peer id of a person of this name who has written to the community."""
    return int(vk.order("messages", author=name, text="Здравствуйте")["peer_id"])


def ban(vk: World, number: int, **more: Any) -> int:
    return int(vk.ok("groups.ban", vk.admin, group_id=vk.group_id, owner_id=number, **more))


def test_a_ban_keeps_a_resident_from_writing_until_it_is_lifted(vk: World) -> None:
    post, number = vk.post(), person(vk)
    until = int(time.time()) + 86_400

    assert ban(vk, number, end_date=until, reason=2, comment="Оскорбления", comment_visible=1) == 1
    with pytest.raises(AssertionError, match="is blocked here"):
        vk.resident(post, "Ругань")
    [one] = vk.ok("groups.getBanned", group_id=vk.group_id)["items"]
    about = one["ban_info"]
    assert one["type"] == "profile"
    assert one["profile"]["id"] == number
    assert about["end_date"] == until
    assert about["reason"] == 2
    assert about["comment"] == "Оскорбления"

    assert vk.ok("groups.unban", vk.admin, group_id=vk.group_id, owner_id=number) == 1
    assert vk.call("groups.unban", vk.admin, group_id=vk.group_id, owner_id=number).code == 104
    assert vk.call("groups.getBanned", group_id=vk.group_id, owner_id=number).code == 104
    assert vk.resident(post, "Спасибо")


def test_a_ban_ends_by_itself(vk: World) -> None:
    number = person(vk)
    ban(vk, number, end_date=int(time.time()) + 3600)
    vk.change_file("UPDATE restrictions SET until = 1 WHERE person = ?", number)

    assert vk.ok("groups.getBanned", group_id=vk.group_id) == {"count": 0, "items": []}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"owner_id": 999_999_999}, 100),
        ({"end_date": 1}, 100),
        ({"end_date": 4_102_444_800}, 100),
        ({"reason": 5}, 100),
        ({"group_id": 1}, 100),
    ],
)
def test_a_ban_that_vk_does_not_take(vk: World, params: dict[str, Any], code: int) -> None:
    given = {"group_id": vk.group_id, "owner_id": person(vk), **params}

    assert vk.call("groups.ban", vk.admin, **given).code == code
    assert vk.ok("groups.getBanned", group_id=vk.group_id)["count"] == 0


def test_nobody_bans_an_administrator(vk: World, neighbour: World) -> None:
    assert vk.call("groups.ban", vk.admin, group_id=vk.group_id, owner_id=vk.admin_id).code == 15


def test_a_message_answers_who_has_written(vk: World, server: dict[str, Any]) -> None:
    number = person(vk)
    words = {"peer_id": number, "message": "Добрый день", "random_id": 77}

    first, again = vk.ok("messages.send", **words), vk.ok("messages.send", **words)

    assert first == again
    history = vk.ok("messages.getHistory", peer_id=number)
    assert [(one["text"], one["out"], one.get("random_id")) for one in history["items"]] == [
        ("Добрый день", 1, 77),
        ("Здравствуйте", 0, None),
    ]
    assert [(kind, body.get("message", body)["text"]) for kind, body in news(server)] == [
        ("message_new", "Здравствуйте"),
        ("message_reply", "Добрый день"),
    ]


def test_a_message_is_deleted_from_the_community_s_side(vk: World) -> None:
    """An incoming one for all is refused; ours for all is not; a place in the conversation names it as well."""
    peer = vk.order("messages", author="Жительница Первая", text="Ваш адрес мне известен")["peer_id"]
    ours = vk.ok("messages.send", peer_id=peer, random_id=7, message="Добрый день")
    theirs = vk.ok("messages.getHistory", peer_id=peer)["items"][1]["id"]

    assert vk.refusal("messages.delete", message_ids=theirs, delete_for_all=1)[0] == 924
    assert vk.refusal("messages.delete", cmids=1)[0] == 100
    assert vk.call("messages.delete", vk.admin, message_ids=theirs).code == 15
    gone = {"message_id": theirs, "peer_id": peer, "conversation_message_id": 1, "response": 1}
    assert vk.ok("messages.delete", peer_id=peer, cmids=1) == [gone]
    assert vk.ok("messages.delete", message_ids=f"{theirs},99") == [
        {"message_id": theirs, "response": 0},
        {"message_id": 99, "response": 0},
    ]

    assert [one["id"] for one in vk.ok("messages.getHistory", peer_id=peer)["items"]] == [ours]
    assert vk.ok("messages.getConversations")["items"][0]["last_message"]["id"] == ours
    shown = vk.sandbox.ask("GET", "vk", "messages", query={"account": vk.group_id})
    assert [(one["id"], one["hidden"]) for one in shown] == [(theirs, True), (ours, False)]


def test_a_message_by_the_short_address_of_a_person(vk: World) -> None:
    peer = vk.order("messages", author="Жительница Первая", text="Когда воду дадут?")["peer_id"]
    sent = vk.ok("messages.send", domain=f"id{peer}", random_id=77, message="Завтра")
    newest = vk.ok("messages.getHistory", peer_id=peer)["items"][0]
    assert (newest["id"], newest["text"]) == (sent, "Завтра")
    assert vk.refusal("messages.send", domain="nobody_at_all", random_id=78, message="Завтра")[0] == 936
    assert vk.refusal("messages.send", domain=f"id{peer}", peer_id=peer, random_id=79, message="Завтра")[0] == 100


def test_without_a_random_id_of_its_own_nothing_prevents_a_second_message(vk: World) -> None:
    words = {"peer_id": person(vk), "message": "Добрый день"}

    assert vk.call("messages.send", **words).code == 100
    assert vk.ok("messages.send", **words, random_id=0) != vk.ok("messages.send", **words, random_id=0)


def test_a_message_that_may_not_be_sent(vk: World) -> None:
    number, words = person(vk), {"random_id": 1, "message": "Добрый день"}
    vk.order("messages/stop", author="Жительница Первая")

    assert vk.call("messages.send", **words, peer_id=number).code == 901
    assert vk.call("messages.send", **words, peer_id=vk.admin_id).code == 901
    assert vk.call("messages.send", **words, peer_id=999_999_999).code == 936
    assert vk.call("messages.send", vk.admin, **words, peer_id=number).code == 15
    ban(vk, number)
    assert vk.call("messages.send", **words, peer_id=number).code == 900
    assert vk.call("messages.send", random_id=1, message="я" * 4097, peer_id=number).code == 914
    assert vk.call("messages.send", random_id=1, message=" ", peer_id=number).code == 100
    [answer] = vk.ok("messages.send", **words, peer_ids=str(vk.admin_id))
    assert answer["error"]["code"] == 901


def test_conversations_with_the_newest_first(vk: World) -> None:
    first, second = person(vk, "Анна Первая"), person(vk, "Борис Второй")
    vk.ok("messages.send", peer_id=first, message="Да", random_id=1)

    found = vk.ok("messages.getConversations", extended=1)
    waiting = vk.ok("messages.getConversations", filter="unanswered")

    assert [one["conversation"]["peer"]["id"] for one in found["items"]] == [first, second]
    assert [one["last_message"]["text"] for one in found["items"]] == ["Да", "Здравствуйте"]
    assert [one["conversation"]["peer"]["id"] for one in waiting["items"]] == [second]


def dressed(vk: World) -> dict[str, Any]:
    asked = vk.ok("groups.getById", group_id=vk.group_id, fields="description,has_photo,cover")
    return dict(asked["groups"][0])


def test_the_words_on_the_page(vk: World, server: dict[str, Any]) -> None:
    assert dressed(vk)["description"] == ""

    assert vk.ok("groups.edit", group_id=vk.group_id, description="Официальная страница") == 1
    assert vk.ok("groups.edit", group_id=vk.group_id, description="Официальная страница") == 1
    assert vk.call("groups.edit", group_id=vk.group_id, title=" ").code == 100

    assert dressed(vk)["description"] == "Официальная страница"
    changes = {"description": {"old_value": "", "new_value": "Официальная страница"}}
    assert news(server) == [("group_change_settings", {"user_id": 0, "changes": changes})]


def test_the_main_photo(vk: World, server: dict[str, Any]) -> None:
    address = vk.ok("photos.getOwnerPhotoUploadServer", vk.admin, owner_id=vk.wall)["upload_url"]
    sent = vk.upload(address, picture(width=400, height=400))

    assert vk.call("photos.saveWallPhoto", vk.admin, group_id=vk.group_id, **sent).code == 121
    assert vk.ok("photos.saveOwnerPhoto", vk.admin, **sent)["saved"] == 1
    assert vk.call("photos.saveOwnerPhoto", vk.admin, **sent).code == 121

    album = vk.ok("photos.get", vk.admin, owner_id=vk.wall, album_id="profile", rev=1)
    assert album["count"] == 1
    assert dressed(vk)["has_photo"] == 1
    assert [kind for kind, _ in news(server)] == ["group_change_photo"]


def test_a_main_photo_that_is_too_small(vk: World) -> None:
    address = vk.ok("photos.getOwnerPhotoUploadServer", vk.admin, owner_id=vk.wall)["upload_url"]

    assert vk.upload(address, picture(width=400, height=150)) == {
        "error": "ERR_UPLOAD_BAD_IMAGE_SIZE: min size 200x200"
    }
    assert vk.call("photos.getOwnerPhotoUploadServer", vk.community, owner_id=vk.wall).code == 27


def test_the_cover(vk: World) -> None:
    assert vk.call("photos.getOwnerCoverPhotoUploadServer", group_id=vk.group_id).code == 100
    crop = {"crop_x": 0, "crop_y": 0, "crop_x2": 1590, "crop_y2": 530}
    address = vk.ok("photos.getOwnerCoverPhotoUploadServer", group_id=vk.group_id, **crop)["upload_url"]
    assert "ERR_UPLOAD_BAD_IMAGE_SIZE" in vk.upload(address, picture(width=1200, height=400))["error"]
    sent = vk.upload(address, picture(width=1590, height=530))

    images = vk.ok("photos.saveOwnerCoverPhoto", hash=sent["hash"], photo=sent["photo"])["images"]

    assert dressed(vk)["cover"] == {"enabled": 1, "images": images}


def test_what_people_change_is_told(vk: World, server: dict[str, Any]) -> None:
    number = person(vk, "Редактор Второй")
    vk.order("rights", user_id=number, status="editor")
    vk.order("rights", user_id=number, status="left")
    vk.order("restrictions", author="Ругатель Третий")
    vk.order("restrictions/lift", author="Ругатель Третий")
    vk.order("page", title="Город")

    told = news(server)

    assert [kind for kind, _ in told] == [
        "message_new",
        "group_officers_edit",
        "group_officers_edit",
        "user_block",
        "user_unblock",
        "group_change_settings",
    ]
    levels = [(body["user_id"], body["level_old"], body["level_new"]) for kind, body in told[1:3]]
    assert levels == [(number, 0, 2), (number, 2, 0)]
    assert all(body["admin_id"] == vk.admin_id for _, body in told[1:5])


@needs_schema
def test_answers_and_events_have_the_promised_shapes(vk: World, server: dict[str, Any]) -> None:
    number, own = person(vk), {"group_id": vk.group_id}
    sent = vk.ok("messages.send", peer_id=number, message="Да", random_id=5)
    assert not judge("messages.send", sent, "deprecatedResponse")
    many = vk.ok("messages.send", peer_ids=number, message="Да", random_id=6)
    assert not judge("messages.send", many, "userIdsResponse")
    assert not judge("messages.getHistory", vk.ok("messages.getHistory", peer_id=number))
    assert not judge("messages.getConversations", vk.ok("messages.getConversations", filter="all"))
    extended = vk.ok("messages.getHistory", peer_id=number, extended=1)
    assert not judge("messages.getHistory", extended, "extendedResponse")
    assert not judge("groups.ban", ban(vk, number))
    assert not judge("groups.getBanned", vk.ok("groups.getBanned", **own))
    assert not judge("groups.unban", vk.ok("groups.unban", vk.admin, **own, owner_id=number))
    assert not judge("groups.edit", vk.ok("groups.edit", **own, description="Город"))
    place = vk.ok("photos.getOwnerPhotoUploadServer", vk.admin, owner_id=vk.wall)
    assert not judge("photos.getOwnerPhotoUploadServer", place)
    saved = vk.ok("photos.saveOwnerPhoto", vk.admin, **vk.upload(place["upload_url"], picture()))
    assert not judge("photos.saveOwnerPhoto", saved)
    assert not judge("photos.get", vk.ok("photos.get", vk.admin, owner_id=vk.wall, album_id="profile"))
    crop = {"crop_x2": 1000, "crop_y2": 300}
    place = vk.ok("photos.getOwnerCoverPhotoUploadServer", **own, **crop)
    assert not judge("photos.getOwnerCoverPhotoUploadServer", place)
    cover = vk.upload(place["upload_url"], picture(width=1000, height=300))
    saved = vk.ok("photos.saveOwnerCoverPhoto", hash=cover["hash"], photo=cover["photo"])
    assert not judge("photos.saveOwnerCoverPhoto", saved)
    asked = vk.ok("groups.getById", **own, fields="description,cover,has_photo")
    assert not judge("groups.getById", asked)
    vk.order("rights", user_id=number, status="editor")
    shapes = {"message_reply": "callback_message", "message_edit": "callback_message"}
    told = news(server)
    assert {kind for kind, _ in told} == set(EVENTS) - {"message_edit"}
    for kind, body in told:
        shape = oracle.definition("callback/objects.json", shapes.get(kind, f"callback_{kind}"))
        assert oracle.faults(body, shape, kind) == []
