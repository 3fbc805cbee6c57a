"""Votes of polls by network: with a post's figures, or by an event."""

import json

from tests.networks.conftest import Bench, soon
from veche.networks.protocol import OutgoingPost, Poll, PollCount, PollCounted, Publish, WebhookRequest

POLL = Poll("Какой двор первым?", ("Ленина, 5", "Мира, 12", "Садовая, 3"))
VOTES = (("Анна", 1), ("Пётр", 1), ("Анна", 2))


def voted(bench: Bench) -> str:
    """Publish a poll on which two people vote, one of them twice. Returns the post's id."""
    post = bench.perform(Publish(OutgoingPost("Дворы.", poll=POLL))).remote_id
    for author, option in VOTES:
        vote = {"post_id": bench.ordered(post), "account": bench.account, "author": author, "options": [option]}
        bench.sandbox.ask("POST", bench.slug, "votes", vote)
    return post


def test_votes_come_with_the_figures(vk: Bench) -> None:
    post, plain = voted(vk), vk.publish("Каток открыт").remote_id

    told = vk.network.statistics([post, plain], deadline=soon())

    assert (told[post].poll, told[plain].poll) == (PollCount((0, 1, 1), 2), None)


def test_telegram_tells_the_last_count_of_a_page(telegram: Bench) -> None:
    cursor = telegram.begin()
    voted(telegram)

    page = telegram.news(cursor)

    [told] = [event for event in page.events if isinstance(event, PollCounted)]
    assert (told.question, told.options) == (POLL.question, POLL.options)
    assert PollCount(told.votes, told.voters, told.closed) == PollCount((0, 1, 1), 2)
    assert page.gap == ""


def test_an_unreadable_count_of_telegram_is_a_gap(telegram: Bench) -> None:
    """Any page can be sent to the webhook: one that nobody understands is counted, not lost in silence."""
    telegram.secret = "gate"
    update = {"update_id": 1, "poll": {"id": "5", "options": [{"text": "да"}]}}
    body = json.dumps(update).encode()

    answer = telegram.network.parse_webhook(WebhookRequest(body, {"X-Telegram-Bot-Api-Secret-Token": telegram.secret}))

    assert (answer.events, bool(answer.gap)) == ((), True)
