"""getUpdates: each update once, in order, to the right bot."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.veche_sandbox.bot import Bot
from tests.waiting import wait_until

pytestmark = pytest.mark.sweep


def test_comment_comes_with_its_thread(bot: Bot) -> None:
    post = bot.post()
    comment = bot.sandbox.write_comment("telegram", post, "Анна", "Когда дадут воду?", account=bot.channel)

    forward, update = bot.updates()

    message = update["message"]
    assert update["update_id"] == forward["update_id"] + 1
    assert message["message_id"] == comment["id"]
    assert message["message_thread_id"] == forward["message"]["message_id"]
    assert message["reply_to_message"] == forward["message"]
    assert message["from"]["first_name"] == "Анна"
    assert message["text"] == "Когда дадут воду?"
    assert "sender_chat" not in message


def test_answer_of_another_resident_names_the_comment(bot: Bot) -> None:
    post = bot.post()
    first = bot.sandbox.write_comment("telegram", post, "Анна", "Когда?", account=bot.channel)
    bot.sandbox.write_comment("telegram", post, "Борис", "Никогда", account=bot.channel, reply_to=first["id"])

    message = bot.updates()[-1]["message"]

    assert message["reply_to_message"]["message_id"] == first["id"]
    assert message["message_thread_id"] == bot.updates()[0]["message"]["message_id"]


def test_offset_forgets_what_was_read(bot: Bot) -> None:
    for text in ("раз", "два", "три"):
        bot.post(text)
    first, second, third = (update["update_id"] for update in bot.updates())

    assert [update["update_id"] for update in bot.updates(limit=2)] == [first, second]
    assert [update["update_id"] for update in bot.updates(offset=third)] == [third]
    assert [update["update_id"] for update in bot.updates()] == [third]
    assert bot.updates(offset=third + 1) == []


def test_negative_offset_takes_the_last_ones(bot: Bot) -> None:
    for text in ("раз", "два", "три"):
        bot.post(text)

    assert [update["message"]["text"] for update in bot.updates(offset=-1)] == ["три"]
    assert len(bot.updates()) == 1


def test_allowed_updates_stay_until_changed(bot: Bot) -> None:
    bot.updates(allowed_updates=["channel_post"])
    bot.post("молча")
    bot.updates()
    human = bot.sandbox.write_post("telegram", "От человека", account=bot.channel)

    [update] = bot.updates()

    assert update["channel_post"]["message_id"] == human["id"]
    bot.updates(offset=update["update_id"] + 1, allowed_updates=[])
    bot.post("вслух")
    assert [update["message"]["text"] for update in bot.updates()] == ["вслух"]


def test_own_words_are_not_told_except_the_forward(bot: Bot) -> None:
    bot.post()
    bot.result("sendMessage", chat_id=bot.group, text="Объявление в группе")

    assert [update["message"].get("is_automatic_forward") for update in bot.updates()] == [True]


def test_deletion_is_told_to_nobody(bot: Bot) -> None:
    comment = bot.sandbox.write_comment("telegram", bot.post(), "Анна", "Ой", account=bot.channel)
    before = len(bot.updates())

    bot.sandbox.ask("POST", "telegram", "comments/delete", {"id": comment["id"], "account": bot.channel})

    assert len(bot.updates()) == before
    assert bot.comments() == [{**comment, "deleted": True}]


def test_edited_comment_is_told(bot: Bot) -> None:
    comment = bot.sandbox.write_comment("telegram", bot.post(), "Анна", "Ой", account=bot.channel)
    order = {"id": comment["id"], "account": bot.channel, "text": "Ай"}

    bot.sandbox.ask("POST", "telegram", "comments/edit", order)

    message = bot.updates()[-1]["edited_message"]
    assert message["message_id"] == comment["id"]
    assert message["text"] == "Ай"
    assert "edit_date" in message


def test_long_poll_wakes_at_once(bot: Bot) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(bot.updates, timeout=50)
        _until_waiting(bot)
        bot.post("новость")
        found = waiting.result(25)

    assert [update["message"]["text"] for update in found] == ["новость"]


def test_second_poll_ends_the_first(bot: Bot) -> None:
    started = threading.Event()

    def wait() -> object:
        started.set()
        return bot.ask("getUpdates", timeout=50)

    with ThreadPoolExecutor() as pool:
        first = pool.submit(wait)
        started.wait(60)
        _until_waiting(bot)
        bot.updates()
        answer = first.result(60)

    reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
    assert answer == {"ok": False, "error_code": 409, "description": f"Conflict: {reason}"}


def test_webhook_ends_a_poll_and_forbids_the_next(bot: Bot) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(bot.ask, "getUpdates", timeout=50)
        _until_waiting(bot)
        bot.result("setWebhook", url="https://127.0.0.1:8443/never")
        answer = first.result(60)

    assert answer["description"] == "Conflict: terminated by setWebhook request"
    assert bot.error("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    bot.result("deleteWebhook")
    assert bot.updates() == []


def _until_waiting(bot: Bot) -> None:
    """Wait until a call has begun and has no outcome yet."""
    wait_until(lambda: any(call["outcome"] == "" for call in bot.sandbox.calls("telegram", "getUpdates")))
