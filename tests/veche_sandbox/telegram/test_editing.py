"""Edit and delete published messages."""

from typing import Any

import pytest

from tests.veche_sandbox.bot import Bot, picture

pytestmark = pytest.mark.sweep

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def test_text_is_changed_in_the_channel(bot: Bot) -> None:
    post = bot.post()

    message = bot.result("editMessageText", chat_id=bot.channel, message_id=post, text="Вода есть")

    assert message["message_id"] == post
    assert message["text"] == "Вода есть"
    assert "edit_date" in message
    assert bot.texts() == ["Вода есть"]


def test_edit_that_changes_nothing_proves_that_the_post_stands(bot: Bot) -> None:
    post = bot.post("Вода есть")

    refused = bot.error("editMessageText", chat_id=bot.channel, message_id=post, text="Вода есть")

    assert refused == (400, SAME)


def test_caption_is_changed_where_there_is_a_photo(bot: Bot) -> None:
    text = bot.post()
    photo = bot.result("sendPhoto", {"photo": picture()}, chat_id=bot.channel)["message_id"]

    message = bot.result("editMessageCaption", chat_id=bot.channel, message_id=photo, caption="Мост")

    assert message["caption"] == "Мост"
    no_text = bot.error("editMessageText", chat_id=bot.channel, message_id=photo, text="Мост")
    assert no_text == (400, "Bad Request: there is no text in the message to edit")
    no_caption = bot.error("editMessageCaption", chat_id=bot.channel, message_id=text, caption="Мост")
    assert no_caption == (400, "Bad Request: there is no caption in the message to edit")


def test_keyboard_is_changed(bot: Bot) -> None:
    post = bot.post()
    keyboard = {"inline_keyboard": [[{"text": "Подробнее", "url": "https://example.org"}]]}
    chat: dict[str, Any] = {"chat_id": bot.channel, "message_id": post}

    assert bot.error("editMessageReplyMarkup", **chat) == (400, SAME)
    assert bot.result("editMessageReplyMarkup", **chat, reply_markup=keyboard)["reply_markup"] == keyboard


def test_words_of_others_cannot_be_changed(bot: Bot) -> None:
    comment = bot.sandbox.write_comment("telegram", bot.post(), "Анна", "Когда?", account=bot.channel)

    refused = bot.error("editMessageText", chat_id=bot.group, message_id=comment["id"], text="Спасибо!")

    assert refused == (400, "Bad Request: message can't be edited")
    assert bot.comments() == [comment]


def test_comment_is_deleted_once(bot: Bot) -> None:
    comment = bot.sandbox.write_comment("telegram", bot.post(), "Анна", "Купите у меня", account=bot.channel)

    assert bot.result("deleteMessage", chat_id=bot.group, message_id=comment["id"]) is True
    again = bot.error("deleteMessage", chat_id=bot.group, message_id=comment["id"])

    assert again == (400, "Bad Request: message to delete not found")
    assert bot.comments() == [{**comment, "deleted": True}]


def test_many_are_deleted_and_missing_ones_skipped(bot: Bot) -> None:
    posts = [bot.post(text) for text in ("раз", "два", "три")]

    assert bot.result("deleteMessages", chat_id=bot.channel, message_ids=[*posts[:2], 777]) is True

    assert [post["deleted"] for post in bot.sandbox.posts("telegram", bot.channel)] == [True, True, False]


def test_own_post_is_deleted_without_the_right_to_delete(bot: Bot) -> None:
    post = bot.post()
    foreign = bot.sandbox.write_post("telegram", "От человека", account=bot.channel)["id"]
    bot.set_rights(bot.channel, "administrator", ["can_post_messages"])

    assert bot.result("deleteMessage", chat_id=bot.channel, message_id=post) is True
    refused = bot.error("deleteMessage", chat_id=bot.channel, message_id=foreign)

    assert refused == (400, "Bad Request: message can't be deleted for everyone")


def test_one_picture_of_an_album_goes_and_the_other_stays(bot: Bot) -> None:
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]
    first, _ = bot.result("sendMediaGroup", {"a": picture(40), "b": picture(50)}, chat_id=bot.channel, media=media)

    bot.result("deleteMessage", chat_id=bot.channel, message_id=first["message_id"])

    [post] = bot.sandbox.posts("telegram", bot.channel)
    assert ([photo["width"] for photo in post["photos"]], post["deleted"]) == ([50], False)
