from dataclasses import replace
from uuid import UUID

import pytest

from tests.networks.conftest import TELL_OUR_OWN, Bench, came, seen, soon
from veche.networks.protocol import Done, NetworkError, OutgoingPost, Photo, PostSeen, Publish
from veche.networks.text import canonical

KEY = UUID("0b1f4e6a-4a6e-4f0e-9d5e-4a3c0d3d1f10")
TEXT = "Каток на Ленина открыт.\n\nПрокат коньков — с 10:00."

NASTY = {
    "family": "Праздник 👨‍👩‍👧‍👦 в парке 🏳️‍🌈",
    "no-break": "10 000 рублей, 5 км",
    "returns": "строка\r\nстрока\rстрока",
    "trailing": "  строка   \nстрока\t \n\n  ",
    "markup": "<b>жирно</b> & *звёзды* _низ_ `код`",
    "mention": "[club1|Сообщество] @durov #город https://example.ru/a?b=c&d=e",
    "controls": "а\x00б\u202eв\ufeffг\u2028д",
    "decomposed": "и\u0306о\u0308",
}


def test_text_stands_on_the_wall(bench: Bench) -> None:
    done = bench.publish(TEXT)

    [post] = bench.wall()
    assert str(post["id"]) == done.remote_id
    assert post["text"] == TEXT
    assert post["photos"] == []
    assert post["deleted"] is False
    assert done == Done(done.remote_id, done.url, (), proven=False)


def test_url_of_a_post(vk: Bench, telegram: Bench) -> None:
    telegram.more["username"] = "@gorod"

    assert vk.publish(TEXT).url == f"https://vk.com/wall-{vk.account}_{vk.wall()[0]['id']}"
    assert telegram.publish(TEXT).url == f"https://t.me/gorod/{telegram.wall()[0]['id']}"
    telegram.more.clear()
    assert telegram.publish(TEXT).url.startswith(f"https://t.me/c/{str(telegram.account)[4:]}/")


@pytest.mark.parametrize("count", [1, 3])
def test_photos_stand_on_the_wall_in_their_order(bench: Bench, photos: tuple[Photo, ...], count: int) -> None:
    done = bench.publish(TEXT, *photos[:count])

    [post] = bench.wall()
    assert str(post["id"]) == done.remote_id
    assert post["text"] == TEXT
    assert len(post["photos"]) == count
    assert len({photo["sha256"] for photo in post["photos"]}) == count
    assert len(done.more_ids) == (count - 1 if bench.slug == "telegram" else 0)


def test_photos_without_a_word(bench: Bench, photos: tuple[Photo, ...]) -> None:
    bench.publish("", *photos[:2])

    [post] = bench.wall()
    assert (post["text"], len(post["photos"])) == ("", 2)


@pytest.mark.parametrize("name", NASTY)
def test_rendered_text_is_what_stands_on_the_wall(bench: Bench, name: str) -> None:
    rendered = bench.network.render(OutgoingPost(NASTY[name]))

    bench.publish(NASTY[name])

    assert rendered.problems == ()
    assert [post["text"] for post in bench.wall()] == [rendered.text]


def test_a_text_that_fills_the_limit_stands_on_the_wall(bench: Bench) -> None:
    text = "🏛" * (bench.network.profile.limits.text // 2)

    bench.publish(text)

    assert bench.network.render(OutgoingPost(text)).problems == ()
    assert [post["text"] for post in bench.wall()] == [text]


def test_caption_is_rendered_as_it_stands(bench: Bench, photos: tuple[Photo, ...]) -> None:
    most = min(bench.network.profile.limits.caption, 1_024)
    text = "  📣 " + "я" * (most - 14) + " <i>х</i> \r\n"
    rendered = bench.network.render(OutgoingPost(text, photos))

    bench.publish(text, *photos)

    assert rendered.problems == ()
    assert [post["text"] for post in bench.wall()] == [rendered.text]


def test_event_proves_the_post(bench: Bench, photos: tuple[Photo, ...]) -> None:
    if bench.slug not in TELL_OUR_OWN:
        pytest.skip("this network tells nobody what he did himself: posts are read back")
    cursor = bench.begin()

    text, album = bench.publish(TEXT), bench.publish("Фото " + TEXT, *photos)

    first, second = seen(bench.news(cursor).events)
    assert first.post_id == text.remote_id
    assert canonical(first.text) == canonical(TEXT)
    assert first.photo_count == 0
    assert second.post_id == album.remote_id
    assert canonical(second.text) == canonical("Фото " + TEXT)
    assert second.photo_count == 3
    assert (first.url, second.url) == (text.url, album.url)
    assert bool(first.thread_id) == bool(second.thread_id) == (bench.slug == "telegram")


def test_an_album_without_words_is_told_once(bench: Bench, photos: tuple[Photo, ...]) -> None:
    if bench.slug not in TELL_OUR_OWN:
        pytest.skip("this network tells nobody what he did himself: posts are read back")
    cursor = bench.begin()

    done = bench.publish("", *photos)

    [event] = bench.news(cursor).events
    assert isinstance(event, PostSeen)
    assert event.post_id == done.remote_id
    assert event.text == ""
    assert event.photo_count == 3


@pytest.mark.parametrize("name", ["vk", "ok", "max_"])
def test_uploads_are_remembered_one_by_one(
    request: pytest.FixtureRequest, photos: tuple[Photo, ...], name: str
) -> None:
    bench: Bench = request.getfixturevalue(name)
    act = Publish(OutgoingPost(TEXT, photos))

    stages = list(bench.network.prepare(act, {}, deadline=soon()))
    again = list(bench.network.prepare(act, stages[1], deadline=soon()))

    assert [sorted(stage) for stage in stages] == [
        ["photo0"],
        ["photo0", "photo1"],
        ["photo0", "photo1", "photo2"],
    ]
    assert [sorted(stage) for stage in again] == [["photo0", "photo1", "photo2"]]
    assert {name: again[0][name] for name in stages[1]} == stages[1]


def test_a_post_does_not_leave_before_its_photos(vk: Bench, photos: tuple[Photo, ...]) -> None:
    act = Publish(OutgoingPost(TEXT, photos))

    with pytest.raises(NetworkError) as refusal:
        vk.network.perform(act, {"photo0": "photo1_1"}, key=KEY, deadline=soon())

    assert (refusal.value.maybe_done, refusal.value.permanent) == (False, False)
    assert vk.wall() == []


def test_a_photo_changed_after_approval_does_not_leave(bench: Bench, photos: tuple[Photo, ...]) -> None:
    changed = replace(photos[0], sha256="0" * 64)

    with pytest.raises(NetworkError) as refusal:
        bench.publish(TEXT, changed)

    assert refusal.value.code == "photo_changed"
    assert refusal.value.permanent is True
    assert refusal.value.maybe_done is False
    assert bench.wall() == []


def test_a_caption_too_long_is_never_cut(telegram: Bench, photos: tuple[Photo, ...]) -> None:
    with pytest.raises(NetworkError) as refusal:
        telegram.publish("я" * 1025, *photos[:1])

    assert (refusal.value.permanent, refusal.value.maybe_done) == (True, False)
    assert "на 1 больше" in refusal.value.advice
    assert telegram.wall() == []


def test_the_same_key_posts_once_within_the_hour(vk: Bench) -> None:
    first = vk.publish(TEXT, key=KEY)
    second = vk.publish(TEXT, key=KEY)

    assert (first.remote_id, len(vk.wall())) == (second.remote_id, 1)


def test_a_resident_s_comment_is_no_proof(bench: Bench) -> None:
    done = bench.publish(TEXT)
    cursor = bench.begin() if bench.slug != "telegram" else bench.news("").cursor

    bench.resident_writes(done.remote_id, TEXT)

    events = bench.news(cursor).events
    assert len(came(events)) == 1
    if bench.slug == "ok":
        pytest.skip("OK shows a topic when somebody has seen it, so with its first comment")
    assert seen(events) == []
