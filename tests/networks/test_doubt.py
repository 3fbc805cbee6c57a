"""An adapter's report after a failed call, and whether a look-up then gives the truth."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pytest_httpserver import HTTPServer

from tests.chaos.methods import METHODS
from tests.networks.conftest import READ_BACK, TELL_OUR_OWN, Bench, came, seen, soon
from tests.networks.rows import ROWS
from tests.waiting import wait_until
from veche.kernel.http import HttpClient
from veche.networks.protocol import (
    Absent,
    CannotTell,
    DeleteComment,
    Found,
    LookUp,
    NetworkError,
    OutgoingPost,
    Photo,
    Publish,
    Reply,
    Slot,
)

TEXT = "Сегодня отключат воду на Ленина — с 9 до 12 часов.\n\nПодвоз у дома 5."
POST = Publish(OutgoingPost(TEXT))
METHOD = {slug: calls["publish"] for slug, calls in METHODS.items()}
COMMENT = {slug: calls["reply"] for slug, calls in METHODS.items()}
DELETION = {slug: calls["delete_comment"] for slug, calls in METHODS.items() if "delete_comment" in calls}


def now() -> datetime:
    return datetime.now(UTC)


def failure(bench: Bench, act: Publish | Reply | DeleteComment = POST, seconds: float = 5.0) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act, deadline=soon(seconds))
    return caught.value


def look_up(
    bench: Bench,
    act: Publish | Reply = POST,
    remote_id: str = "",
    since: datetime | None = None,
    taken: frozenset[str] = frozenset(),
) -> LookUp:
    return bench.network.look_up(
        act, key=uuid4(), since=since or now(), remote_id=remote_id, deadline=soon(), taken=taken
    )


@pytest.mark.parametrize("fault", ["refused_before_apply", "dropped"])
def test_not_applied_is_absent_where_one_can_ask(bench: Bench, fault: str) -> None:
    bench.fault(METHOD[bench.slug], fault)

    error = failure(bench)

    assert error.maybe_done is True
    assert error.permanent is False
    assert error.retry_after is None
    assert bench.wall() == []
    assert type(look_up(bench)) is (Absent if bench.slug in READ_BACK else CannotTell)


@pytest.mark.parametrize("fault", ["lost_after_apply", "slow"])
def test_applied_is_found_or_told(bench: Bench, fault: str) -> None:
    cursor = bench.begin()
    bench.fault(METHOD[bench.slug], fault, seconds=4 if fault == "slow" else 0)

    error = failure(bench, seconds=1.0)

    assert (error.maybe_done, error.permanent) == (True, False)
    wait_until(lambda: bool(bench.wall()))  # a busy machine may apply it after our deadline
    [post] = bench.wall()
    found = look_up(bench)
    if bench.slug in READ_BACK:
        assert isinstance(found, Found)
        assert found.remote_id == str(post["id"])
    else:
        assert isinstance(found, CannotTell)
    told = [str(post["id"])] if bench.slug in TELL_OUR_OWN else []
    assert [event.post_id for event in seen(bench.news(cursor).events)] == told


def test_rate_limited_certainly_did_not_happen(bench: Bench) -> None:
    bench.fault(METHOD[bench.slug], "rate_limited", seconds=7)

    error = failure(bench)

    assert (error.maybe_done, error.permanent) == (False, False)
    assert error.retry_after == ROWS[bench.slug].waits
    assert bench.wall() == []


def test_a_network_that_is_away_certainly_got_nothing(bench: Bench, http: HttpClient) -> None:
    network = bench.open(base_url="http://127.0.0.1:1", http=HttpClient(allowed_private=frozenset({("127.0.0.1", 1)})))

    with pytest.raises(NetworkError) as caught:
        network.perform(POST, {}, key=uuid4(), deadline=soon())

    assert caught.value.maybe_done is False
    assert caught.value.permanent is False
    assert caught.value.code == "connect"
    assert "не отвечает" in caught.value.advice


def test_a_deadline_that_has_passed_certainly_sent_nothing(bench: Bench) -> None:
    error = failure(bench, seconds=-1)

    assert (error.maybe_done, error.code) == (False, "timeout")
    assert bench.wall() == []


@pytest.mark.parametrize("fault", ["refused_before_apply", "lost_after_apply", "dropped", "rate_limited"])
@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("vk", "photos.getWallUploadServer"),
        ("vk", "photos.saveWallPhoto"),
        ("ok", "photosV2.getUploadUrl"),
        ("ok", "upload"),
    ],
)
def test_a_failed_upload_leaves_no_doubt(
    request: pytest.FixtureRequest, photos: tuple[Photo, ...], name: str, method: str, fault: str
) -> None:
    bench: Bench = request.getfixturevalue(name)
    bench.fault(method, fault)
    act = Publish(OutgoingPost(TEXT, photos[:1]))

    error = failure(bench, act)
    bench.perform(act)

    assert (error.maybe_done, error.permanent) == (False, False)
    assert len(bench.wall()) == 1


def test_the_post_is_found_by_number(bench: Bench, photos: tuple[Photo, ...]) -> None:
    for act in (POST, Publish(OutgoingPost(TEXT, photos[:1])), Publish(OutgoingPost("", photos))):
        done = bench.perform(act)

        found = look_up(bench, act, done.remote_id)

        assert isinstance(found, Found)
        assert (found.remote_id, found.url) == (done.remote_id, done.url)


def test_asking_changes_nothing(bench: Bench, photos: tuple[Photo, ...]) -> None:
    act = Publish(OutgoingPost(TEXT, photos))
    done = bench.perform(act)
    before, cursor = bench.wall(), bench.begin()

    look_up(bench, act, done.remote_id)
    look_up(bench, act)

    assert bench.wall() == before
    assert bench.news(cursor).events == ()


@pytest.mark.parametrize("bench", READ_BACK, indirect=True)
def test_a_post_that_a_colleague_corrected_before_the_look_leaves_doubt(bench: Bench) -> None:
    bench.fault(METHOD[bench.slug], "lost_after_apply")
    failure(bench)
    [post] = bench.wall()
    order = {"id": post["id"], "text": "Каток закрыт.", "account": bench.account}
    bench.sandbox.ask("POST", bench.slug, "posts/edit", order)

    assert isinstance(look_up(bench), CannotTell)


def test_a_deleted_post_is_absent(bench: Bench) -> None:
    done = bench.perform(POST)
    bench.sandbox.ask(
        "POST", bench.slug, "posts/delete", {"id": bench.ordered(done.remote_id), "account": bench.account}
    )

    assert look_up(bench, remote_id=done.remote_id) == Absent()


def test_a_post_is_not_taken_for_another(vk: Bench, photos: tuple[Photo, ...]) -> None:
    """Known to belong to other acts, they prove nothing; unknown, each may be this one, edited in the network since."""
    others = [vk.perform(Publish(OutgoingPost(text, shown))) for text, shown in ((TEXT + "!", ()), (TEXT, photos[:1]))]
    first, second = (frozenset({done.remote_id}) for done in others)

    assert look_up(vk, taken=first | second) == Absent()
    assert [type(look_up(vk, taken=known)) for known in (frozenset[str](), first, second)] == [CannotTell] * 3
    assert look_up(vk, since=now() + timedelta(hours=1), act=Publish(OutgoingPost(TEXT, photos[:1]))) == Absent()


def test_a_missing_photo_is_said(vk: Bench, photos: tuple[Photo, ...]) -> None:
    done = vk.perform(Publish(OutgoingPost(TEXT, photos[:2])))

    found = look_up(vk, Publish(OutgoingPost(TEXT, photos)), done.remote_id)

    assert isinstance(found, Found)
    assert found.how == "VK показал запись, но на ней фото 2 из 3"


def test_vk_cannot_tell_without_the_administrator_s_key(vk: Bench) -> None:
    done = vk.perform(POST)
    vk.slots = (Slot.COMMUNITY,)

    assert isinstance(look_up(vk, remote_id=done.remote_id), CannotTell)
    assert isinstance(look_up(vk), CannotTell)


def test_a_reply_whose_answer_was_lost(bench: Bench) -> None:
    post_id = bench.perform(POST).remote_id
    first = bench.resident_writes(post_id, "Когда?")
    second = bench.resident_writes(post_id, "И где?", reply_to=first["id"])
    act = Reply(post_id, str(second["id"]), "У дома 5.")
    bench.fault(COMMENT[bench.slug], "lost_after_apply")

    error = failure(bench, act)
    found = look_up(bench, act)

    assert error.maybe_done
    [ours] = [comment for comment in bench.comments() if comment["text"] == "У дома 5."]
    if bench.slug != "telegram":
        assert isinstance(found, Found)
        assert found.remote_id == str(ours["id"])
        other = replace(act, text="Другое")
        assert look_up(bench, other, taken=frozenset({found.remote_id})) == Absent()
        assert isinstance(look_up(bench, other), CannotTell)
    else:
        assert isinstance(found, CannotTell)
        assert isinstance(look_up(bench, act, str(ours["id"])), Found)


def test_our_first_comment_stands_on_the_post_and_is_found_when_its_answer_was_lost(bench: Bench) -> None:
    post_id = bench.perform(POST).remote_id
    cursor = bench.begin()
    bench.resident_writes(post_id, "Когда?")
    [question] = came(bench.news(cursor).events)
    act = Reply(post_id, "", "Адрес: у дома 5.", question.thread_id)
    done = bench.perform(act)
    [ours] = [comment for comment in bench.comments() if comment["text"] == act.text]
    assert (done.proven, done.remote_id) == (True, str(ours["id"]))
    assert str(ours["reply_to"] or "") in {"", question.thread_id, post_id}

    other = replace(act, text="Вход свободный.")
    bench.fault(COMMENT[bench.slug], "lost_after_apply")
    error = failure(bench, other)
    found = look_up(bench, other, taken=frozenset({done.remote_id}))
    assert error.maybe_done
    if bench.slug == "telegram":
        assert isinstance(found, CannotTell)
    else:
        assert isinstance(found, Found)
        assert [str(one["id"]) for one in bench.comments() if one["text"] == other.text] == [found.remote_id]


def test_a_deletion_whose_answer_was_lost_may_be_repeated(bench: Bench) -> None:
    if bench.slug not in DELETION:
        pytest.skip("only a person deletes here")
    post_id = bench.perform(POST).remote_id
    act = DeleteComment(post_id, str(bench.resident_writes(post_id, "Спам")["id"]))
    bench.fault(DELETION[bench.slug], "lost_after_apply")

    error = failure(bench, act)

    assert error.maybe_done
    assert bench.network.may_repeat(act, first_call=now(), now=now())
    assert bench.perform(act).proven
    assert [comment["deleted"] for comment in bench.comments()] == [True]


def test_what_may_be_repeated(bench: Bench) -> None:
    first = now()
    later = [first + timedelta(minutes=minutes) for minutes in (0, 49, 50, 600)]
    network = bench.network

    publish = [network.may_repeat(POST, first_call=first, now=moment) for moment in later]
    reply = [network.may_repeat(Reply("1", "2", "да"), first_call=first, now=moment) for moment in later]

    assert publish == ([True, True, False, False] if bench.slug == "vk" else [False] * 4)
    assert reply == [False] * 4


GARBLED: dict[str, tuple[int, str | bytes, str]] = {
    "page": (502, "<html><h1>502 Bad Gateway</h1></html>", "text/html"),
    "cut": (200, '{"response": {"post_id": ', "application/json"),
    "list": (200, "[]", "application/json"),
    "nothing": (200, "", "application/json"),
    "no_id": (200, '{"response": {}, "ok": true, "result": {}}', "application/json"),
    "odd_error": (200, '{"error": {"error_msg": "?"}, "ok": false}', "application/json"),
    "deep": (200, "[" * 200_000, "application/json"),
    "bytes": (200, b"\xff\xfe\x00", "application/json"),
    "unavailable": (503, '{"ok": false, "error_code": 503, "description": "?"}', "application/json"),
}


@pytest.mark.parametrize("name", GARBLED)
def test_an_answer_nobody_understands_leaves_doubt(bench: Bench, httpserver: HTTPServer, name: str) -> None:
    status, body, kind = GARBLED[name]
    httpserver.expect_request("/method/wall.post").respond_with_data(body, status, content_type=kind)
    httpserver.expect_request("/fb.do").respond_with_data(body, status, content_type=kind)
    httpserver.expect_request("/messages").respond_with_data(body, status, content_type=kind)
    httpserver.expect_request(f"/bot{bench.given.get('token')}/sendMessage").respond_with_data(
        body, status, content_type=kind
    )
    http = HttpClient(allowed_private=frozenset({(httpserver.host, httpserver.port)}))
    network = bench.open(base_url=httpserver.url_for(""), http=http)

    with pytest.raises(NetworkError) as caught:
        network.perform(POST, {}, key=uuid4(), deadline=soon())

    assert (caught.value.maybe_done, caught.value.permanent) == (True, False)
    assert len(httpserver.log) == 1
