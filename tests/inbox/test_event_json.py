"""Every event of a network is stored and read back unchanged."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOON
from veche.inbox.domain.event_json import KINDS, from_json, kind_of, to_json
from veche.networks.protocol import (
    AdministratorChanged,
    AuthorReleased,
    AuthorRestricted,
    CommentBack,
    CommentCame,
    CommentGone,
    Event,
    MessageCame,
    PageChanged,
    PictureRef,
    PlaceNamed,
    PollCounted,
    PostChanged,
    PostGone,
    PostSeen,
)
from veche.networks.shown import AttachmentCounts

EVENTS: tuple[Event, ...] = (
    CommentCame("1", "7", "5", "", "3", "Анна", "Когда?", NOON, (PictureRef("a"),)),
    CommentCame("14", "photo7:1", "photo7", "", "3", "Анна", "Где это?", NOON, url="https://vk.com/photo-1_7"),
    PlaceNamed("15", "topic7", "Дороги"),
    CommentGone("2", "7", "5", NOON),
    CommentBack("3", "7", "5", NOON),
    PostSeen("4", "5", "Каток", 1, NOON, shown=AttachmentCounts(photos=1, videos=0)),
    PostChanged("5", "5", "Каток", NOON),
    PostGone("12", "5", NOON),
    PollCounted("13", "5", "Двор?", ("Да", "Нет"), (1, 2), 3, False, NOON),
    MessageCame("6", "8", "3", "3", "Анна", "Здравствуйте", NOON, (PictureRef("b"),)),
    AuthorRestricted("7", "3", "Анна", NOON, NOON + timedelta(days=1)),
    AuthorRestricted("8", "3", "Анна", NOON),
    AuthorReleased("9", "3", "Анна", NOON),
    AdministratorChanged("10", "4", "Борис", "editor", "", NOON),
    PageChanged("11", "title", "Было", "Стало", NOON),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: f"{type(event).__name__} {event.dedup}")
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert from_json(kind_of(event), to_json(event)) == event


def test_every_kind_is_tried() -> None:
    assert {kind_of(event) for event in EVENTS} == set(KINDS)


GONE = to_json(CommentGone("2", "7", "5", NOON))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"comment_id": 7}, "int where str belongs @ $.comment_id"),
        ({"at": "yesterday"}, "Invalid isoformat string: 'yesterday' @ $.at"),
        ({"of": "nobody"}, "unknown keys of @ $"),
    ],
)
def test_what_is_no_event_is_refused_by_its_fields(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r"^not an event") as refused:
        from_json("comment_gone", {**GONE, **change})

    assert str(refused.value) == f"not an event of the kind «comment_gone»: {said}"


def test_a_key_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match=r"missing @ \$\.dedup"):
        from_json("comment_gone", {key: value for key, value in GONE.items() if key != "dedup"})
