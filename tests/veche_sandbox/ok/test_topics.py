"""Topics and their pictures."""

import pytest

from tests.veche_sandbox.ok.world import World, body, picture, text

pytestmark = pytest.mark.sweep


def test_a_topic_stands_and_its_number_is_a_bare_string(ok: World) -> None:
    number = ok.post(text("  Каток\r\nоткрыт  "))

    [stands] = ok.wall()
    assert str(stands["id"]) == number
    assert stands["text"] == "Каток\nоткрыт"
    assert stands["deleted"] is False


def test_photos_stand_in_their_order(ok: World) -> None:
    tokens = ok.tokens(picture("navy", 100, 50), picture("teal", 60, 70))

    number = ok.post(text("Каток"), {"type": "photo", "list": tokens})

    [stands] = ok.wall()
    assert [(photo["width"], photo["height"]) for photo in stands["photos"]] == [(100, 50), (60, 70)]
    answer = ok.ok("mediatopic.getByIds", topic_ids=number, fields="media_topic.*,group_photo.*")
    [topic] = answer["media_topics"]
    assert [block["type"] for block in topic["media"]] == ["text", "photo"]
    assert topic["media"][1]["photo_refs"] == [photo["ref"] for photo in answer["entities"]["group_photos"]]
    assert ok.http.get(answer["entities"]["group_photos"][0]["pic_max"]).content == picture("navy", 100, 50)


def test_links_and_polls(ok: World) -> None:
    poll = {
        "type": "poll",
        "question": "Когда?",
        "answers": [{"text": "Да"}, {"text": "Нет"}],
        "options": "SingleChoice",
    }

    number = ok.post(text("Опрос"), {"type": "link", "url": "https://example.ru/a"}, poll)

    [topic] = ok.ok("mediatopic.getByIds", topic_ids=number)["media_topics"]
    assert [block["type"] for block in topic["media"]] == ["text", "link", "poll"]


BAD: dict[str, tuple[dict[str, object], int]] = {
    "no such kind": ({"type": "song"}, 100),
    "no text": ({"type": "text"}, 100),
    "spaces": ({"type": "text", "text": " \n"}, 100),
    "too long": ({"type": "text", "text": "я" * 16_385}, 601),
    "no photos": ({"type": "photo", "list": []}, 100),
    "strange photo": ({"type": "photo", "list": [{"id": "nobody"}]}, 121),
    "link": ({"type": "link", "url": "example"}, 607),
    "question": ({"type": "poll", "question": "", "answers": [{"text": "а"}, {"text": "б"}]}, 602),
    "obscene": ({"type": "text", "text": "Какого хуя?"}, 454),
    "answers": ({"type": "poll", "question": "?", "answers": [{"text": "а"}]}, 603),
    "answer": ({"type": "poll", "question": "?", "answers": [{"text": "а"}, {"text": "б" * 201}]}, 604),
}


@pytest.mark.parametrize("name", BAD)
def test_a_block_that_is_refused(ok: World, name: str) -> None:
    block, code = BAD[name]

    assert ok.refused_post(block) == code
    assert ok.wall() == []


@pytest.mark.parametrize("attachment", ["", "{", "[]", "{}", '{"media": []}', '{"media": "да"}', '{"media": [5]}'])
def test_an_attachment_that_is_none(ok: World, attachment: str) -> None:
    assert ok.refusal("mediatopic.post", type="GROUP_THEME", gid=ok.group, attachment=attachment) == 100


def test_too_many_blocks(ok: World) -> None:
    assert ok.refused_post(*[text("а")] * 101) == 600


def test_what_else_is_refused(ok: World) -> None:
    good = body(text("Да"))
    assert ok.refusal("mediatopic.post", type="SONG", gid=ok.group, attachment=good) == 100
    assert ok.refusal("mediatopic.post", type="GROUP_THEME", attachment=good) == 100
    assert ok.refusal("mediatopic.post", type="GROUP_THEME", gid=5, attachment=good) == 160
    assert ok.refusal("mediatopic.post", type="USER_STATUS", attachment=good) == 200
    assert ok.refused_post(text("Да"), publishAtMs="4102444800000") == 200
    assert ok.refused_post(text("Да"), onBehalfOfGroup="maybe") == 100
    assert ok.wall() == []


def test_unknown_settings_are_listed(ok: World) -> None:
    ok.post({"type": "text", "text": "Да", "bold": True}, colour="red")

    assert [(one["parameter"]) for one in ok.sandbox.complaints("ok")] == ["attachment.colour", "attachment.media.bold"]


def test_in_whose_name(ok: World) -> None:
    group, person = ok.post(text("Да")), ok.post(text("Нет"), onBehalfOfGroup="false")

    topics = ok.ok("mediatopic.getByIds", topic_ids=f"{group},{person}", media_limit=1)["media_topics"]

    assert [topic["author_ref"] for topic in topics] == [f"group:{ok.group}", f"user:{ok.keys['user_id']}"]


def test_several_topics_need_a_limit_of_blocks(ok: World) -> None:
    two = f"{ok.post(text('Раз'), text('Два'))},{ok.post(text('Три'))}"

    assert ok.refusal("mediatopic.getByIds", topic_ids=two) == 100
    assert ok.refusal("mediatopic.getByIds", topic_ids=two, media_limit=4) == 100
    topics = ok.ok("mediatopic.getByIds", topic_ids=two, media_limit=1)["media_topics"]
    assert [(len(topic["media"]), topic["has_more"]) for topic in topics] == [(1, True), (1, False)]


def test_only_the_fields_that_were_asked_for(ok: World) -> None:
    number = ok.post(text("Да"))

    answer = ok.ok("mediatopic.getByIds", topic_ids=number, fields="media_topic.ID,media_topic.CREATED_MS")

    assert [sorted(topic) for topic in answer["media_topics"]] == [["created_ms", "id"]]


def test_a_topic_is_changed_and_taken_away(ok: World) -> None:
    number = ok.post(text("Да"), {"type": "photo", "list": ok.tokens(picture())})

    ok.ok("mediatopic.edit", topic_id=number, attachment=body(text("Нет")))
    assert [(post["text"], post["photos"]) for post in ok.wall()] == [("Нет", [])]

    assert ok.ok("mediatopic.deleteTopic", topic_id=number) == {"success": True}
    assert [post["deleted"] for post in ok.wall()] == [True]
    assert ok.refusal("mediatopic.deleteTopic", topic_id=number) == 300
    assert ok.ok("mediatopic.getByIds", topic_ids=number) == {"media_topics": []}


def test_a_topic_that_a_person_has_rewritten(ok: World) -> None:
    number = ok.post(text("Раз"), {"type": "photo", "list": ok.tokens(picture())}, text("Два"))

    ok.sandbox.ask("POST", "ok", "posts/edit", {"id": int(number), "text": "Три", "account": ok.group})

    [topic] = ok.ok("mediatopic.getByIds", topic_ids=number)["media_topics"]
    assert [(block["type"], block.get("text", "")) for block in topic["media"]] == [("text", "Три"), ("photo", "")]


def test_one_topic_is_on_top(ok: World) -> None:
    first, second = ok.post(text("Раз")), ok.post(text("Два"))
    topics = ok.ok("mediatopic.getByIds", topic_ids=f"{first},{second}", media_limit=1)["media_topics"]

    for topic in topics:
        assert ok.ok("group.pinGroupFeed", pin_id=topic["pin_id"]) is True
    assert ok.refusal("group.pinGroupFeed", pin_id="pin-1-1") == 300


def test_uploads(ok: World) -> None:
    other = World(ok.sandbox, ok.http, ok.sandbox.add_account("ok", "Другая"))
    place = ok.ok("photosV2.getUploadUrl", gid=ok.group, count=2)

    assert sorted(place) == ["expires", "expires_ms", "photo_ids", "ttl_ms", "upload_url"]
    assert len(place["photo_ids"]) == 2
    assert ok.upload()["error_code"] == 505
    assert ok.upload(b"")["error_code"] == 504
    assert ok.upload(b"GIF8 no picture")["error_code"] == 504
    assert ok.upload(picture(kind="WEBP"))["error_code"] == 503
    assert ok.http.post(place["upload_url"], data={"a": "b"}).json()["error_code"] == 505
    assert ok.http.post(f"{ok.base}/upload/nobody", files={"a": picture()}).json()["error_code"] == 300
    assert ok.refused_post({"type": "photo", "list": other.tokens(picture())}) == 121
    assert ok.refusal("photosV2.getUploadUrl", count=1) == 100
    assert ok.refusal("photosV2.getUploadUrl", gid=ok.group, count=0) == 100


def test_a_commit_is_for_albums(ok: World) -> None:
    [(name, photo)] = ok.upload(picture())["photos"].items()

    answer = ok.ok("photosV2.commit", photo_id=name, token=photo["token"])

    assert [(one["photo_id"], one["status"]) for one in answer["photos"]] == [(name, "SUCCESS")]
    assert [one["problem"] for one in ok.sandbox.complaints("ok")] == ["a photo of a topic is not to be committed"]


def test_the_main_photo_is_named_as_it_was_uploaded(ok: World) -> None:
    [(name, _)] = ok.upload(picture())["photos"].items()
    unused = ok.ok("photosV2.getUploadUrl", gid=ok.group)["photo_ids"][0]

    assert ok.ok("group.setMainPhoto", group_id=ok.group, photo_id=name) == {"success": True}
    assert ok.refusal("group.setMainPhoto", group_id=ok.group, photo_id=unused) == 121
    assert ok.refusal("group.setMainPhoto", group_id=1, photo_id=name) == 160
    assert ok.sandbox.ask("GET", "ok", "page", query={"account": int(ok.group)})["avatar"]


def test_statistics_know_only_what_somebody_has_seen(ok: World) -> None:
    seen, hidden = ok.post(text("Видели")), ok.post(text("Нет"))
    ok.resident(seen, "Ура")

    answer = ok.ok("group.getStatTopics", gid=ok.group, fields="ID,COMMENTS")

    assert answer["topics"] == [{"id": seen, "comments": 1}]
    assert ok.ok("group.getStatTopic", topic_id=seen)["topic"]["reach"] == 1
    assert ok.refusal("group.getStatTopic", topic_id=hidden) == 300


def test_statistics_in_pages_and_by_time(ok: World) -> None:
    numbers = [ok.post(text(str(number))) for number in range(3)]
    for number in numbers:
        ok.resident(number, "Ура")

    first = ok.ok("group.getStatTopics", gid=ok.group, count=2)
    second = ok.ok("group.getStatTopics", gid=ok.group, count=2, anchor=first["anchor"])

    assert [topic["id"] for topic in first["topics"] + second["topics"]] == numbers[::-1]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert ok.ok("group.getStatTopics", gid=ok.group, start_time=4_102_444_800_000)["topics"] == []


def test_a_link_leads_to_the_wall(ok: World) -> None:
    number = ok.post(text("Сюда ведёт ссылка"))
    root = ok.sandbox.info["control"].removesuffix("/control")

    answer = ok.http.get(f"{root}/ok.ru/group/{ok.group}/topic/{number}", follow_redirects=True)

    assert answer.status_code == 200
    assert "Сюда ведёт ссылка" in answer.text
    assert "Одноклассники" in answer.text


def test_url_and_people(ok: World) -> None:
    assert ok.ok("url.getInfo", url=f"https://ok.ru/group/{ok.group}") == {
        "type": "GROUP",
        "objectId": ok.group,
        "objectIdStr": str(ok.group),
    }
    assert ok.refusal("url.getInfo", url="https://example.ru/") == 300
    [group] = ok.ok("group.getInfo", uids=ok.group, fields="uid,name")
    assert group == {"uid": str(ok.group), "name": "Администрация города"}
    members = ok.ok("group.getMembers", uid=ok.group, statuses="ADMIN,MODERATOR")["members"]
    assert members == [{"userId": str(ok.keys["user_id"]), "status": "ADMIN"}]
    assert ok.ok("group.getCounters", group_id=ok.group, counterTypes="THEMES")["counters"] == {"themes": 0}
    assert ok.ok("users.getCurrentUser", fields="uid") == {"uid": str(ok.keys["user_id"])}
    assert ok.ok("users.getCallsLeft", methods="mediatopic.post")[0]["available"] is True
    assert ok.ok("auth.touchSession") is True


def test_what_stands_on_the_page_is_read_back(ok: World) -> None:
    [bare] = ok.ok("group.getInfo", uids=ok.group, fields="description,main_photo,pic_avatar")
    [(name, _)] = ok.upload(picture())["photos"].items()
    ok.ok("group.setMainPhoto", group_id=ok.group, photo_id=name)
    words = {"description": "Новости города", "account": int(ok.group)}
    ok.sandbox.ask("POST", "ok", "page", words)

    [shown] = ok.ok("group.getInfo", uids=ok.group, fields="DESCRIPTION,MAIN_PHOTO,PIC_AVATAR")

    assert bare == {"description": ""}
    assert shown["description"] == "Новости города"
    assert shown["main_photo"]["pic_max"] == shown["picAvatar"]
    assert ok.http.get(shown["picAvatar"]).headers["content-type"] == "image/png"
    assert ok.sandbox.ask("GET", "ok", "complaints") == []
