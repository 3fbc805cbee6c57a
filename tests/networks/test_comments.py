from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, Turns, came, picture, seen, soon
from veche.networks.protocol import (
    Absent,
    CommentBack,
    CommentGone,
    DeleteComment,
    Done,
    Found,
    InboxPage,
    MessageCame,
    NetworkError,
    PictureRef,
    Reply,
    RestoreComment,
    Slot,
    Verb,
    Withdraw,
)
from veche.networks.registry import NETWORKS
from veche.networks.vk import recovery

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def post_id(bench: Bench) -> str:
    """A post of the account, already reported."""
    return bench.publish("Когда вывозят мусор? По вторникам.").remote_id


@pytest.fixture
def cursor(bench: Bench, post_id: str) -> str:
    return bench.begin()


def test_a_comment_comes_with_all_it_says(bench: Bench, post_id: str, cursor: str) -> None:
    written = bench.resident_writes(post_id, "А по субботам?")

    page = bench.news(cursor)

    [comment] = came(page.events)
    assert comment.comment_id == str(written["id"])
    assert comment.text == "А по субботам?"
    assert comment.author_name == "Анна Ковалёва"
    assert comment.edited is False
    assert comment.ours is False
    assert comment.pictures == ()
    assert page.gap == ""
    assert comment.post_id == post_id
    assert bool(comment.thread_id) == (bench.slug == "telegram")
    assert bench.news(page.cursor).events == ()


def test_reading_the_same_news_twice_says_the_same(bench: Bench, post_id: str, cursor: str) -> None:
    bench.resident_writes(post_id, "А по субботам?")

    if bench.slug != "telegram":
        assert bench.news(cursor).events == bench.news(cursor).events
    else:
        assert bench.news("").events[-1] == bench.news("").events[-1]


def test_the_bytes_of_a_comment_s_picture(bench: Bench, post_id: str, cursor: str) -> None:
    if bench.slug == "max":
        pytest.skip("comments in MAX are words only")
    bench.resident_writes(post_id, "Вот яма", photos=[picture("maroon"), picture("gold")])

    pictures = [ref for comment in came(bench.news(cursor).events) for ref in comment.pictures]
    fetched = [bench.network.fetch_picture(ref, deadline=soon()) for ref in pictures]

    assert len(fetched) == (1 if bench.slug == "telegram" else 2)
    assert all(content[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0") for content in fetched)


def test_a_picture_that_is_gone_is_a_refusal(bench: Bench) -> None:
    base = bench.sandbox.info[bench.slug]["base"]
    ref = {"vk": f"{base}/photo/none/w.jpg", "max": f"{base}/photo/none", "ok": f"{base}/image/none"}.get(
        bench.slug, "none"
    )

    with pytest.raises(NetworkError) as refusal:
        bench.network.fetch_picture(PictureRef(ref), deadline=soon())

    assert (refusal.value.permanent, refusal.value.maybe_done) == (True, False)


def test_an_edited_comment_comes_again(bench: Bench, post_id: str, cursor: str) -> None:
    if not bench.network.profile.reading.has_webhooks:
        pytest.skip("this network tells nobody of edits")
    written = bench.resident_writes(post_id, "Первая редакция")
    for text in ("Вторая редакция", "Первая редакция", "Вторая редакция"):
        bench.sandbox.ask(
            "POST", bench.slug, "comments/edit", {"id": written["id"], "text": text, "account": bench.account}
        )

    comments = came(bench.news(cursor).events)

    assert [(comment.text, comment.edited) for comment in comments] == [
        ("Первая редакция", False),
        ("Вторая редакция", True),
        ("Первая редакция", True),
        ("Вторая редакция", True),
    ]
    assert len({comment.dedup for comment in comments}) == 4
    assert {comment.comment_id for comment in comments} == {str(written["id"])}


def test_an_answer_to_a_comment_names_it(bench: Bench, post_id: str, cursor: str) -> None:
    first = bench.resident_writes(post_id, "Первый")
    bench.resident_writes(post_id, "Второй", reply_to=first["id"])

    one, other = came(bench.news(cursor).events)

    assert (one.reply_to, other.reply_to) == ("", str(first["id"]))
    assert other.thread_id == one.thread_id


def test_our_reply_stands_under_the_comment(bench: Bench, post_id: str, cursor: str) -> None:
    written = bench.resident_writes(post_id, "А по субботам?")
    [comment] = came(bench.news(cursor).events)
    act = Reply(post_id, comment.comment_id, "  Нет, только по вторникам. <b>  ", comment.thread_id)

    done = bench.perform(act)

    ours = [found for found in bench.comments() if str(found["id"]) == done.remote_id]
    assert [(found["text"], found["reply_to"]) for found in ours] == [
        (bench.network.render_reply(act.text).text, written["id"])
    ]
    assert done.proven


def test_our_own_reply_in_vk_is_told_as_ours(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    cursor = vk.begin()
    written = vk.resident_writes(post_id, "Когда?")

    vk.perform(Reply(post_id, str(written["id"]), "По вторникам."))

    assert [(comment.text, comment.ours) for comment in came(vk.news(cursor).events)] == [
        ("Когда?", False),
        ("По вторникам.", True),
    ]


def test_a_deleted_comment_is_gone_and_may_be_deleted_again(bench: Bench, post_id: str) -> None:
    if not NETWORKS[bench.slug].could_do(Verb.DELETE_COMMENT):
        pytest.skip("only a person deletes here")
    written = bench.resident_writes(post_id, "Спам")
    act = DeleteComment(post_id, str(written["id"]))

    first, second = bench.perform(act), bench.perform(act)

    assert [found["deleted"] for found in bench.comments()] == [True]
    assert (first, second) == (first, first)
    assert (first.remote_id, first.proven) == (str(written["id"]), True)


def test_vk_tells_of_deletion_and_return(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    comment_id = str(vk.resident_writes(post_id, "Спам")["id"])
    cursor = vk.begin()

    for act in (DeleteComment(post_id, comment_id), RestoreComment(post_id, comment_id)) * 2:
        assert vk.perform(act) == Done(comment_id, vk.perform(act).url, proven=True)

    events = vk.news(cursor).events
    assert [type(event) for event in events] == [CommentGone, CommentBack, CommentGone, CommentBack]
    assert len({event.dedup for event in events}) == 4
    assert [found["deleted"] for found in vk.comments()] == [False]


def test_telegram_cannot_restore(telegram: Bench) -> None:
    with pytest.raises(NetworkError) as refusal:
        telegram.perform(RestoreComment("1", "2"))

    assert (refusal.value.permanent, refusal.value.maybe_done) == (True, False)
    assert "не умеет" in refusal.value.advice


def test_vk_is_asked_what_became_of_a_comment(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    comment_id = str(vk.resident_writes(post_id, "Спам")["id"])
    delete, restore = DeleteComment(post_id, comment_id), RestoreComment(post_id, comment_id)

    def ask(act: DeleteComment | RestoreComment) -> object:
        return vk.network.look_up(act, key=uuid4(), since=SINCE, remote_id="", deadline=soon())

    assert (ask(delete), type(ask(restore))) == (Absent(), Found)
    vk.perform(delete)
    assert (type(ask(delete)), ask(restore)) == (Found, Absent())


def test_vk_comments_without_the_administrator_s_key(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    written = vk.resident_writes(post_id, "Спам")
    vk.slots = (Slot.COMMUNITY,)

    with pytest.raises(NetworkError) as refusal:
        vk.perform(DeleteComment(post_id, str(written["id"])))

    assert refusal.value.code == "no_key"
    assert refusal.value.permanent is True
    assert refusal.value.key_slot == Slot.ADMIN
    assert [found["deleted"] for found in vk.comments()] == [False]


def test_vk_history_that_was_lost_is_read_from_the_wall(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    first = vk.resident_writes(post_id, "Первый")
    vk.resident_writes(post_id, "Второй", reply_to=first["id"])
    far_ahead = vk.begin().replace('"ts": "', '"ts": "9')

    page = vk.news(far_ahead)

    assert sorted((comment.text, comment.author_name) for comment in came(page.events)) == [
        ("Второй", "Анна Ковалёва"),
        ("Первый", "Анна Ковалёва"),
    ]
    assert "не сохранил события" in page.gap
    assert vk.news(page.cursor).events == ()


def test_vk_a_wall_too_long_for_one_poll_is_read_in_several(vk: Bench) -> None:
    posts = [vk.publish(f"Запись {number}").remote_id for number in range(recovery.RECENT_POSTS)]
    cursor = vk.begin().replace('"ts": "', '"ts": "9')
    for post_id in posts[1:]:
        vk.resident_writes(post_id, f"Под {post_id}")
    vk.sandbox.ask("POST", "vk", "messages", {"account": vk.account, "author": "Анна", "text": "Вода?"})
    asked, http = len(vk.sandbox.calls("vk", "wall.getComments")), vk.http

    pages: list[InboxPage] = []
    while not pages or pages[-1].more:
        vk.http = http.paced(Turns(10))
        pages.append(vk.news(pages[-1].cursor if pages else cursor))

    told = [event for page in pages for event in page.events]
    assert [event.text for event in told if isinstance(event, MessageCame)] == ["Вода?"]
    assert sorted(comment.text for comment in came(tuple(told))) == sorted(f"Под {post_id}" for post_id in posts[1:])
    assert len(vk.sandbox.calls("vk", "wall.getComments")) - asked == len(posts) - 1
    assert [bool(page.gap) for page in pages] == [False, False, True]
    assert "20 последним записям перечитаны, личные сообщения перечитаны" in pages[-1].gap
    assert vk.news(pages[-1].cursor).events == ()


def test_vk_a_poll_that_reads_nothing_again_does_not_count(vk: Bench) -> None:
    vk.resident_writes(vk.publish("Каток открыт").remote_id, "Ура")
    begun, http = vk.begin().replace('"ts": "', '"ts": "9'), vk.http
    vk.http = http.paced(Turns(3))
    page = vk.news(begun)

    vk.http = http.paced(Turns(0))
    with pytest.raises(NetworkError):
        vk.news(page.cursor)

    vk.http = http
    assert (page.events, page.more) == ((), True)
    assert [comment.text for comment in came(vk.news(page.cursor).events)] == ["Ура"]


def test_vk_a_post_removed_meanwhile_keeps_no_other(vk: Bench) -> None:
    first, second = (vk.publish(text).remote_id for text in ("Каток открыт", "Каток закрыт"))
    for post_id in (first, second):
        vk.resident_writes(post_id, f"Под {post_id}")
    begun, http = vk.begin().replace('"ts": "', '"ts": "9'), vk.http
    vk.http = http.paced(Turns(3))
    cursor = vk.news(begun).cursor
    vk.http = http
    vk.perform(Withdraw(second))

    page = vk.news(cursor)

    assert [comment.text for comment in came(page.events)] == [f"Под {first}"]
    assert "(кроме 1, которых VK не показал)" in page.gap


def test_a_lost_comment_is_told_under_the_same_name_both_ways(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    cursor = vk.begin()
    vk.resident_writes(post_id, "Первый", photos=[picture("gold")])

    by_event = vk.news(cursor).events
    by_wall = vk.news(cursor.replace('"ts": "', '"ts": "9')).events

    assert by_event == by_wall


def test_vk_history_that_was_lost_without_the_key_is_said(vk: Bench) -> None:
    vk.slots = (Slot.COMMUNITY,)

    page = vk.news(vk.begin().replace('"ts": "', '"ts": "9'))

    assert page.events == ()
    assert "без ключа администратора" in page.gap


def test_vk_that_somebody_switched_off_is_switched_on_again(vk: Bench) -> None:
    post_id = vk.publish("Вывоз мусора").remote_id
    cursor = vk.begin()
    off = {"group_id": str(vk.account), "enabled": "0", "access_token": vk.given["community_token"], "v": "5.199"}
    method = f"{vk.sandbox.info['vk']['base']}/method/groups.setLongPollSettings"
    assert vk.http.send("POST", method, data=off, deadline=soon()).json() == {"response": 1}

    vk.resident_writes(post_id, "Когда?")

    assert [comment.text for comment in came(vk.news(cursor).events)] == ["Когда?"]


def test_telegram_tells_what_happened_before_the_first_look(telegram: Bench) -> None:
    done = telegram.publish("Каток открыт")

    [proof] = seen(telegram.news("").events)

    assert proof.post_id == done.remote_id


def test_the_channel_s_own_post_by_a_person_is_seen(bench: Bench) -> None:
    if not bench.network.profile.reading.has_webhooks:
        pytest.skip("this network tells nobody of posts")
    cursor = bench.begin()

    bench.sandbox.write_post(bench.slug, "Рукой", account=bench.account)

    events = seen(bench.news(cursor).events)
    assert {event.text for event in events} == {"Рукой"}
    assert len({event.dedup for event in events}) == len(events) == (2 if bench.slug == "telegram" else 1)
