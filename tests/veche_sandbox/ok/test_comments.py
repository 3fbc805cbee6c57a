"""Comments: read, answer, edit, delete."""

import pytest

from tests.veche_sandbox.ok.world import World, picture, text

pytestmark = pytest.mark.sweep


def of(number: str) -> dict[str, str]:
    return {"discussionId": number, "discussionType": "GROUP_TOPIC"}


def under(number: str) -> dict[str, str]:
    return {"entityId": number, "entityType": "GROUP_TOPIC"}


@pytest.fixture
def topic(ok: World) -> str:
    return ok.post(text("Каток открыт"))


def test_a_comment_says_who_when_and_to_whom(ok: World, topic: str) -> None:
    first = ok.resident(topic, "Когда?", photos=[picture()])
    second = ok.resident(topic, "И где?", "Иван Первый", reply_to=int(first))

    one, other = ok.ok("discussions.getComments", **of(topic), direction="FORWARD")["comments"]

    assert one["id"] == first
    assert one["text"] == "Когда?"
    assert one["type"] == "ACTIVE_MESSAGE"
    assert one["author_ref"] == f"user:{one['author_id']}"
    assert [attachment["type"] for attachment in one["attachments"]] == ["PHOTO"]
    assert other["id"] == second
    assert other["reply_to_comment_id"] == first
    assert other["reply_to_id"] == one["author_id"]
    [person] = ok.ok("users.getInfo", uids=one["author_id"], fields="uid,name")
    assert person == {"uid": one["author_id"], "name": "Анна Ковалёва"}


def test_pages_both_ways(ok: World, topic: str) -> None:
    numbers = [ok.resident(topic, str(number)) for number in range(5)]

    def pages(**params: str) -> list[list[str]]:
        found, anchor = [], params.pop("anchor", "")
        while True:
            page = ok.ok("discussions.getComments", **of(topic), count=2, **params, anchor=anchor or None)
            found.append([one["id"] for one in page["comments"]])
            anchor = page["anchor"]
            if not page["has_more"]:
                return found

    assert pages(direction="BACKWARD", anchor="LAST") == [numbers[4:2:-1], numbers[2:0:-1], [numbers[0]]]
    assert pages(direction="FORWARD", anchor="FIRST") == [numbers[:2], numbers[2:4], numbers[4:]]
    older = ok.ok("discussions.getDiscussionComments", **under(topic), offset=1, count=2)["comments"]
    assert [one["id"] for one in older] == numbers[1:3]
    assert ok.ok("discussions.getDiscussionCommentsCount", **under(topic)) == 5


def test_an_answer_in_the_group_s_name(ok: World, topic: str) -> None:
    above = ok.resident(topic, "Когда?")

    number = ok.ok(
        "discussions.addDiscussionComment", **under(topic), comment="Завтра", reply_to_comment_id=above, as_admin="true"
    )
    mine = ok.ok("discussions.addDiscussionComment", **under(topic), comment="Я", fields="comment.*")

    assert isinstance(number, str)
    shown = ok.ok("discussions.getComment", **of(topic), comment_id=number)["comment"]
    assert (shown["author_ref"], shown["reply_to_comment_id"]) == (f"group:{ok.group}", above)
    assert mine["author_ref"] == f"user:{ok.keys['user_id']}"


def test_what_is_refused(ok: World, topic: str) -> None:
    closed = ok.post(text("Тихо"), disableComments="true")

    assert ok.refusal("discussions.addDiscussionComment", **under(topic), comment="я" * 3001) == 100
    assert ok.refusal("discussions.addDiscussionComment", **under(topic), comment=" ") == 100
    assert ok.refusal("discussions.addDiscussionComment", **under(topic)) == 100
    assert ok.refusal("discussions.addDiscussionComment", **under(closed), comment="Да") == 456
    assert ok.refusal("discussions.addDiscussionComment", **under("5"), comment="Да") == 300
    assert ok.refusal("discussions.addDiscussionComment", **under(topic), comment="Да", reply_to_comment_id="5") == 700
    assert ok.refusal("discussions.getComments", discussionId=topic, discussionType="SONG") == 100
    assert ok.refusal("discussions.getComments", **of(topic), anchor="???") == 100
    assert ok.refusal("discussions.getComments", **of(topic), direction="UP") == 100
    assert ok.refusal("discussions.getComments", **of(topic), count=101) == 100


def test_deleting(ok: World, topic: str) -> None:
    first, second, third = (ok.resident(topic, words) for words in ("Раз", "Два", "Три"))

    assert ok.ok("discussions.deleteDiscussionComment", **of(topic), comment_id=first) == {"success": True}
    assert ok.refusal("discussions.deleteDiscussionComment", **of(topic), comment_id=first) == 702
    assert ok.refusal("discussions.getComment", **of(topic), comment_id=first) == 702
    ok.ok("discussions.deleteDiscussionComments", **of(topic), comment_ids=f"{second},{third}", mark_as_spam="true")

    assert [one["deleted"] for one in ok.sandbox.comments("ok") if one["post_id"] == int(topic)] == [True] * 3


def test_who_is_blocked_writes_no_more(ok: World, topic: str) -> None:
    comment = ok.resident(topic, "Спам")

    ok.ok("discussions.deleteDiscussionComment", **of(topic), comment_id=comment, block_author="true")

    with pytest.raises(AssertionError, match="is blocked here"):
        ok.resident(topic, "Ещё спам")
    assert ok.ok("group.getCounters", group_id=ok.group, counterTypes="black_list")["counters"] == {"black_list": 1}
    [one] = ok.sandbox.ask("GET", "ok", "restrictions", query={"account": int(ok.group)})
    asked = {"group_id": ok.group, "uids": one["person_id"]}
    assert [seat["status"] for seat in ok.ok("group.getUserGroupsByIds", **asked)] == ["BLOCKED"]


def test_correcting(ok: World, topic: str) -> None:
    theirs = ok.resident(topic, "Раз")
    ours = ok.ok("discussions.addDiscussionComment", **under(topic), comment="Да", as_admin="true")

    ok.ok("discussions.editDiscussionComment", **of(topic), comment_id=ours, comment="Нет")

    assert ok.ok("discussions.getComment", **of(topic), comment_id=ours)["comment"]["text"] == "Нет"
    assert ok.refusal("discussions.editDiscussionComment", **of(topic), comment_id=theirs, comment="Нет") == 701


def test_who_is_no_manager_deletes_only_his_own(ok: World, topic: str) -> None:
    theirs = ok.resident(topic, "Раз")
    mine = ok.ok("discussions.addDiscussionComment", **under(topic), comment="Да")
    ok.grant("VALUABLE_ACCESS", status="member")

    assert ok.refusal("discussions.deleteDiscussionComment", **of(topic), comment_id=theirs) == 50
    assert ok.ok("discussions.deleteDiscussionComment", **of(topic), comment_id=mine) == {"success": True}
    assert ok.refusal("discussions.addDiscussionComment", **under(topic), comment="Мы", as_admin="true") == 50


def test_discussions_that_were_talked_about(ok: World, topic: str) -> None:
    ok.post(text("Молчат"))
    ok.resident(topic, "Ура")

    found = ok.ok("discussions.getList", category="GROUP")["discussions"]
    one = ok.ok("discussions.get", **of(topic))["discussion"]

    assert [(each["object_id"], each["object_type"]) for each in found if each["owner_uid"] == str(ok.group)] == [
        (topic, "GROUP_TOPIC")
    ]
    assert one["total_comments_count"] == 1
    assert ok.ok("discussions.markCommentAsSpam", **of(topic), comment_id=ok.resident(topic, "Спам")) == {
        "success": True
    }


def test_no_comment_is_restored(ok: World, topic: str) -> None:
    comment = ok.resident(topic, "Раз")
    ok.sandbox.ask("POST", "ok", "comments/delete", {"id": int(comment), "account": ok.group})

    with pytest.raises(AssertionError, match="restores no comments"):
        ok.sandbox.ask("POST", "ok", "comments/restore", {"id": int(comment), "account": ok.group})


def test_removed_comments_come_when_they_are_asked_for(ok: World, topic: str) -> None:
    gone, stays = ok.resident(topic, "Ругань", photos=[picture()]), ok.resident(topic, "Вопрос", "Иван Первый")
    ok.ok("discussions.deleteDiscussionComment", **of(topic), comment_id=gone)

    usual = ok.ok("discussions.getComments", **of(topic))["comments"]
    whole = ok.ok("discussions.getComments", **of(topic), includeRemoved="true")["comments"]

    assert [one["id"] for one in usual] == [stays]
    assert [(one["id"], one["type"], one["text"]) for one in whole] == [
        (gone, "REMOVED_MESSAGE", ""),
        (stays, "ACTIVE_MESSAGE", "Вопрос"),
    ]
    assert "attachments" not in whole[0]
    assert ok.refusal("discussions.getComments", **of(topic), includeRemoved="perhaps") == 100
