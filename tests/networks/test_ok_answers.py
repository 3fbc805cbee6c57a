"""Unusual answers of OK, and requests to it compared with the published lists."""

import json
import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request
from werkzeug import Response as Answer

from tests.networks.conftest import Bench, Turns, came, picture, seen, soon
from tests.networks.test_abilities import ask
from tests.networks.test_ok import NOW, POST, TEXT, look_up, noticed
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient, Response
from veche.networks.errors import PUBLISHING
from veche.networks.ok.refusals import from_answer
from veche.networks.ok.signing import signature
from veche.networks.protocol import (
    DeleteComment,
    Edit,
    InboxPage,
    Network,
    NetworkError,
    OutgoingPost,
    Photo,
    Publish,
    Reply,
    Withdraw,
)
from veche.networks.registry import NETWORKS, open_network


def open_at(server: HTTPServer, answers: dict[str, Any]) -> Network:
    """A server with these answers by method, and an adapter that calls it."""

    def answer(request: Request) -> Answer:
        method = request.form.get("method") or request.path
        return Answer(json.dumps(answers[method]), content_type="application/json")

    server.expect_request(re.compile(".*")).respond_with_handler(answer)
    return open_network(
        "ok",
        address={"id": "54"},
        keys={slot: Secret("K" * 20) for slot in NETWORKS["ok"].keys.slots},
        http=HttpClient(allowed_private=frozenset({(server.host, server.port)})),
        base_url=server.url_for("").rstrip("/"),
    )


@pytest.mark.parametrize("answer", [True, None, 5, [], {}, "", "сто", {"success": True}, {"id": "5"}])
def test_a_yes_without_a_number_leaves_doubt(httpserver: HTTPServer, answer: object) -> None:
    with pytest.raises(NetworkError) as caught:
        open_at(httpserver, {"mediatopic.post": answer}).perform(POST, {}, key=uuid4(), deadline=soon())

    assert (caught.value.maybe_done, caught.value.permanent) == (True, False)


@pytest.mark.parametrize(
    ("answer", "number"), [("Mzo1", "Mzo1"), ({"id": "7"}, "7"), ({"comment": {"id": "8"}}, "8"), (True, ""), ({}, "")]
)
def test_forms_in_which_a_comment_s_number_may_come(httpserver: HTTPServer, answer: object, number: str) -> None:
    network = open_at(httpserver, {"discussions.addDiscussionComment": answer})
    act = Reply("1", "2", "да")
    if number:
        assert network.perform(act, {}, key=uuid4(), deadline=soon()).remote_id == number
        return
    with pytest.raises(NetworkError) as caught:
        network.perform(act, {}, key=uuid4(), deadline=soon())
    assert caught.value.maybe_done


ODD: list[object] = [{}, {"photos": []}, {"photos": {}}, {"photos": {"a": 5}}, []]


@pytest.mark.parametrize(
    ("sent", "told"),
    [({"photos": {"a": {}}}, ("photo_refused", True)), *((odd, ("unexpected_answer", False)) for odd in ODD)],
)
def test_a_photo_that_the_upload_server_did_not_take(
    httpserver: HTTPServer, photos: tuple[Photo, ...], sent: object, told: tuple[str, bool]
) -> None:
    """A name without a token means a rejected photo; an unknown answer says nothing about the photo."""
    place = {"upload_url": httpserver.url_for("/upload"), "photo_ids": ["a"]}
    network = open_at(httpserver, {"photosV2.getUploadUrl": place, "/upload": sent})

    with pytest.raises(NetworkError) as caught:
        list(network.prepare(Publish(OutgoingPost("", photos)), {}, deadline=soon()))

    assert (caught.value.code, caught.value.permanent, caught.value.maybe_done) == (*told, False)


def test_one_unreadable_comment_keeps_no_other(httpserver: HTTPServer) -> None:
    good = {"id": "Mzo1", "text": "да", "author_id": "5", "date": "2026-11-25 08:00:00"}
    answers = {
        "group.getStatTopics": {"topics": [{"id": "7", "comments": 2, "created_ms": 1}]},
        "discussions.getComments": {"comments": [{**good, "date": None}, good, {**good, "id": None, "date_ms": "x"}]},
        "users.getInfo": {"error_code": 10, "error_msg": "no"},
    }
    cursor = '{"began": 0, "turn": 0, "seen": {"7": [0, 0, []]}}'

    page = open_at(httpserver, answers).fetch_inbox(cursor, deadline=soon())

    [comment] = came(page.events)
    assert comment.comment_id == "Mzo1"
    assert comment.text == "да"
    assert comment.author_name == ""
    assert comment.at == NOW
    assert "не поняли: 2" in page.gap


def at(seconds: float) -> int:
    """Milliseconds of OK's clock, relative to now."""
    return int((time.time() + seconds) * 1000)


def told_after_a_first_sight(server: HTTPServer, cursor: str) -> list[str]:
    """The first poll lists a topic without comments, the next one a comment of half a minute ago.

    Another topic precedes it, which is read in turn although its number is the same.
    """
    other = {"id": "6", "created_ms": at(-60), "comments": 0}
    topic, comment = {"id": "7", "created_ms": at(-60)}, {"id": "Mzo1", "text": "Первый", "date_ms": at(-30)}
    answers: dict[str, Any] = {"mediatopic.getByIds": {}, "discussions.getComments": {}, "users.getInfo": []}
    network = open_at(server, answers)
    answers["group.getStatTopics"] = {"topics": [other, {**topic, "comments": 0}]}
    cursor = network.fetch_inbox(cursor, deadline=soon()).cursor
    answers["group.getStatTopics"] = {"topics": [other, {**topic, "comments": 1}]}
    answers["discussions.getComments"] = {"comments": [{**comment, "author_id": "5"}]}
    told = came(network.fetch_inbox(cursor, deadline=soon()).events)
    return [comment.text for comment in told if comment.post_id == "7"]


def test_a_comment_older_than_our_first_sight_of_its_topic_is_told(httpserver: HTTPServer) -> None:
    """The statistics lags: a topic is listed without comments when it already has one."""
    began = json.dumps({"began": at(-3600), "turn": 0, "seen": {}})

    assert told_after_a_first_sight(httpserver, began) == ["Первый"]


def test_a_clock_of_ours_that_is_ahead_loses_no_comment(httpserver: HTTPServer) -> None:
    """The very first poll: the next comment is older by OK's clock."""
    assert told_after_a_first_sight(httpserver, "") == ["Первый"]


def test_more_topics_than_one_poll_has_time_for_are_read_in_several(ok: Bench) -> None:
    cursor, http = ok.begin(), ok.http
    written = {f"Под {number}" for number in range(9)}
    for text in written:
        noticed(ok, text)

    pages: list[InboxPage] = []
    while not pages or pages[-1].more:
        ok.http = http.paced(Turns(5))
        pages.append(ok.news(pages[-1].cursor if pages else cursor))

    told = [event for page in pages for event in page.events]
    assert {comment.text for comment in came(tuple(told))} == written
    assert (len(seen(tuple(told))), len(pages)) == (9, 3)


def test_a_poll_that_reads_nothing_does_not_count(ok: Bench) -> None:
    cursor = ok.begin()
    noticed(ok)
    ok.http = ok.http.paced(Turns(2))

    with pytest.raises(NetworkError):
        ok.news(cursor)


class Recording(HttpClient):
    """Records the requests that were sent."""

    def __init__(self, *, allowed_private: frozenset[tuple[str, int]]) -> None:
        super().__init__(allowed_private=allowed_private)
        self.forms: list[dict[str, str]] = []

    def send(self, method: str, url: str, **content: Any) -> Response:
        if content.get("data"):
            self.forms.append(dict(content["data"]))
        return super().send(method, url, **content)


SPECS = Path(os.environ.get("VECHE_SHARED", Path(__file__).parents[2].parent / "shared")) / "specs" / "ok"
OK_METHODS = SPECS / "ok-methods-derived.json"
EVERY_CALL = {"method", "application_key", "format", "sig", "access_token"}


@pytest.fixture
def sent(ok: Bench, photos: tuple[Photo, ...]) -> list[dict[str, str]]:
    """Each operation once, as sent."""
    where = urlsplit(ok.sandbox.info["control"])
    recording = Recording(allowed_private=frozenset({(where.hostname or "", where.port or 80)}))
    ok.http = recording
    ask(ok)
    act = Publish(OutgoingPost(TEXT, photos))
    number = ok.perform(act).remote_id
    cursor = ok.begin()
    comment = str(ok.resident_writes(number, "Когда?", photos=[picture("gold")])["id"])
    ok.news(cursor)
    for acted in (act, Reply(number, comment, "Да."), DeleteComment(number, comment)):
        look_up(ok, acted)
    ok.perform(Reply(number, comment, "Да."))
    ok.perform(DeleteComment(number, comment))
    look_up(ok, act, number)
    ok.network.read_back([number], deadline=soon())
    ok.perform(Edit(number, OutgoingPost("Иначе"), OutgoingPost(TEXT)))
    ok.perform(Withdraw(number))
    return recording.forms


def test_every_call_carries_its_signature(ok: Bench, sent: list[dict[str, str]]) -> None:
    assert all(form["sig"] == signature(form, ok.given["session_secret_key"]) for form in sent)


def test_every_error_of_the_published_list_has_words() -> None:
    if not (SPECS / "ok-errors-derived.json").is_file():
        pytest.skip(f"the list of errors is not at {SPECS}")
    codes = json.loads((SPECS / "ok-errors-derived.json").read_text(encoding="utf-8"))["errors"]

    said = {code: from_answer({"error_code": int(code)}, purpose=PUBLISHING, secrets=()) for code in codes}

    assert [code for code, error in said.items() if error.advice.startswith("ОК отказал")] == [
        "23",
        "105",
        "451",
        "610",
    ]
