"""MAX only: pictures that are not ready at once, refusals with status 200, named rights, reading back."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_httpserver import HTTPServer

from tests.networks.conftest import Bench, came, soon
from tests.networks.test_abilities import ask, modes
from tests.networks.test_doubt import look_up
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient
from veche.networks.max import publish
from veche.networks.protocol import (
    Absent,
    CannotTell,
    CommentGone,
    DeleteComment,
    Found,
    LookUp,
    NetworkError,
    Operation,
    OutgoingPost,
    Photo,
    Publish,
    Reply,
    RestoreComment,
    Slot,
)
from veche.networks.registry import open_network, render_post

TEXT = "Каток на Ленина открыт."
POST = Publish(OutgoingPost(TEXT))


def failure(bench: Bench, act: Publish | Reply | DeleteComment | RestoreComment = POST) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act)
    return caught.value


def order(bench: Bench, method: str, code: str, times: int = 1) -> None:
    bench.sandbox.fault("max", method, "error", code=code, times=times)


def test_exactly_4000_fits_and_4001_is_refused_in_words() -> None:
    fits, over = (render_post("max", OutgoingPost("я" * count)) for count in (4000, 4001))

    assert fits.problems == ()
    assert fits.length == 4000
    assert fits.limit == 4000
    assert [problem.sentence for problem in over.problems] == ["Для MAX текст длиннее на 1 знак. Сократите его."]


def test_the_url_is_the_network_s_own_on_the_pages_we_were_given(max_: Bench) -> None:
    assert max_.publish(TEXT).url.startswith(f"https://max.ru/c/{max_.account}/")

    max_.more["pages"] = "http://127.0.0.1:8001/max.ru"

    assert max_.publish(TEXT).url.startswith(f"http://127.0.0.1:8001/max.ru/c/{max_.account}/")


def test_a_picture_that_is_not_ready_is_waited_for(max_: Bench, photos: tuple[Photo, ...]) -> None:
    order(max_, "POST /messages", "attachment.not.ready", times=2)

    done = max_.publish(TEXT, *photos[:1])

    assert [post["id"] for post in max_.wall()] == [done.remote_id]


def test_a_picture_that_never_gets_ready_certainly_published_nothing(
    max_: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "PAUSES", (0.01,) * len(publish.PAUSES))
    order(max_, "POST /messages", "attachment.not.ready", times=9)

    error = failure(max_)

    assert error.code == "max_attachment.not.ready"
    assert error.permanent is False
    assert error.maybe_done is False
    assert (error.retry_after, max_.wall()) == (5.0, [])


def test_no_time_is_left_to_wait(max_: Bench) -> None:
    order(max_, "POST /messages", "attachment.not.ready", times=9)

    with pytest.raises(NetworkError):
        max_.perform(POST, deadline=soon(0.3))

    assert max_.wall() == []


def test_a_yes_with_success_false_is_a_no(max_: Bench) -> None:
    post = max_.publish(TEXT).remote_id
    comment = str(max_.resident_writes(post, "Спам")["id"])
    act = DeleteComment(post, comment)
    order(max_, "DELETE /messages/{messageId}/comments", "success_false")

    error = failure(max_, act)

    assert (error.code, error.maybe_done) == ("max_internal.error", True)
    assert [one["deleted"] for one in max_.comments()] == [False]
    assert look_up(max_, act) == Absent()  # type: ignore[arg-type]
    max_.perform(act)
    assert isinstance(look_up(max_, act), Found)  # type: ignore[arg-type]


def test_a_revoked_key_between_upload_and_publication(max_: Bench, photos: tuple[Photo, ...]) -> None:
    act = Publish(OutgoingPost(TEXT, photos[:1]))
    [parts] = max_.network.prepare(act, {}, deadline=soon())
    max_.sandbox.revoke_token("max", max_.given["token"])

    with pytest.raises(NetworkError) as caught:
        max_.network.perform(act, parts, key=uuid4(), deadline=soon())

    error = caught.value
    assert error.code == "max_verify.token"
    assert error.permanent is True
    assert error.maybe_done is False
    assert error.key_slot == Slot.BOT
    assert max_.wall() == []


@pytest.mark.parametrize(
    "fault", ["refused_before_apply", "lost_after_apply", "dropped", "rate_limited", "bad_gateway"]
)
@pytest.mark.parametrize("method", ["POST /uploads", "upload"])
def test_a_failed_upload_leaves_no_doubt(max_: Bench, photos: tuple[Photo, ...], method: str, fault: str) -> None:
    act = Publish(OutgoingPost(TEXT, photos[:1]))
    max_.fault(method, fault)

    error = failure(max_, act)
    max_.perform(act)

    assert error.maybe_done is False
    assert len(max_.wall()) == 1


def test_of_two_equal_posts_each_finds_its_own(max_: Bench) -> None:
    first, second = max_.publish(TEXT).remote_id, max_.publish(TEXT).remote_id

    found = max_.network.look_up(
        POST,
        key=uuid4(),
        since=datetime.now(UTC) - timedelta(minutes=1),
        remote_id="",
        deadline=soon(),
        taken=frozenset({second}),
    )

    assert isinstance(found, Found)
    assert found.remote_id == first


def test_a_post_is_not_taken_for_another(max_: Bench, photos: tuple[Photo, ...]) -> None:
    """Known to belong to other acts, they prove nothing; unknown, each may be this one, edited in the network since."""
    others = [max_.publish(TEXT + " Ещё.").remote_id, max_.publish(TEXT, *photos[:1]).remote_id]

    def found(*taken: str) -> LookUp:
        since = datetime.now(UTC) - timedelta(minutes=1)
        return max_.network.look_up(
            POST, key=uuid4(), since=since, remote_id="", deadline=soon(), taken=frozenset(taken)
        )

    assert found(*others) == Absent()
    assert [type(found(*known)) for known in ([], others[:1], others[1:])] == [CannotTell] * 3


def test_a_missing_photo_is_said(max_: Bench, photos: tuple[Photo, ...]) -> None:
    done = max_.publish(TEXT, *photos[:2])

    found = look_up(max_, Publish(OutgoingPost(TEXT, photos)), done.remote_id)

    assert isinstance(found, Found)
    assert found.how == "MAX показал запись, но на ней фото 2 из 3"


def test_restoring_is_nothing_max_can_do(max_: Bench) -> None:
    error = failure(max_, RestoreComment("mid.1", "mid.2"))

    assert error.code == "cannot_restore"
    assert error.permanent is True
    assert error.maybe_done is False
    assert isinstance(look_up(max_, RestoreComment("mid.1", "mid.2")), CannotTell)  # type: ignore[arg-type]


def test_a_resident_s_removal_is_told(max_: Bench) -> None:
    post = max_.publish(TEXT).remote_id
    cursor = max_.begin()
    written = max_.resident_writes(post, "Ой")
    max_.sandbox.ask("POST", "max", "comments/delete", {"id": written["id"], "account": max_.account})

    came_and_went = max_.news(cursor).events

    assert [type(event).__name__ for event in came_and_went] == ["CommentCame", "CommentGone"]
    [gone] = [event for event in came_and_went if isinstance(event, CommentGone)]
    assert (gone.comment_id, gone.post_id) == (str(written["id"]), post)


def test_our_own_deeds_are_told_to_nobody(max_: Bench) -> None:
    cursor = max_.begin()

    post = max_.publish(TEXT).remote_id
    comment = str(max_.resident_writes(post, "Когда?")["id"])
    max_.perform(Reply(post, comment, "Завтра."))
    max_.perform(DeleteComment(post, comment))

    assert [event.text for event in came(max_.news(cursor).events)] == ["Когда?"]


def rights(bench: Bench, *names: str, status: str = "administrator") -> None:
    bot = bench.http.send(
        "GET",
        f"{bench.sandbox.info['max']['base']}/me",
        headers={"Authorization": bench.given["token"]},
        deadline=soon(),
    ).json()["user_id"]
    body = {"account": bench.account, "user_id": bot, "status": status, "rights": list(names)}
    bench.sandbox.ask("POST", "max", "rights", body)


BEYOND_MAX = {
    "restore_comment": "absent",
    "publish_poll": "by_hand",
    "publish_story": "absent",
    "publish_live": "absent",
    "restrict_author": "by_hand",
    "release_author": "by_hand",
    "set_comment_mode": "by_hand",
    "set_cover": "absent",
    "run_live": "absent",
    **dict.fromkeys(("delete_message", "reply_in_place", "moderate_topics"), "absent"),
}


def test_all_rights(max_: Bench) -> None:
    abilities = modes(ask(max_))

    assert {name: mode for name, mode in abilities.items() if mode != "auto"} == BEYOND_MAX


def test_a_bot_that_may_only_write(max_: Bench) -> None:
    rights(max_, "write")

    abilities = ask(max_)

    assert modes(abilities) | {"restore_comment": "absent"} == modes(abilities)
    assert {name for name, mode in modes(abilities).items() if mode == "auto"} == {
        "publish_text",
        "publish_link",
        "publish_animation",
        "publish_video",
        "publish_document",
        "publish_photo",
        "publish_album",
        "read_messages",
        "answer_message",
        "read_administrators",
    }
    assert {name for name, mode in modes(abilities).items() if mode == "absent"} >= {"prove", "restore_comment"}


def test_former_names_of_rights_count(max_: Bench, httpserver: HTTPServer) -> None:
    former = ["post_edit_delete_message", "edit_message", "delete_message", "read_all_messages", "pin_message"]
    former.append("change_chat_info")
    seat = {"is_admin": True, "permissions": former}
    network = open_at(httpserver, seat)

    abilities = modes(network.abilities(deadline=soon()))
    assert {name: mode for name, mode in abilities.items() if mode != "auto"} == BEYOND_MAX


def test_a_bot_that_is_no_administrator(max_: Bench) -> None:
    rights(max_, status="member")

    abilities = ask(max_)

    assert [name for name, mode in modes(abilities).items() if mode == "auto"] == ["read_messages", "answer_message"]
    assert failure(max_).key_slot is Slot.BOT


def test_a_bot_that_is_not_there(max_: Bench) -> None:
    rights(max_, status="left")

    abilities = ask(max_)

    assert [name for name, mode in modes(abilities).items() if mode == "auto"] == ["read_messages", "answer_message"]
    assert abilities[Operation.READ_ADMINISTRATORS].steps


def test_a_revoked_key_is_no_answer_about_rights(max_: Bench) -> None:
    max_.sandbox.revoke_token("max", max_.given["token"])

    with pytest.raises(NetworkError) as caught:
        ask(max_)

    assert (caught.value.code, caught.value.key_slot) == ("max_verify.token", Slot.BOT)


def test_a_channel_without_comments(max_: Bench) -> None:
    max_.given = max_.sandbox.add_account("max", "Без комментариев", new_bot=True, comments=False)
    post = max_.publish(TEXT).remote_id

    error = failure(max_, Reply(post, post, "Да"))

    assert error.code == "max_access.denied"
    assert error.permanent is True
    assert error.maybe_done is False


def open_at(server: HTTPServer, answer: Any, status: int = 200) -> Any:
    server.clear()
    handler = server.expect_request(re.compile(".*"))
    handler.respond_with_data(json.dumps(answer), status, content_type="application/json")
    return open_network(
        "max",
        address={"id": "-100"},
        keys={Slot.BOT: Secret("a-token-of-max")},
        http=HttpClient(allowed_private=frozenset({(server.host, server.port)})),
        base_url=server.url_for("").rstrip("/"),
    )
