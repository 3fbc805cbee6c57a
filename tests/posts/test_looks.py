"""Preview and counter use the same value that is sent."""

import pytest

from tests.written import drafted, with_picture, working, write
from veche.networks.profile import Fold
from veche.networks.registry import NETWORKS
from veche.posts.domain.looks import looks
from veche.posts.domain.rendering import Draft, outgoing, rendered
from veche.staff.models import Person

FOLD = NETWORKS["vk"].preview.fold or Fold(0, 0)


def looks_of(post, draft=None):
    item = post.plan_item
    return looks(working(post), item.accounts.all(), at=item.publish_at, draft=draft)


def test_a_network_shows_its_own_text_or_the_common_one(alice: Person):
    post = drafted(alice)
    write(post, alice, "Общий", telegram="Свой")

    assert [(look.network, look.own, look.rendered.text) for look in looks_of(post)] == [
        ("vk", False, "Общий"),
        ("telegram", True, "Свой"),
    ]


def test_words_in_the_window_are_shown_unsaved(alice: Person):
    post = drafted(alice, text="Сохранено")

    shown = [look.rendered.text for look in looks_of(post, Draft("В окне", {"vk": "В окне для VK"}))]

    assert (shown, working(post).text) == (["В окне для VK", "В окне"], "Сохранено")


def test_the_preview_is_what_is_sent(alice: Person):
    post = drafted(alice, text="Каток  \r\nоткрыт\u200b 🏛")
    with_picture(post, alice)
    version = working(post)

    for look in looks_of(post):
        assert look.rendered == rendered(version, look.network)
        assert look.rendered.photos == outgoing(version, look.network).photos


def test_a_caption_is_shorter_than_a_text(alice: Person):
    post = drafted(alice, text="я" * 1100)
    alone = [(look.network, look.over, look.rendered.limit) for look in looks_of(post)]
    with_picture(post, alice)
    under_photo = [(look.network, look.over, look.is_caption) for look in looks_of(post)]

    assert alone == [("vk", 0, 16_384), ("telegram", 0, 4_096)]
    assert under_photo == [("vk", 0, False), ("telegram", 76, True)]


@pytest.mark.parametrize(
    "text",
    [
        "слово " * 100,
        "строка\n" * (FOLD.lines + 5),
        "ы" * (FOLD.characters + 50),
        "коротко",
        "",
        "\n".join(["длинная строка " * 10] * 20),
    ],
)
def test_folding_drops_no_letter(alice: Person, text: str):
    look = looks_of(drafted(alice, text=text))[0]

    assert look.shown + look.folded == look.rendered.text
    assert bool(look.folded) == (len(look.rendered.text) > FOLD.characters or text.strip().count("\n") >= FOLD.lines)


def test_the_grid_says_how_many_are_behind_it(alice: Person):
    post = drafted(alice)
    for _number in range(7):
        with_picture(post, alice)

    look = looks_of(post)[0]

    assert (look.grid_size, look.more_photos) == (5, 2)
