"""Behaviour that only Mastodon has: text stored as HTML, Idempotency-Key, attachments processed later, mentions in
answers.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.networks.conftest import Bench, came, picture, seen, soon
from tests.networks.test_formats import MP4, file
from veche.networks.protocol import (
    Absent,
    AnswerMessage,
    CannotTell,
    Edit,
    FileKind,
    Found,
    MessageCame,
    NetworkError,
    OutgoingPost,
    Parts,
    Photo,
    Pin,
    Poll,
    PollCount,
    Publish,
    ReleaseAuthor,
    Reply,
    RestrictAuthor,
    SetCover,
    Unpin,
)

TEXT = (
    "Каток на Ленина <b>открыт</b> & ждёт @training_city, спросите @anna@other.example.\n\n"
    "#Рубцовск https://gorod.example/katok/raspisanie-na-zimu/2026?from=wall&id=1.\nС 9 до 21."
)
POST = Publish(OutgoingPost("Каток открыт."))
PUBLISH = "POST /api/v1/statuses"


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def refused(bench: Bench, act: object) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act)  # type: ignore[arg-type]
    return caught.value


def test_words_come_back_as_they_were_typed(mastodon: Bench) -> None:
    done = mastodon.publish(TEXT)
    network = mastodon.network

    assert network.render(OutgoingPost(TEXT)).problems == ()
    assert network.read_back([done.remote_id], deadline=soon())[done.remote_id].text == TEXT
    found = network.look_up(Publish(OutgoingPost(TEXT)), key=uuid4(), since=since(), remote_id="", deadline=soon())
    assert isinstance(found, Found)
    assert (found.remote_id, found.url) == (done.remote_id, done.url)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("https://a.ru", 23),
        (f"https://gorod.example/{'a' * 200}.", 24),
        ("@anna@other.example да", 8),
        ("🏛", 2),
        ("а@b.ru", 6),
    ],
)
def test_an_address_counts_as_23_and_a_name_without_its_server(mastodon: Bench, text: str, length: int) -> None:
    assert mastodon.network.render(OutgoingPost(text)).length == length


def test_descriptions_go_with_the_photos(mastodon: Bench, photos: tuple[Photo, ...]) -> None:
    mastodon.publish("Снимки", *photos)

    assert [photo["alt"] for photo in mastodon.wall()[0]["photos"]] == [photo.alt for photo in photos]


def test_a_video_is_waited_for_and_brings_its_cover(mastodon: Bench, tmp_path: Path) -> None:
    cover = Photo(tmp_path / "cover.png", "image/png")
    cover.path.write_bytes(picture("navy"))
    video = file(tmp_path, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", width=1280, height=720, seconds=12)

    done = mastodon.perform(Publish(OutgoingPost("Каток", files=(replace(video, cover=cover, alt="Лёд"),))))

    [post] = mastodon.wall()
    assert (post["files"], done.missing) == ([{"sha256": video.sha256, "alt": "Лёд", "kind": "video"}], "")
    calls = [call["method"] for call in mastodon.sandbox.calls("mastodon")][-4:]
    assert calls == ["POST /api/v2/media", "GET /api/v1/media/{id}", "GET /api/v1/media/{id}", PUBLISH]


def test_an_upload_that_was_broken_off_goes_on_where_it_was(mastodon: Bench, photos: tuple[Photo, ...]) -> None:
    network, act = mastodon.network, Publish(OutgoingPost("Снимки", photos[:2]))
    first = next(network.prepare(act, {}, deadline=soon()))

    [rest] = network.prepare(act, first, deadline=soon())

    assert (set(first), set(rest)) == ({"photo0"}, {"photo0", "photo1"})
    assert rest["photo0"] == first["photo0"]


def test_a_video_that_the_server_has_forgotten_is_uploaded_again(mastodon: Bench, tmp_path: Path) -> None:
    video = file(tmp_path, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", width=1280, height=720, seconds=12)
    network, act = mastodon.network, Publish(OutgoingPost("Каток", files=(video,)))
    stages = network.prepare(act, {"file0.place": "1"}, deadline=soon())
    forgotten: list[Parts] = []

    with pytest.raises(NetworkError) as caught:
        forgotten.extend(stages)
    again = [*network.prepare(act, forgotten[-1], deadline=soon())]

    assert (caught.value.permanent, forgotten) == (False, [{}])
    assert set(again[-1]) == {"file0"}


def test_a_question_ends_the_text_and_a_poll_without_an_end_lasts_as_long_as_the_server_lets_it(
    mastodon: Bench,
) -> None:
    poll = Poll("Какой двор первым?", ("Ленина, 5", "Мира, 12"))
    mastodon.perform(Publish(OutgoingPost("Ремонт дворов.", poll=poll)))
    server = mastodon.sandbox.state  # type: ignore[attr-defined]

    [post] = mastodon.wall()
    assert (post["text"], post["poll"]["options"]) == (
        "Ремонт дворов.\n\nКакой двор первым?",
        ["Ленина, 5", "Мира, 12"],
    )
    [made] = [one.poll for one in server.statuses.values() if one.poll and one.id == str(post["id"])]
    assert made.expires_at - datetime.now(UTC).timestamp() == pytest.approx(2_629_746, abs=60)


def test_votes_come_with_the_figures(mastodon: Bench) -> None:
    poll = Poll("Какой двор первым?", ("Ленина, 5", "Мира, 12"))
    post = mastodon.perform(Publish(OutgoingPost("Ремонт дворов.", poll=poll))).remote_id
    for author, option in (("Анна", 1), ("Пётр", 1), ("Анна", 0)):
        mastodon.sandbox.ask("POST", "mastodon", "votes", {"post_id": post, "author": author, "options": [option]})

    assert mastodon.network.statistics([post], deadline=soon())[post].poll == PollCount((1, 1), 2)


def test_what_cannot_be_told_is_asked_by_the_same_key(mastodon: Bench) -> None:
    """A colleague edited the text before the lookup: only the key still identifies the post."""
    key, network, first_call = uuid4(), mastodon.network, since()
    mastodon.fault(PUBLISH, "lost_after_apply")
    with pytest.raises(NetworkError) as lost:
        network.perform(POST, {}, key=key, deadline=soon())
    [post] = mastodon.wall()
    mastodon.sandbox.ask("POST", "mastodon", "posts/edit", {"id": post["id"], "text": "Каток закрыт."})
    before = network.may_repeat(POST, first_call=first_call, now=datetime.now(UTC))

    answer = network.look_up(POST, key=key, since=first_call, remote_id="", deadline=soon())

    assert lost.value.maybe_done is True
    assert before is False
    assert isinstance(answer, CannotTell)
    assert network.may_repeat(POST, first_call=first_call, now=datetime.now(UTC))
    assert not network.may_repeat(POST, first_call=first_call, now=first_call + timedelta(hours=1))
    assert network.perform(POST, {}, key=key, deadline=soon()).remote_id == str(post["id"])
    assert len(mastodon.wall()) == 1


def test_a_server_that_does_not_say_that_it_is_mastodon_is_never_posted_to_twice(mastodon: Bench) -> None:
    mastodon.sandbox.ask("POST", "mastodon", "instance", {"era": 1})
    try:
        network = mastodon.network
        mastodon.sandbox.ask("POST", "mastodon", "posts", {"account": mastodon.account, "text": "Чужое."})

        answer = network.look_up(POST, key=uuid4(), since=since(), remote_id="", deadline=soon())

        assert isinstance(answer, CannotTell)
        assert not network.may_repeat(POST, first_call=since(), now=datetime.now(UTC))
    finally:
        mastodon.sandbox.ask("POST", "mastodon", "instance", {"era": 2})


def test_an_answer_calls_the_person_by_name(mastodon: Bench) -> None:
    post = mastodon.publish("Каток открыт.").remote_id
    cursor = mastodon.begin()
    mastodon.resident_writes(post, "До скольки?")
    [comment] = came(mastodon.news(cursor).events)

    act = Reply(post, comment.comment_id, "До девяти.")
    done = mastodon.perform(act)

    server = mastodon.sandbox.state  # type: ignore[attr-defined]
    said, author = server.statuses[done.remote_id], server.accounts[comment.author_id]
    assert said.text == f"@{author.username} До девяти."
    assert said.above == comment.comment_id
    assert said.visibility == "public"
    lost = mastodon.network.look_up(act, key=uuid4(), since=since(), remote_id="", deadline=soon())
    assert lost == Found(done.remote_id, done.url, "нашли в профиле по тексту и времени")


def test_a_private_mention_is_a_letter_and_so_is_its_answer(mastodon: Bench) -> None:
    cursor = mastodon.begin()
    order = {"account": mastodon.account, "author": "Пётр Лосев", "text": "Где справка?"}
    peer = str(mastodon.sandbox.ask("POST", "mastodon", "messages", order)["peer_id"])
    [letter] = mastodon.news(cursor).events
    assert isinstance(letter, MessageCame)
    assert (letter.peer_id, letter.text) == (peer, "Где справка?")

    act = AnswerMessage(peer, "В окне 5.", letter.message_id)
    done = mastodon.perform(act)

    letters = mastodon.sandbox.ask("GET", "mastodon", "messages", query={"account": mastodon.account})
    assert [(one["text"], one["ours"]) for one in letters] == [("Где справка?", False), ("В окне 5.", True)]
    lost = mastodon.network.look_up(act, key=uuid4(), since=since(), remote_id="", deadline=soon())
    assert isinstance(lost, Found)
    assert lost.remote_id == done.remote_id
    assert mastodon.wall() == []


def test_a_mention_outside_our_posts_is_left_out(mastodon: Bench) -> None:
    cursor = mastodon.begin()
    server, name = mastodon.sandbox.state, mastodon.given["username"]  # type: ignore[attr-defined]
    server.write(server.person("Иван Орлов"), f"@{name} яма на Мира!")

    page = mastodon.news(cursor)

    assert page.events == ()
    assert page.gap == ""
    assert seen(page.events) == []
    assert page.cursor != cursor


def test_an_edit_keeps_what_stands_and_takes_the_rest_away(mastodon: Bench, photos: tuple[Photo, ...]) -> None:
    network, post = mastodon.network, OutgoingPost("Снимки", photos[:2])
    *_, made = network.prepare(Publish(post), {}, deadline=soon())
    done = network.perform(Publish(post), made, key=uuid4(), deadline=soon())
    act = Edit(done.remote_id, OutgoingPost("Снимок", photos[1:2]), post, made)

    [kept] = network.prepare(act, {}, deadline=soon())
    network.perform(act, kept, key=uuid4(), deadline=soon())

    assert kept == {"photo0": made["photo1"]}
    [stands] = mastodon.wall()
    assert (stands["text"], [photo["alt"] for photo in stands["photos"]]) == ("Снимок", [photos[1].alt])
    assert isinstance(network.look_up(act, key=uuid4(), since=since(), remote_id="", deadline=soon()), Found)


def test_an_edit_that_would_begin_a_poll_anew_is_a_persons(mastodon: Bench) -> None:
    asked = OutgoingPost("Дворы.", poll=Poll("Какой?", ("Один", "Два")))
    done = mastodon.perform(Publish(asked))

    error = refused(mastodon, Edit(done.remote_id, OutgoingPost("Двор.", poll=asked.poll), asked))

    assert error.code == "by_hand"
    assert error.permanent is True
    assert error.maybe_done is False


def test_what_is_pinned_is_pinned_again_without_harm_and_a_sixth_is_refused(mastodon: Bench) -> None:
    posts = [mastodon.publish(f"Запись {number}").remote_id for number in range(6)]
    for post in posts[:5]:
        mastodon.perform(Pin(post))

    assert mastodon.perform(Pin(posts[0])).proven
    assert "maximum number" in refused(mastodon, Pin(posts[5])).advice
    mastodon.perform(Unpin(posts[0]))
    assert [post["pinned"] for post in mastodon.wall()] == [False, True, True, True, True, False]


def test_a_block_knows_no_term(mastodon: Bench) -> None:
    post = mastodon.publish("Каток открыт.").remote_id
    author = str(mastodon.resident_writes(post, "Спам")["author_id"])

    error = refused(mastodon, RestrictAuthor(author, datetime.now(UTC) + timedelta(days=1)))
    mastodon.perform(RestrictAuthor(author))

    restricts, network = RestrictAuthor(author), mastodon.network
    assert (error.code, error.permanent) == ("for_good_only", True)
    assert isinstance(network.look_up(restricts, key=uuid4(), since=since(), remote_id="", deadline=soon()), Found)
    mastodon.perform(ReleaseAuthor(author))
    assert network.look_up(restricts, key=uuid4(), since=since(), remote_id="", deadline=soon()) == Absent()


def test_a_header_is_known_by_its_middle(mastodon: Bench, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.png", tmp_path / "cut.png"
    whole.write_bytes(picture("teal", width=1500, height=1000))
    cut.write_bytes(picture("teal", width=1500, height=500))

    mastodon.perform(SetCover(Photo(cut, "image/png")))

    act = SetCover(Photo(whole, "image/png"))
    assert isinstance(mastodon.network.look_up(act, key=uuid4(), since=since(), remote_id="", deadline=soon()), Found)
