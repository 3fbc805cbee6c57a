"""Private chats of a person and a bot: who may write to whom, and what both see."""

import time
from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot

pytestmark = pytest.mark.sweep


def write(bot: Bot, text: str, author: str = "Анна", **more: Any) -> dict[str, Any]:
    order = {"account": bot.channel, "author": author, "text": text, **more}
    made: dict[str, Any] = bot.sandbox.ask("POST", "telegram", "messages", order)
    return made


def talk(bot: Bot) -> list[tuple[str, bool, int | None]]:
    found = bot.sandbox.ask("GET", "telegram", "messages", query={"account": bot.channel})
    return [(one["text"], one["ours"], one["reply_to"]) for one in found]


def test_a_message_comes_and_is_answered(bot: Bot) -> None:
    written = write(bot, "Когда?")
    bot.sandbox.ask(
        "POST", "telegram", "messages/edit", {"account": bot.channel, "id": written["id"], "text": "Когда же?"}
    )
    came, edited = bot.updates()
    chat = {"id": written["peer_id"], "type": "private", "first_name": "Анна"}
    assert (came["message"]["chat"], came["message"]["text"]) == (chat, "Когда?")
    assert (edited["edited_message"]["text"], edited["edited_message"]["message_id"]) == ("Когда же?", written["id"])

    reply = {"message_id": written["id"]}
    answer = bot.result("sendMessage", chat_id=written["peer_id"], text="<b>В</b> шесть", parse_mode="HTML")
    second = bot.result("sendMessage", chat_id=written["peer_id"], text="Да", reply_parameters=reply)

    assert answer["text"] == "В шесть"
    assert answer["entities"][0]["type"] == "bold"
    assert answer["from"]["id"] == bot.id
    assert second["reply_to_message"]["text"] == "Когда же?"
    assert talk(bot) == [("Когда же?", False, None), ("В шесть", True, None), ("Да", True, written["id"])]


@pytest.mark.parametrize(
    ("reply", "words"),
    [({"message_id": 77}, "message to be replied not found"), ({"quote": "а"}, "message to be replied not found")],
)
def test_an_answer_to_nothing(bot: Bot, reply: dict[str, Any], words: str) -> None:
    peer = write(bot, "Когда?")["peer_id"]

    error = bot.error("sendMessage", chat_id=peer, text="Да", reply_parameters=reply)

    assert error == (400, f"Bad Request: {words}")
    either_way = {"message_id": 77, "allow_sending_without_reply": True}
    assert bot.result("sendMessage", chat_id=peer, text="Да", reply_parameters=either_way)["text"] == "Да"


def test_nobody_is_written_to_who_does_not_want_it(bot: Bot) -> None:
    peer = write(bot, "Когда?")["peer_id"]
    bot.sandbox.ask("POST", "telegram", "messages/stop", {"account": bot.channel, "author": "Анна"})

    assert bot.error("sendMessage", chat_id=peer, text="Да") == (403, "Forbidden: bot was blocked by the user")
    write(bot, "Пишите")
    assert bot.result("sendMessage", chat_id=peer, text="Да")["text"] == "Да"


def test_a_bot_cannot_begin(bot: Bot) -> None:
    bot.sandbox.write_comment("telegram", bot.post(), "Пётр Незнакомый", "Да", account=bot.channel)
    stranger = next(
        one["author_id"]
        for one in bot.sandbox.comments("telegram", details=True)
        if (one["account"], one["author"]) == (bot.channel, "Пётр Незнакомый")
    )

    said = "Forbidden: bot can't initiate conversation with a user"
    assert bot.error("sendMessage", chat_id=stranger, text="Да") == (403, said)
    assert bot.error("sendMessage", chat_id=5, text="Да") == (400, "Bad Request: chat not found")
    assert bot.error("sendMessage", chat_id=bot.id, text="Да") == (403, "Forbidden: bot can't send messages to bots")


def test_own_messages_are_asked_about(bot: Bot) -> None:
    written = write(bot, "Когда?")
    peer = written["peer_id"]
    ours = bot.result("sendMessage", chat_id=peer, text="Да")["message_id"]

    def asked(number: int) -> str:
        return bot.error("editMessageReplyMarkup", chat_id=peer, message_id=number)[1]

    assert "message is not modified" in asked(ours)
    assert asked(written["id"]).endswith("message can't be edited")
    assert asked(ours + 9).endswith("message to edit not found")


def test_messages_of_both_sides_are_deleted_within_two_days(bot: Bot) -> None:
    old = write(bot, "Давно", at=int(time.time()) - 48 * 3600)
    peer, theirs = old["peer_id"], write(bot, "Ваш адрес мне известен")["id"]
    ours = bot.result("sendMessage", chat_id=peer, text="Да")["message_id"]

    late = bot.error("deleteMessage", chat_id=peer, message_id=old["id"])
    assert late == (400, "Bad Request: message can't be deleted for everyone")
    assert bot.result("deleteMessage", chat_id=peer, message_id=theirs) is True
    assert bot.error("deleteMessage", chat_id=peer, message_id=theirs)[1].endswith("message to delete not found")
    assert bot.error("deleteMessage", chat_id=7, message_id=theirs) == (400, "Bad Request: chat not found")
    assert bot.result("deleteMessages", chat_id=peer, message_ids=[ours, theirs]) is True
    assert talk(bot) == [("Давно", False, None)]

    other = write(bot, "Только это", author="Олег")
    bot.result("deleteMessage", chat_id=other["peer_id"], message_id=other["id"])
    assert bot.result("sendMessage", chat_id=other["peer_id"], text="Да")["text"] == "Да"
