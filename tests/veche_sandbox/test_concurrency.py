"""Concurrent calls: nothing is lost, repeated or mixed up."""

from concurrent.futures import ThreadPoolExecutor

from tests import loopback
from tests.veche_sandbox.bot import Bot, picture


def test_posts_at_the_same_time_get_numbers_of_their_own(bot: Bot) -> None:
    def post(number: int) -> int:
        answer = loopback.post(bot.url("sendMessage"), data={"chat_id": str(bot.channel), "text": str(number)})
        message_id: int = answer.json()["result"]["message_id"]
        return message_id

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(post, range(40)))

    assert sorted(numbers) == list(range(2, 42))
    by_id = {post["id"]: post["text"] for post in bot.sandbox.posts("telegram", bot.channel)}
    assert by_id == {message_id: str(number) for number, message_id in enumerate(numbers)}
    forwards = [update["message"] for update in bot.updates()]
    assert sorted(forward["forward_origin"]["message_id"] for forward in forwards) == sorted(numbers)


def test_two_albums_at_once_stay_apart(bot: Bot) -> None:
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]

    def album(side: int) -> None:
        with Bot(bot.sandbox, {"token": bot.token, "channel_id": bot.channel, "group_id": bot.group}) as client:
            files = {"a": picture(side, 30), "b": picture(side, 30)}
            client.result("sendMediaGroup", files, chat_id=bot.channel, media=media)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(album, (40, 50)))

    posts = bot.sandbox.posts("telegram", bot.channel)
    assert sorted([photo["width"] for photo in post["photos"]] for post in posts) == [[40, 40], [50, 50]]
