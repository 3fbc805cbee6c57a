"""A live stream as an event: when it begins, and what people have done for it, each once and with a name."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.people import client_of
from tests.written import drafted
from veche.journal.models import Entry
from veche.kernel.clock import local, now
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.publishing.domain.live import board_of, tick_live
from veche.publishing.enums import LiveStep
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

WATCH = "https://vk.com/video-1_2"


@pytest.fixture
def stream(alice: Person) -> Post:
    post = drafted(alice, title="Глава отвечает")
    PlanItem.objects.filter(pk=post.plan_item_id).update(format="live")
    return Post.objects.get(pk=post.pk)


def press(by: Person, post: Post, name: str, *more: str, **typed: str) -> Any:
    return client_of(by).post(reverse(f"publishing:{name}", args=[post.pk, *more]), typed)


def page_of(by: Person, post: Post) -> str:
    return " ".join(client_of(by).get(reverse("publishing:detail", args=[post.pk])).content.decode().split())


def test_its_beginning_is_planned_and_moved(alice: Person, stream: Post):
    zone = alice.administration.time_zone
    moment = (local(now(), zone) + timedelta(days=3)).replace(hour=18, minute=30, second=0, microsecond=0)
    for day in (moment - timedelta(days=1), moment):
        answer = press(alice, stream, "live_start", **{"live-day": day.date().isoformat(), "live-time": "18:30"})
        assert answer.status_code == 302

    board = board_of(stream)
    assert board is not None
    assert (board.starts_at, board.done) == (moment, 0)
    assert Entry.objects.filter(verb="publishing.live_planned").count() == 2


def test_a_beginning_in_the_past_is_refused_and_stays_in_the_form(alice: Person, stream: Post):
    yesterday = local(now(), alice.administration.time_zone) - timedelta(days=1)

    typed = {"live-day": yesterday.date().isoformat(), "live-time": "18:30"}
    answer = press(alice, stream, "live_start", **typed)

    assert (answer.status_code, "Это время уже прошло" in answer.content.decode()) == (422, True)
    assert 'value="18:30"' in answer.content.decode()


def test_each_thing_is_ticked_once_by_a_person(alice: Person, bob: Person, stream: Post):
    words = {"moderator": "Сидорова, отдел связи", "watch": WATCH, "recording": f"{WATCH}?t=1"}
    for step in LiveStep.values:
        press(alice, stream, "live_tick", step, words=words.get(step, "лишнее"))
        press(bob, stream, "live_tick", step, words=WATCH)

    board = board_of(stream)
    assert board is not None
    assert [(row.step, row.done and row.done.words, row.done and row.done.by) for row in board.rows] == [
        (step, words.get(step, ""), alice) for step in LiveStep.values
    ]
    assert Entry.objects.filter(verb="publishing.live_ticked").count() == len(LiveStep)
    page = page_of(bob, stream)
    assert "сделано 5 из 5" in page
    assert f'href="{WATCH}"' in page


@pytest.mark.parametrize(
    ("step", "words", "why"),
    [
        ("watch", "vk.com/video", "Нужна ссылка вида https://"),
        ("recording", "javascript:alert(1)", "Нужна ссылка вида https://"),
        ("moderator", " ", "Напишите, кто отвечает"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(alice: Person, stream: Post, step: str, words: str, why: str):
    answer = press(alice, stream, "live_tick", step, words=words)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert f'value="{words}"' in page
    board = board_of(stream)
    assert board is not None
    assert board.done == 0


def test_a_read_only_role_sees_the_list_and_no_button(alice: Person, dave: Person, stream: Post):
    tick_live(post=stream, by=alice, step=LiveStep.ANNOUNCED)

    page = page_of(dave, stream)

    assert "сделано 1 из 5" in page
    assert "live/questions/" not in page


def test_a_post_that_is_no_stream_has_none(alice: Person):
    post = drafted(alice)

    assert (board_of(post), press(alice, post, "live_tick", "announced").status_code) == (None, 422)
    assert press(alice, post, "live_tick", "nonsense").status_code == 404
    with pytest.raises(PublishingError, match="не прямой эфир"):
        tick_live(post=post, by=alice, step=LiveStep.ANNOUNCED)


def test_a_byte_that_no_database_keeps_is_left_out(alice: Person, stream: Post):
    assert press(alice, stream, "live_tick", "moderator", words="Сидо\x00рова").status_code == 302

    board = board_of(stream)
    assert board is not None
    assert [row.done.words for row in board.rows if row.done] == ["Сидорова"]
