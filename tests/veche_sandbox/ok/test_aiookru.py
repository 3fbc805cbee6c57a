"""aiookru, an independent public client, unmodified except for its constant address."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiookru import API  # type: ignore[import-untyped]

from tests.veche_sandbox.ok.world import World, picture

pytestmark = [pytest.mark.peers, pytest.mark.nightly]
SECONDS = 60


def run(ok: World, act: Callable[[Any], Awaitable[Any]], *, session_secret: bool = False) -> Any:
    secret = (
        {"session_secret_key": ok.keys["session_secret_key"]}
        if session_secret
        else {"application_secret_key": ok.keys["application_secret"]}
    )

    async def inside() -> Any:
        async with (
            API(access_token=ok.keys["access_token"], application_key=ok.keys["application_key"], **secret) as api,
            asyncio.timeout(SECONDS),
        ):
            api.session.client.base_url = ok.base
            return await act(api)

    return asyncio.run(inside())


def attachment(*media: dict[str, Any]) -> str:
    return json.dumps({"media": list(media), "onBehalfOfGroup": "true"})


async def post(api: Any, ok: World, *media: dict[str, Any]) -> Any:
    return await api.mediatopic.post(type="GROUP_THEME", gid=ok.group, attachment=attachment(*media))


@pytest.mark.parametrize("session_secret", [False, True])
def test_signs_with_either_secret_and_asks_what_it_may(ok: World, session_secret: bool) -> None:
    async def act(api: Any) -> Any:
        user = await api.users.getCurrentUser()
        granted = await api.users.hasAppPermission(ext_perm="GROUP_CONTENT")
        [place] = await api.group.getUserGroupsByIds(group_id=ok.group, uids=user["uid"])
        groups = await api.group.getUserGroupsV2()
        return user["uid"], granted, place["status"], str(ok.group) in {one["groupId"] for one in groups["groups"]}

    assert run(ok, act, session_secret=session_secret) == (str(ok.keys["user_id"]), True, "ADMIN", True)


def test_posts_a_text_and_a_photo_and_reads_them_back(ok: World) -> None:
    async def act(api: Any) -> Any:
        place = await api.photosV2.getUploadUrl(gid=ok.group, count=1)
        sent = await api.session.client.post(place["upload_url"], files={"file1": ("a.png", picture(), "image/png")})
        [photo] = sent.json()["photos"].values()
        media = ({"type": "text", "text": "Мост открыт"}, {"type": "photo", "list": [{"id": photo["token"]}]})
        number = await post(api, ok, *media)
        shown = await api.mediatopic.getByIds(topic_ids=number, fields="media_topic.*")
        return number, [block["type"] for block in shown["media_topics"][0]["media"]]

    number, blocks = run(ok, act)

    [stands] = ok.wall()
    assert str(stands["id"]) == number
    assert stands["text"] == "Мост открыт"
    assert len(stands["photos"]) == 1
    assert blocks == ["text", "photo"]
    assert ok.sandbox.complaints("ok") == []


def test_reads_answers_corrects_and_deletes_comments(ok: World) -> None:
    topic = run(ok, lambda api: post(api, ok, {"type": "text", "text": "Мост открыт"}))
    comment = ok.resident(topic, "Когда закроют?")
    where = {"discussionId": topic, "discussionType": "GROUP_TOPIC"}

    async def act(api: Any) -> Any:
        discussions = api.discussions
        [read] = (await discussions.getComments(**where, anchor="LAST", direction="BACKWARD"))["comments"]
        entity = {"entityId": topic, "entityType": "GROUP_TOPIC"}
        answer = await discussions.addDiscussionComment(
            **entity, comment="Никогда", reply_to_comment_id=read["id"], as_admin="true"
        )
        await discussions.editDiscussionComment(**where, comment_id=answer, comment="Не закроют")
        corrected = (await discussions.getComment(**where, comment_id=answer))["comment"]["text"]
        await discussions.deleteDiscussionComment(**where, comment_id=read["id"], mark_as_spam="true")
        [person] = await api.users.getInfo(uids=read["author_id"], fields="uid,name")
        return read["text"], corrected, person["name"]

    assert run(ok, act) == ("Когда закроют?", "Не закроют", "Анна Ковалёва")
    mine = [one for one in ok.sandbox.comments("ok") if one["post_id"] == int(topic)]
    assert [(one["text"], one["deleted"]) for one in mine] == [("Когда закроют?", True), ("Не закроют", False)]
    assert str(mine[0]["id"]) == comment
    assert ok.sandbox.complaints("ok") == []


def test_asks_statistics_edits_pins_and_withdraws(ok: World) -> None:
    topic = run(ok, lambda api: post(api, ok, {"type": "text", "text": "Мост открыт"}))
    ok.resident(topic, "Ура")

    async def act(api: Any) -> Any:
        topics = (await api.group.getStatTopics(gid=ok.group, fields="ID,COMMENTS"))["topics"]
        await api.mediatopic.edit(topic_id=topic, attachment=attachment({"type": "text", "text": "Мост закрыт"}))
        [shown] = (await api.mediatopic.getByIds(topic_ids=topic))["media_topics"]
        pinned = await api.group.pinGroupFeed(pin_id=shown["pin_id"])
        listed = (await api.discussions.getList(category="GROUP"))["discussions"]
        await api.mediatopic.deleteTopic(topic_id=topic)
        return topics, shown["media"], pinned, topic in {one["object_id"] for one in listed}

    assert run(ok, act) == (
        [{"id": topic, "comments": 1}],
        [{"type": "text", "text": "Мост закрыт"}],
        True,
        True,
    )
    assert [post["deleted"] for post in ok.wall()] == [True]


def test_looks_at_groups_and_addresses(ok: World) -> None:
    async def act(api: Any) -> Any:
        [group] = await api.group.getInfo(uids=ok.group, fields="uid,name")
        members = await api.group.getMembers(uid=ok.group, statuses="ADMIN")
        counters = await api.group.getCounters(group_id=ok.group, counterTypes="members")
        url = await api.url.getInfo(url=f"https://ok.ru/group/{ok.group}")
        return group["name"], len(members["members"]), counters["counters"], url["type"], await api.auth.touchSession()

    assert run(ok, act) == ("Администрация города", 1, {"members": 1}, "GROUP", True)


def test_blocks_an_author_with_a_comment_and_changes_the_main_photo(ok: World) -> None:
    topic = run(ok, lambda api: post(api, ok, {"type": "text", "text": "Мост открыт"}))
    comment = ok.resident(topic, "Ругань")
    where = {"discussionId": topic, "discussionType": "GROUP_TOPIC"}

    async def act(api: Any) -> Any:
        read = (await api.discussions.getComment(**where, comment_id=comment))["comment"]
        await api.discussions.deleteDiscussionComment(**where, comment_id=comment, block_author="true")
        [place] = await api.group.getUserGroupsByIds(group_id=ok.group, uids=read["author_id"])
        upload = await api.photosV2.getUploadUrl(gid=ok.group, count=1)
        await api.session.client.post(upload["upload_url"], files={"file1": ("a.png", picture(), "image/png")})
        return place["status"], await api.group.setMainPhoto(group_id=ok.group, photo_id=upload["photo_ids"][0])

    assert run(ok, act) == ("BLOCKED", {"success": True})
    assert ok.sandbox.ask("GET", "ok", "page", query={"account": int(ok.group)})["avatar"]
    assert ok.sandbox.complaints("ok") == []


def test_meets_the_real_refusals(ok: World) -> None:
    ok.sandbox.revoke_token("ok", ok.keys["access_token"])

    answer = run(ok, lambda api: api.users.getCurrentUser())

    assert (answer["error_code"], answer["error_msg"]) == (102, "PARAM_SESSION_EXPIRED : Session expired")
