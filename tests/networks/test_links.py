"""The link of a post: checked before, shown as a card if the network has cards, else in the text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, soon
from veche.networks.links import is_web_address
from veche.networks.operations import operations_of
from veche.networks.payload import act_from_json, act_to_json
from veche.networks.protocol import Absent, CannotTell, Edit, Found, Operation, OutgoingPost, Photo, Poll, Publish
from veche.networks.registry import render_post

LINK = "https://gorod.ru/katok"
TEXT = "Каток открыт"
POST = OutgoingPost(TEXT, link=LINK)
SLUGS = ["vk", "ok", "telegram", "max"]


def codes(slug: str, post: OutgoingPost) -> list[str]:
    return [problem.code for problem in render_post(slug, post).problems]


@pytest.mark.parametrize(
    "link",
    [LINK, "https://город.рф/", "https://xn--c1ajahiit.xn--p1ai:8443/a?b=c#d", "https://a.b-c.ru/%D0%BA_(1)"],
)
def test_an_address(link: str) -> None:
    assert is_web_address(link)


@pytest.mark.parametrize(
    "link",
    [
        "http://gorod.ru",
        "gorod.ru",
        "https://",
        "https:///katok",
        "https://gorod",
        "https://gorod..ru",
        "https://мэр@gorod.ru",
        "https://gorod.ru/каток открыт",
        "https://gorod.ru:0/",
        "https://gorod.ru:99999/",
        "https://[::1",
        "javascript:alert(1)",
        "https://gorod.ru/\u202e",
        'https://gorod.ru/">',
    ],
)
def test_no_address(link: str) -> None:
    assert not is_web_address(link)
    assert [codes(slug, OutgoingPost(TEXT, link=link)) for slug in SLUGS] == [["link_bad"]] * 4


def test_too_long_a_link() -> None:
    assert [codes(slug, OutgoingPost(TEXT, link=LINK + "a" * 2048)) for slug in SLUGS] == [["link_long"]] * 4


def test_a_link_asks_for_its_own_ability(photos: tuple[Photo, ...]) -> None:
    assert operations_of(POST) == (Operation.PUBLISH_LINK,)
    assert operations_of(replace(POST, photos=photos[:1])) == (Operation.PUBLISH_LINK, Operation.PUBLISH_PHOTO)


@pytest.mark.parametrize(
    ("slug", "text"), [("vk", TEXT), ("ok", TEXT), ("telegram", TEXT), ("max", f"{TEXT}\n\n{LINK}")]
)
def test_where_the_link_stands(slug: str, text: str) -> None:
    shown = render_post(slug, POST)

    assert shown.text == text
    assert shown.link == LINK
    assert shown.length == len(text)


@pytest.mark.parametrize("slug", ["telegram", "max"])
def test_under_photos_the_link_is_in_the_words_once(slug: str, photos: tuple[Photo, ...]) -> None:
    under = render_post(slug, replace(POST, photos=photos))
    said = render_post(slug, OutgoingPost(f"{LINK} каток", photos, link=LINK))

    assert (under.text, under.link) == (f"{TEXT}\n\n{LINK}", "")
    assert said.text == f"{LINK} каток"


def test_the_counter_counts_the_link(photos: tuple[Photo, ...]) -> None:
    post = OutgoingPost("я" * 1010, photos[:1], link=LINK)

    assert (codes("telegram", post), codes("vk", post)) == (["caption_too_long"], [])


def test_the_wall_is_what_the_preview_showed(bench: Bench) -> None:
    shown = bench.network.render(POST)

    bench.perform(Publish(POST))

    [stands] = bench.wall()
    assert (stands["text"], stands["link"]) == (shown.text, shown.link)


@pytest.mark.parametrize("name", ["vk", "ok", "telegram", "max_"])
def test_a_link_alone_is_a_post(request: pytest.FixtureRequest, name: str) -> None:
    bench: Bench = request.getfixturevalue(name)
    post = OutgoingPost("", link=LINK)
    shown = bench.network.render(post)

    bench.perform(Publish(post))

    [stands] = bench.wall()
    assert (stands["text"], stands["link"]) == (shown.text, LINK)


def test_a_card_stands_beside_photos(vk: Bench, ok: Bench, photos: tuple[Photo, ...]) -> None:
    for bench in (vk, ok):
        bench.perform(Publish(replace(POST, photos=photos)))
        [stands] = bench.wall()
        assert stands["text"] == TEXT
        assert len(stands["photos"]) == 3
        assert stands["link"] == LINK


def test_telegram_shows_the_card_that_was_asked_for_and_not_the_first_link(telegram: Bench) -> None:
    post = OutgoingPost("Автобусы: https://bus.gorod.ru", link=LINK)

    telegram.perform(Publish(post))

    assert telegram.wall()[0]["link"] == LINK


def test_telegram_says_the_link_over_a_poll(telegram: Bench) -> None:
    telegram.perform(Publish(replace(POST, poll=Poll("Кататься?", ("Да", "Нет")))))

    [stands] = telegram.wall()
    assert (stands["text"], "link" in stands) == (f"{TEXT}\n\n{LINK}", False)


def test_vk_counts_the_link_among_ten(photos: tuple[Photo, ...]) -> None:
    assert codes("vk", OutgoingPost(TEXT, photos[:1] * 9, link=LINK)) == []
    assert codes("vk", OutgoingPost(TEXT, photos[:1] * 10, link=LINK)) == ["too_many_attached"]


@pytest.mark.parametrize("name", ["vk", "ok", "telegram", "max_"])
def test_a_correction_changes_the_link_alone(request: pytest.FixtureRequest, name: str) -> None:
    bench: Bench = request.getfixturevalue(name)
    done = bench.perform(Publish(POST))
    better = replace(POST, link="https://gorod.ru/katok-2")

    bench.perform(Edit(done.remote_id, better, POST))

    [stands] = bench.wall()
    assert (stands["text"], stands["link"]) == (bench.network.render(better).text, better.link)


def test_vk_finds_a_lost_post_by_its_link(vk: Bench) -> None:
    alone = OutgoingPost("", link=LINK)
    done = vk.perform(Publish(alone))

    assert isinstance(look(vk, alone), Found)
    # Another unknown post of ours may be this one, edited since.
    assert isinstance(look(vk, replace(alone, link="https://gorod.ru/drugaya")), CannotTell)
    assert isinstance(look(vk, Edit(done.remote_id, replace(alone, link=LINK + "2"), alone)), Absent)


def look(bench: Bench, wanted: OutgoingPost | Edit) -> Any:
    act = Publish(wanted) if isinstance(wanted, OutgoingPost) else wanted
    since = datetime.now(UTC) - timedelta(minutes=1)
    number = wanted.post_id if isinstance(wanted, Edit) else ""
    return bench.network.look_up(act, key=uuid4(), since=since, remote_id=number, deadline=soon())


def test_a_link_waits_in_the_outbox(tmp_path: Path) -> None:
    packed = act_to_json(Publish(POST))

    assert packed["link"] == LINK
    assert act_from_json(packed, media_root=tmp_path) == Publish(POST)
    assert "link" not in act_to_json(Publish(OutgoingPost(TEXT)))
