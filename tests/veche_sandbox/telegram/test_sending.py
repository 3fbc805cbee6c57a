"""Posts, pictures and albums, and their copies in the discussion group."""

import pytest

from tests.veche_sandbox.bot import Bot, picture, promise

pytestmark = pytest.mark.sweep


def test_text_stands_in_the_channel_and_is_forwarded(bot: Bot) -> None:
    message = bot.result("sendMessage", chat_id=bot.channel, text="Завтра отключат воду")
    [update] = bot.updates()

    channel = {"id": bot.channel, "title": "Администрация города", "type": "channel"}
    assert message == {
        "message_id": 2,
        "sender_chat": channel,
        "chat": channel,
        "date": message["date"],
        "text": "Завтра отключат воду",
    }
    assert update["message"] == {
        "message_id": 901,
        "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        "sender_chat": channel,
        "chat": {"id": bot.group, "title": "Администрация города: обсуждение", "type": "supergroup"},
        "date": message["date"],
        "forward_origin": {"type": "channel", "chat": channel, "message_id": 2, "date": message["date"]},
        "is_automatic_forward": True,
        "text": "Завтра отключат воду",
    }
    assert bot.sandbox.posts("telegram", bot.channel) == [
        {"id": 2, "account": bot.channel, "text": "Завтра отключат воду", "photos": [], "deleted": False}
    ]


def test_channel_without_a_group_is_silent(lonely_bot: Bot) -> None:
    lonely_bot.post()

    assert lonely_bot.updates() == []
    assert lonely_bot.result("getChat", chat_id=lonely_bot.channel).get("linked_chat_id") is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_photo_stands_with_its_caption(bot: Bot, kind: str) -> None:
    body = picture(200, 100, kind)

    message = bot.result("sendPhoto", {"photo": body}, chat_id=bot.channel, caption="Мост")

    assert [(size["width"], size["height"]) for size in message["photo"]] == [(90, 45), (200, 100)]
    assert message["caption"] == "Мост"
    [post] = bot.sandbox.posts("telegram", bot.channel)
    [photo] = post["photos"]
    assert (photo["width"], photo["height"]) == (200, 100)
    assert bot.http.get(photo["url"]).content == body


def test_photo_is_sent_again_by_its_id(bot: Bot) -> None:
    first = bot.result("sendPhoto", {"photo": picture()}, chat_id=bot.channel)

    second = bot.result("sendPhoto", chat_id=bot.channel, photo=first["photo"][-1]["file_id"])

    assert second["photo"] == first["photo"]


@pytest.mark.parametrize(
    ("body", "description"),
    [
        (b"", "file must be non-empty"),
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (promise(8000, 2001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(21, 1), "PHOTO_INVALID_DIMENSIONS"),
        (promise(20000, 20000), "PHOTO_INVALID_DIMENSIONS"),
        (
            b"0" * 10485761,
            "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
    ids=["empty", "text", "sides", "ratio", "bomb", "heavy"],
)
def test_bad_picture_is_refused(bot: Bot, body: bytes, description: str) -> None:
    refused = bot.error("sendPhoto", {"photo": body}, chat_id=bot.channel)

    assert refused == (400, f"Bad Request: {description}")
    assert bot.sandbox.posts("telegram", bot.channel) == []


@pytest.mark.parametrize("sides", [(8000, 2000), (20, 1), (1, 20)])
def test_picture_at_the_limit_is_taken(bot: Bot, sides: tuple[int, int]) -> None:
    assert bot.ask("sendPhoto", {"photo": promise(*sides)}, chat_id=bot.channel)["ok"]


def test_caption_is_at_most_1024_units(bot: Bot) -> None:
    refused = bot.error("sendPhoto", {"photo": picture()}, chat_id=bot.channel, caption="ж" * 1025)

    assert refused == (400, "Bad Request: message caption is too long")
    assert bot.ask("sendPhoto", {"photo": picture()}, chat_id=bot.channel, caption="🏛" * 512)["ok"]


def test_album_is_one_post_and_its_first_message_the_root(bot: Bot) -> None:
    media = [
        {"type": "photo", "media": "attach://one", "caption": "Парад <b>сегодня</b>", "parse_mode": "HTML"},
        {"type": "photo", "media": "attach://two"},
    ]

    messages = bot.result("sendMediaGroup", {"one": picture(40), "two": picture(50)}, chat_id=bot.channel, media=media)
    forwards = [update["message"] for update in bot.updates()]
    comment = bot.sandbox.write_comment("telegram", messages[1]["message_id"], "Анна", "Ура!", account=bot.channel)

    first, second = messages
    assert [message["message_id"] for message in messages] == [2, 3]
    assert first["media_group_id"] == second["media_group_id"]
    assert [forward["forward_origin"]["message_id"] for forward in forwards] == [2, 3]
    assert forwards[0]["media_group_id"] == forwards[1]["media_group_id"] != first["media_group_id"]
    assert comment["post_id"] == 2
    [update] = [update for update in bot.updates() if update["message"]["message_id"] == comment["id"]]
    assert update["message"]["message_thread_id"] == forwards[0]["message_id"]
    [post] = bot.sandbox.posts("telegram", bot.channel)
    assert post["id"] == 2
    assert post["text"] == "Парад сегодня"
    assert [photo["width"] for photo in post["photos"]] == [40, 50]


def test_album_with_a_bad_item_leaves_nothing(bot: Bot) -> None:
    media = [{"type": "photo", "media": "attach://good"}, {"type": "photo", "media": "attach://bad"}]

    refused = bot.error("sendMediaGroup", {"good": picture(), "bad": b"x"}, chat_id=bot.channel, media=media)

    assert refused == (400, 'Bad Request: failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"')
    assert bot.sandbox.posts("telegram", bot.channel) == []
    assert bot.updates() == []


def test_answer_to_a_comment_stays_in_its_thread(bot: Bot) -> None:
    post = bot.post()
    comment = bot.sandbox.write_comment("telegram", post, "Анна", "Когда дадут?", account=bot.channel)

    reply = {"message_id": comment["id"]}
    answer = bot.result("sendMessage", chat_id=bot.group, text="В среду", reply_parameters=reply)

    assert answer["message_thread_id"] == 901
    assert answer["reply_to_message"]["text"] == "Когда дадут?"
    assert bot.comments() == [
        comment,
        {"id": 903, "post_id": post, "author": "Бот пресс-службы", "text": "В среду", "deleted": False},
    ]
    assert [update["message"]["message_id"] for update in bot.updates()] == [901, 902]
