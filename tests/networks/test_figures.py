"""Statistics of posts by network, and the report where it has none."""

import pytest

from tests.networks.conftest import Bench, soon
from tests.networks.test_abilities import ask
from veche.networks.protocol import NetworkError, Operation, PostStatistics, Withdraw


@pytest.mark.parametrize("bench", ["max"], indirect=True)
def test_views_are_counted_post_by_post(bench: Bench) -> None:
    posts = [bench.publish(text).remote_id for text in ("Каток открыт", "Воды нет", "Мост закрыт")]
    for post, views in zip(posts, (7, 1024, 3), strict=True):
        order = {"account": bench.account, "id": bench.ordered(post), "views": views}
        bench.sandbox.ask("POST", bench.slug, "posts/figures", order)
    bench.perform(Withdraw(posts[2]))

    counted = bench.network.statistics(posts, deadline=soon())

    assert {post: figures.views for post, figures in counted.items()} == {posts[0]: 7, posts[1]: 1024}
    assert bench.network.statistics([], deadline=soon()) == {}


def test_max_counts_nothing_but_views(max_: Bench) -> None:
    post = max_.publish("Каток открыт").remote_id
    max_.sandbox.ask("POST", "max", "posts/figures", {"account": max_.account, "id": post, "views": 5, "likes": 9})

    assert max_.network.statistics([post], deadline=soon()) == {post: PostStatistics(views=5)}


def test_max_without_the_right_to_read_shows_no_views(max_: Bench) -> None:
    post = max_.publish("Каток открыт").remote_id
    bot = next(one for one in max_.network.administrators(deadline=soon()) if one.bot)
    seat = {"account": max_.account, "user_id": int(bot.person_id), "status": "administrator", "rights": ["write"]}
    max_.sandbox.ask("POST", "max", "rights", seat)

    with pytest.raises(NetworkError) as caught:
        max_.network.statistics([post], deadline=soon())

    assert (caught.value.code, caught.value.permanent) == ("max_access.denied", True)
    ability = ask(max_)[Operation.STATISTICS]
    assert (ability.mode, len(ability.steps)) == ("by_hand", 1)


def test_telegram_shows_a_bot_no_figures(telegram: Bench) -> None:
    post = telegram.publish("Каток открыт").remote_id

    with pytest.raises(NetworkError) as caught:
        telegram.network.statistics([post], deadline=soon())

    assert caught.value.code == "no_figures"
    assert caught.value.permanent is True
    assert caught.value.maybe_done is False
    ability = ask(telegram)[Operation.STATISTICS]
    assert (ability.mode, ability.why in caught.value.advice) == ("absent", True)
