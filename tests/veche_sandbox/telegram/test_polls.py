"""Parameters of polls, and the updates about them."""

import time
from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot

pytestmark = pytest.mark.sweep

OPTIONS = [{"text": "да"}, {"text": "нет"}]


def poll(bot: Bot, **more: Any) -> dict[str, Any]:
    """The sent Poll with its message's number."""
    sent = bot.result("sendPoll", chat_id=bot.channel, question="?", options=OPTIONS, **more)
    return {**sent["poll"], "message_id": sent["message_id"]}


def vote(bot: Bot, post: int, author: str, *options: int) -> Any:
    order = {"account": bot.channel, "post_id": post, "author": author, "options": list(options)}
    return bot.sandbox.ask("POST", "telegram", "votes", order)


def told(bot: Bot) -> list[dict[str, Any]]:
    return [one["poll"] for one in bot.updates() if "poll" in one]


def test_a_quiz_knows_its_answer(bot: Bot) -> None:
    quiz = poll(bot, type="quiz", correct_option_ids=[1], explanation="<b>Потому</b>", explanation_parse_mode="HTML")

    assert {name: quiz[name] for name in ("type", "correct_option_ids", "explanation", "allows_revoting")} == {
        "type": "quiz",
        "correct_option_ids": [1],
        "explanation": "Потому",
        "allows_revoting": False,
    }
    assert quiz["explanation_entities"] == [{"type": "bold", "offset": 0, "length": 6}]


def test_an_older_client_s_quiz_is_taken_and_complained_about(bot: Bot) -> None:
    assert poll(bot, type="quiz", correct_option_id=0)["correct_option_ids"] == [0]
    assert [one["parameter"] for one in bot.sandbox.complaints("telegram")] == ["correct_option_id"]


def test_what_is_said_of_a_poll_comes_back(bot: Bot) -> None:
    told_so = {"allows_revoting": False, "members_only": True, "country_codes": ["RU", "FT"]}

    shown = poll(bot, **told_so, is_closed=True, shuffle_options=True, hide_results_until_closes=True)

    assert {name: shown[name] for name in told_so} == told_so
    assert shown["is_closed"] is True
    assert bot.sandbox.complaints("telegram") == []


def test_an_open_period_comes_back_with_its_end(bot: Bot) -> None:
    before = int(time.time())
    shown = poll(bot, open_period=600)

    assert shown["open_period"] == 600
    assert before <= shown["close_date"] - 600 <= time.time()
    assert "open_period" not in poll(bot, close_date=int(time.time()) + 600)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a strange type": ({"type": "zzz"}, "Unsupported poll type specified"),
    "a quiz without an answer": ({"type": "quiz"}, "correct_option_ids"),
    "an answer that is not there": ({"type": "quiz", "correct_option_ids": [2]}, "correct_option_ids"),
    "answers out of order": ({"type": "quiz", "correct_option_ids": [1, 0]}, "correct_option_ids"),
    "two ends": ({"open_period": 10, "close_date": int(time.time()) + 100}, "open_period"),
    "a long explanation": ({"type": "quiz", "correct_option_ids": [0], "explanation": "я" * 201}, "explanation"),
    "three line feeds": ({"type": "quiz", "correct_option_ids": [0], "explanation": "а\nб\nв\nг"}, "explanation"),
    "no country": ({"country_codes": ["Russia"]}, "country code"),
    "many countries": ({"country_codes": ["RU"] * 13}, "country codes"),
    "no list": ({"country_codes": "RU"}, "country codes"),
    "anonymous answers": ({"allow_adding_options": True}, "options"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_no_poll_is(bot: Bot, case: str) -> None:
    arguments, words = BAD[case]

    code, said = bot.error("sendPoll", chat_id=bot.channel, question="?", options=OPTIONS, **arguments)

    assert (code, said.startswith("Bad Request: "), words in said) == (400, True, True), said


@pytest.mark.parametrize("arguments", [{"members_only": True}, {"country_codes": ["RU"]}])
def test_what_only_channels_have(bot: Bot, arguments: dict[str, Any]) -> None:
    code, _ = bot.error("sendPoll", chat_id=bot.group, question="?", options=OPTIONS, **arguments)

    assert code == 400


def test_media_of_polls_are_complained_about(bot: Bot) -> None:
    poll(bot, media={"type": "photo", "media": "x"})

    assert [one["parameter"] for one in bot.sandbox.complaints("telegram")] == ["media"]


def test_a_bot_hears_of_votes_and_of_the_end(bot: Bot) -> None:
    number = poll(bot, allows_revoting=False, description="Двор")["message_id"]
    vote(bot, number, "Анна", 1)
    with pytest.raises(AssertionError, match="already voted"):
        vote(bot, number, "Анна", 0)
    vote(bot, number, "Пётр", 0)
    stopped = bot.result("stopPoll", chat_id=bot.channel, message_id=number)

    heard = told(bot)

    assert [[option["voter_count"] for option in one["options"]] for one in heard] == [[0, 1], [1, 1], [1, 1]]
    assert heard[-1] == stopped
    assert [one["is_closed"] for one in heard] == [False, False, True]
    assert not any("description" in one for one in heard)


def test_a_bot_hears_nothing_of_another_s_poll(bot: Bot, lonely_bot: Bot) -> None:
    vote(bot, poll(bot)["message_id"], "Анна", 1)

    assert told(lonely_bot) == []
