"""Unusual answers of Telegram and MAX about people, pages and statistics: no crash, and doubt after an acting call."""

from typing import Any
from uuid import uuid4

import pytest
from pytest_httpserver import HTTPServer

from tests.networks.conftest import soon
from tests.networks.test_odd_answers import NOW, open_at
from veche.networks.protocol import (
    Absent,
    Act,
    AnswerMessage,
    Describe,
    Found,
    Network,
    NetworkError,
    ReleaseAuthor,
    RestrictAuthor,
)

RUBBISH: tuple[Any, ...] = ([], {}, [{}], "да", 5, None, [{"status": "creator"}], [{"status": "creator", "user": 7}])


def telegram(server: HTTPServer, result: Any) -> Network:
    """`result` may be a mapping of methods to results."""

    def say(method: str, _form: dict[str, str]) -> Any:
        return {"ok": True, "result": result(method) if callable(result) else result}

    return open_at(server, "telegram", say, linked_group_id="-200")


def max_(server: HTTPServer, answer: Any) -> Network:
    return open_at(server, "max", lambda _method, _form: answer)


def doubt(network: Network, act: Act) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        network.perform(act, {}, key=uuid4(), deadline=soon())
    return caught.value


@pytest.mark.parametrize("act", [RestrictAuthor("5"), Describe("Да"), AnswerMessage("5", "Да")])
@pytest.mark.parametrize("result", [False, None, {}, [], "true", 1])
def test_telegram_s_yes_that_is_none_leaves_doubt(httpserver: HTTPServer, act: Act, result: Any) -> None:
    assert doubt(telegram(httpserver, result), act).maybe_done


@pytest.mark.parametrize("result", RUBBISH)
def test_rubbish_in_place_of_telegram_s_administrators(httpserver: HTTPServer, result: Any) -> None:
    with pytest.raises(NetworkError) as caught:
        telegram(httpserver, result).administrators(deadline=soon())

    assert (caught.value.maybe_done, caught.value.permanent) == (False, False)


@pytest.mark.parametrize("result", [[], "да", 5, None])
@pytest.mark.parametrize("act", [RestrictAuthor("5"), ReleaseAuthor("5")])
def test_rubbish_in_place_of_a_member(httpserver: HTTPServer, act: Act, result: Any) -> None:
    with pytest.raises(NetworkError) as caught:
        look_up(telegram(httpserver, result), act)

    assert (caught.value.maybe_done, caught.value.permanent) == (False, False)


@pytest.mark.parametrize(
    ("member", "restricted"),
    [
        ({"status": "kicked", "until_date": 0}, True),
        ({"status": "kicked"}, True),
        ({"status": "kicked", "until_date": 1_900_000_000}, False),
        ({"status": "restricted", "can_send_messages": False, "until_date": 0}, True),
        ({"status": "restricted", "can_send_messages": True, "until_date": 0}, False),
        ({"status": "left"}, False),
        ({}, False),
    ],
)
def test_who_is_restricted_for_good(httpserver: HTTPServer, member: dict[str, Any], restricted: bool) -> None:
    found = look_up(telegram(httpserver, member), RestrictAuthor("5"))

    assert isinstance(found, Found if restricted else Absent)


def test_only_what_holds_somebody_back_is_taken_away(httpserver: HTTPServer) -> None:
    asked: list[str] = []

    def result(method: str) -> Any:
        asked.append(method)
        return {"status": "member"} if method == "getChatMember" else True

    done = telegram(httpserver, result).perform(ReleaseAuthor("5"), {}, key=uuid4(), deadline=soon())

    assert done.remote_id == "5"
    assert done.proven is True
    assert asked == ["getChatMember"]


@pytest.mark.parametrize("answer", [{}, {"members": None}, {"members": [5]}, {"members": [{"user_id": "я"}]}, []])
def test_rubbish_in_place_of_max_s_administrators(httpserver: HTTPServer, answer: Any) -> None:
    with pytest.raises(NetworkError) as caught:
        max_(httpserver, answer).administrators(deadline=soon())

    assert (caught.value.maybe_done, caught.value.permanent) == (False, False)


@pytest.mark.parametrize("answer", [{}, {"messages": 5}, {"messages": [{}]}, {"messages": [{"body": {"mid": 5}}]}])
def test_rubbish_in_place_of_figures(httpserver: HTTPServer, answer: Any) -> None:
    with pytest.raises(NetworkError) as caught:
        max_(httpserver, answer).statistics(["mid.1"], deadline=soon())

    assert (caught.value.maybe_done, caught.value.permanent) == (False, False)


@pytest.mark.parametrize("stat", [None, {}, {"views": None}, {"views": "7"}, 5])
def test_a_post_without_figures_is_there_all_the_same(httpserver: HTTPServer, stat: Any) -> None:
    answer = {"messages": [{"body": {"mid": "mid.1"}, "stat": stat}]}

    [(number, figures)] = max_(httpserver, answer).statistics(["mid.1"], deadline=soon()).items()

    assert (number, figures.views) == ("mid.1", None)


@pytest.mark.parametrize("answer", [{}, {"chat_id": -5}, {"chat_id": None}, {"success": True}])
def test_a_channel_that_is_another_one_leaves_doubt(httpserver: HTTPServer, answer: Any) -> None:
    assert doubt(max_(httpserver, answer), Describe("Да")).maybe_done


@pytest.mark.parametrize("answer", [{}, {"message": {}}, {"message": {"body": {"mid": 5}}}])
def test_an_answer_without_a_number_leaves_doubt(httpserver: HTTPServer, answer: Any) -> None:
    assert doubt(max_(httpserver, answer), AnswerMessage("5", "Да")).maybe_done


def look_up(network: Network, act: Act) -> object:
    return network.look_up(act, key=uuid4(), since=NOW, remote_id="", deadline=soon())
