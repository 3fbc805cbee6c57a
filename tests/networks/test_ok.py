"""OK only: the signature, granted rights, incomplete statistics, no events, no repetitions."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, came, seen, soon
from tests.networks.test_abilities import ask, modes
from tests.networks.test_refusals import is_a_sentence
from veche.networks.errors import PUBLISHING, READING
from veche.networks.ok.refusals import from_answer
from veche.networks.ok.signing import session_secret, signature
from veche.networks.protocol import (
    POST_GONE,
    Absent,
    Act,
    CannotTell,
    DeleteComment,
    Edit,
    Found,
    NetworkError,
    OutgoingPost,
    Photo,
    Pin,
    PostNow,
    Publish,
    Reply,
    RestoreComment,
    Slot,
    WebhookRefused,
    WebhookRequest,
    Withdraw,
)
from veche.networks.shown import AttachmentCounts

NOW = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
TEXT = "Каток на Ленина открыт."
POST = Publish(OutgoingPost(TEXT))
RIGHTS = ["VALUABLE_ACCESS", "LONG_ACCESS_TOKEN", "GROUP_CONTENT", "PHOTO_CONTENT"]


def failure(bench: Bench, act: Act = POST) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act)
    return caught.value


def look_up(bench: Bench, act: Act = POST, remote_id: str = "", **more: Any) -> object:
    since = more.pop("since", datetime.now(UTC))
    return bench.network.look_up(act, key=uuid4(), since=since, remote_id=remote_id, deadline=soon(), **more)


def grant(bench: Bench, *rights: str, status: str = "administrator") -> None:
    order = {"account": bench.account, "user_id": bench.given["user_id"], "status": status, "rights": list(rights)}
    bench.sandbox.ask("POST", "ok", "rights", order)


def noticed(bench: Bench, text: str = "Ура") -> str:
    """A published topic with a comment, so that the statistics has it."""
    number = bench.publish(TEXT).remote_id
    bench.resident_writes(number, text)
    return number


def test_the_signature_of_the_documentation() -> None:
    params = {"method": "users.getCurrentUser", "application_key": "KEY", "format": "json", "access_token": "TOK"}

    assert signature(params, session_secret("TOK", "SEC")) == "c59d0031b14ba6773ecc1731eefd5f34"


def test_the_session_s_secret_is_as_good_as_the_application_s(ok: Bench) -> None:
    tokens = {**ok.tokens, Slot.SECRET: ok.given["session_secret_key"]}

    done = ok.open(tokens=tokens).perform(POST, {}, key=uuid4(), deadline=soon())

    assert [str(post["id"]) for post in ok.wall()] == [done.remote_id]


def test_the_url_of_a_topic(ok: Bench) -> None:
    done = ok.publish(TEXT)

    assert done.url == f"https://ok.ru/group/{ok.account}/topic/{done.remote_id}"
    ok.more["pages"] = "http://127.0.0.1:8001/ok.ru"
    assert ok.publish(TEXT).url.startswith(f"http://127.0.0.1:8001/ok.ru/group/{ok.account}/topic/")


def test_a_topic_speaks_in_the_group_s_name(ok: Bench) -> None:
    number = ok.publish(TEXT).remote_id

    [topic] = asked(ok, "mediatopic.getByIds", topic_ids=number)["media_topics"]

    assert (topic["author_ref"], topic["discussion_summary"]["commenting_allowed"]) == (f"group:{ok.account}", True)


def asked(bench: Bench, method: str, **params: str) -> Any:
    form = {**params, "method": method, "format": "json", "application_key": bench.given["application_key"]}
    form["sig"] = signature(form, bench.given["session_secret_key"])
    form["access_token"] = bench.given["access_token"]
    return bench.http.send("POST", f"{bench.sandbox.info['ok']['base']}/fb.do", data=form, deadline=soon()).json()


# code → (permanent, maybe_done, waits, the key to blame)
CODES = {
    **dict.fromkeys((1, 2, 12, 30, 31, 5000, 9999), (False, True, None, None)),
    8: (False, False, 60.0, None),
    11: (False, False, 3600.0, None),
    **dict.fromkeys((7, 10, 50, 102, 103, 160, 200, 453, 455, 456, 457, 514), (True, False, None, Slot.ADMIN)),
    **dict.fromkeys((101, 210), (True, False, None, Slot.APPLICATION)),
    104: (True, False, None, Slot.SECRET),
    **dict.fromkeys((3, 9, 100, 121, 300, 454, 500, 504, 505, 511), (True, False, None, None)),
    **dict.fromkeys((600, 601, 602, 603, 604, 607, 700, 701, 702, 704, 77777), (True, False, None, None)),
}


@pytest.mark.parametrize("code", CODES)
def test_codes(code: int) -> None:
    body = {"error_code": code, "error_msg": "NAME : some T0KEN words", "error_data": None}

    error = from_answer(body, purpose=PUBLISHING, secrets=("T0KEN",))

    names = ("permanent", "maybe_done", "retry_after", "key_slot", "code")
    assert {name: getattr(error, name) for name in names} == dict(zip(names, (*CODES[code], f"ok_{code}"), strict=True))
    assert is_a_sentence(error.advice)
    assert "T0KEN" not in error.advice


@pytest.mark.parametrize("code", [None, "5", 5.5, True, [], {}])
def test_a_code_that_is_no_number_leaves_doubt(code: object) -> None:
    assert from_answer({"error_code": code}, purpose=PUBLISHING, secrets=()).maybe_done
    assert not from_answer({"error_code": code}, purpose=READING, secrets=()).maybe_done


@pytest.mark.parametrize("code", [8, 10, 11, 102, 104, 454, 511])
def test_a_refusal_with_status_200_is_never_published(ok: Bench, code: int) -> None:
    ok.fault("mediatopic.post", "error", code=str(code))

    error = failure(ok)

    assert (error.code, error.maybe_done, error.permanent) == (f"ok_{code}", False, code not in {8, 11})
    assert ok.wall() == []


@pytest.mark.parametrize("fault", ["truncated", "bad_gateway"])
def test_an_answer_cut_or_by_a_proxy_leaves_doubt(ok: Bench, fault: str) -> None:
    ok.fault("mediatopic.post", fault)

    assert failure(ok).maybe_done
    assert len(ok.wall()) == (1 if fault == "truncated" else 0)


@pytest.mark.parametrize("slot", [Slot.ADMIN, Slot.APPLICATION, Slot.SECRET])
def test_each_part_of_the_key_is_named_when_it_is_wrong(ok: Bench, slot: Slot) -> None:
    wrong = {**ok.tokens, slot: "0" * 24}

    with pytest.raises(NetworkError) as caught:
        ok.open(tokens=wrong).perform(POST, {}, key=uuid4(), deadline=soon())
    abilities = ok.open(tokens=wrong).abilities(deadline=soon())

    assert (caught.value.key_slot, caught.value.permanent, caught.value.maybe_done) == (slot, True, False)
    assert {ability.slot for ability in abilities.values()} == {slot, None}
    assert ok.wall() == []


@pytest.mark.parametrize("slot", [Slot.ADMIN, Slot.APPLICATION, Slot.SECRET])
def test_without_a_part_of_the_key_nothing_is_called(ok: Bench, slot: Slot) -> None:
    ok.slots = tuple(one for one in ok.slots if one is not slot)

    assert (failure(ok).code, failure(ok).key_slot) == ("no_key", slot)
    assert ask(ok)[next(iter(ask(ok)))].slot is slot


def test_a_revoked_token_is_named(ok: Bench) -> None:
    ok.sandbox.revoke_token("ok", ok.given["access_token"])

    error = failure(ok)

    assert (error.code, error.permanent, error.key_slot) == ("ok_102", True, Slot.ADMIN)
    assert "Срок ключа" in error.advice


EVERYTHING = {
    "publish_text": "auto",
    "publish_link": "auto",
    "publish_poll": "auto",
    "publish_video": "auto",
    "publish_animation": "by_hand",
    "publish_document": "absent",
    "publish_story": "by_hand",
    "publish_live": "by_hand",
    "publish_photo": "auto",
    "publish_album": "auto",
    "prove": "auto",
    "read_comments": "auto",
    "reply": "auto",
    "delete_comment": "auto",
    **dict.fromkeys(("restore_comment", "reply_in_place", "moderate_topics"), "absent"),
    "edit": "auto",
    "withdraw": "auto",
    "pin": "by_hand",
    "read_back": "auto",
    **dict.fromkeys(("list_posts", "statistics", "restrict_author", "set_avatar", "read_administrators"), "auto"),
    **dict.fromkeys(("release_author", "describe", "set_cover", "run_live", "set_comment_mode"), "by_hand"),
    **dict.fromkeys(("read_messages", "answer_message", "delete_message"), "by_hand"),
}


def test_all_rights_do_everything_that_ok_does(ok: Bench) -> None:
    abilities = ask(ok)

    assert modes(abilities) == EVERYTHING
    assert all(ability.why for ability in abilities.values() if ability.mode != "auto")
    assert [call["outcome"] for call in ok.sandbox.calls("ok", "auth.touchSession")][-1:] == ["ok"]


def test_without_the_right_to_photos_they_are_published_by_hand(ok: Bench) -> None:
    grant(ok, "VALUABLE_ACCESS", "GROUP_CONTENT")

    abilities = ask(ok)

    by_hand_too = dict.fromkeys(("publish_photo", "publish_album", "publish_video", "set_avatar"), "by_hand")
    assert modes(abilities) == {**EVERYTHING, **by_hand_too}
    by_hand = next(ability for name, ability in abilities.items() if name == "publish_photo")
    assert "PHOTO_CONTENT" in by_hand.why
    assert len(by_hand.steps) == 3


def test_without_valuable_access_nothing_goes_by_itself(ok: Bench) -> None:
    grant(ok, "GROUP_CONTENT")

    assert "auto" not in modes(ask(ok)).values()
    assert (failure(ok).code, failure(ok).key_slot) == ("ok_10", Slot.ADMIN)


def test_who_is_no_longer_administrator_is_told_so(ok: Bench) -> None:
    grant(ok, *RIGHTS, status="member")

    abilities = ask(ok)

    assert "auto" not in modes(abilities).values()
    assert "не управляет" in abilities[next(iter(abilities))].why
    assert (failure(ok).code, failure(ok).key_slot) == ("ok_50", Slot.ADMIN)


def test_a_method_that_is_gone_makes_answers_a_matter_of_hands(ok: Bench) -> None:
    ok.fault("discussions.addDiscussionComment", "error", code="3")

    abilities = ask(ok)

    assert modes(abilities) == {**EVERYTHING, "reply": "by_hand"}
    assert ok.comments() == []


def test_silence_is_no_answer_about_rights(ok: Bench) -> None:
    ok.fault("users.hasAppPermission", "dropped")

    with pytest.raises(NetworkError) as caught:
        ask(ok)

    assert (caught.value.permanent, caught.value.maybe_done) == (False, False)


def test_a_lost_topic_is_found_once_somebody_has_seen_it(ok: Bench, photos: tuple[Photo, ...]) -> None:
    act = Publish(OutgoingPost(TEXT, photos[:2]))
    ok.publish(TEXT)
    ok.fault("mediatopic.post", "lost_after_apply")
    assert failure(ok, act).maybe_done
    lost = str(ok.wall()[1]["id"])

    before = look_up(ok, act)
    ok.resident_writes(lost, "Ура")
    after = look_up(ok, act)

    assert isinstance(before, CannotTell)
    assert isinstance(after, Found)
    assert (after.remote_id, after.url) == (lost, f"https://ok.ru/group/{ok.account}/topic/{lost}")
    assert isinstance(look_up(ok, act, taken=frozenset({lost})), CannotTell)
    assert isinstance(look_up(ok, act, since=datetime.now(UTC) + timedelta(hours=1)), CannotTell)


def test_a_missing_photo_is_said(ok: Bench, photos: tuple[Photo, ...]) -> None:
    done = ok.perform(Publish(OutgoingPost(TEXT, photos[:2])))

    found = look_up(ok, Publish(OutgoingPost(TEXT, photos)), done.remote_id)

    assert isinstance(found, Found)
    assert found.how == "ОК показал запись, но на ней фото 2 из 3"


def test_what_became_of_a_comment(ok: Bench) -> None:
    number = ok.publish(TEXT).remote_id
    act = DeleteComment(number, str(ok.resident_writes(number, "Спам")["id"]))

    assert look_up(ok, act) == Absent()
    ok.perform(act)
    assert isinstance(look_up(ok, act), Found)


def test_a_comment_is_not_restored(ok: Bench) -> None:
    error = failure(ok, RestoreComment("1", "2"))

    assert (error.code, error.permanent, error.maybe_done) == ("cannot_restore", True, False)


def test_a_topic_is_told_when_it_is_seen(ok: Bench) -> None:
    cursor = ok.begin()
    number = ok.publish(TEXT).remote_id
    page = ok.news(cursor)
    assert page.events == ()

    ok.resident_writes(number, "Ура")
    page = ok.news(page.cursor)

    [post] = seen(page.events)
    assert (post.post_id, post.text, post.dedup) == (number, TEXT, f"post:{number}")
    assert [comment.text for comment in came(page.events)] == ["Ура"]
    assert ok.news(page.cursor).events == ()


def test_one_deleted_and_one_written_are_noticed(ok: Bench) -> None:
    """The number of comments is the same; each topic is read again in turn."""
    number = noticed(ok, "Первый")
    cursor = ok.news(ok.begin()).cursor
    ok.perform(DeleteComment(number, str(ok.comments()[0]["id"])))
    ok.resident_writes(number, "Второй")

    assert [comment.text for comment in came(ok.news(cursor).events)][-1:] == ["Второй"]


def test_our_own_reply_is_told_as_ours(ok: Bench) -> None:
    number = noticed(ok, "Когда?")
    cursor = ok.begin()

    done = ok.perform(Reply(number, str(ok.comments()[0]["id"]), "По вторникам."))

    told = came(ok.news(cursor).events)
    assert [(one.comment_id, one.text, one.ours) for one in told if one.ours] == [
        (done.remote_id, "По вторникам.", True)
    ]


@pytest.mark.parametrize("cursor", ["не тот", "[]", '{"began": 1}', '{"began": 1, "turn": 0, "seen": {"1": 5}}'])
def test_a_cursor_that_is_none_begins_anew(ok: Bench, cursor: str) -> None:
    noticed(ok)

    page = ok.news(cursor)

    assert page.events == ()
    assert len(json.loads(page.cursor)["seen"]) == 1


def test_nothing_is_taken_from_a_webhook(ok: Bench) -> None:
    with pytest.raises(WebhookRefused):
        ok.network.parse_webhook(WebhookRequest(b"{}"))


def test_a_topic_gets_other_words_and_pictures(ok: Bench, photos: tuple[Photo, ...]) -> None:
    number = ok.publish(TEXT, photos[0]).remote_id
    act = Edit(number, OutgoingPost("Каток закрыт.", photos[1:]), OutgoingPost(TEXT, photos[:1]))

    assert look_up(ok, act) == Absent()
    ok.perform(act)

    [post] = ok.wall()
    assert (post["text"], len(post["photos"])) == ("Каток закрыт.", 2)
    assert isinstance(look_up(ok, act), Found)
    shown = AttachmentCounts(photos=2, videos=0, polls=0, links=0)
    assert ok.network.read_back([number, "1"], deadline=soon()) == {
        number: PostNow(stands=True, text="Каток закрыт.", shown=shown),
        "1": PostNow(stands=False),
    }


def test_a_topic_is_taken_off_once_and_again(ok: Bench) -> None:
    act = Withdraw(ok.publish(TEXT).remote_id)

    first, second = ok.perform(act), ok.perform(act)

    assert first == second
    assert [post["deleted"] for post in ok.wall()] == [True]
    assert isinstance(look_up(ok, act), Found)
    gone = failure(ok, Edit(act.post_id, OutgoingPost("Нет"), OutgoingPost(TEXT)))
    assert (gone.code, gone.permanent, gone.maybe_done) == (POST_GONE, True, False)


def test_a_topic_is_pinned_by_hand(ok: Bench) -> None:
    number = ok.publish(TEXT).remote_id

    error = failure(ok, Pin(number))

    assert (error.code, error.permanent, error.maybe_done) == ("by_hand", True, False)
    assert isinstance(look_up(ok, Pin(number)), CannotTell)
    assert [ok.network.may_repeat(act, first_call=NOW, now=NOW) for act in (POST, Pin(number), Withdraw(number))] == [
        False,
        False,
        True,
    ]
