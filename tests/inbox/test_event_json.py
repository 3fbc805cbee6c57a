"""Whatever a network tells is stored, and read again as it was."""

from datetime import timedelta

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
    PostChanged,
    PostGone,
    PostSeen,
)
from veche.networks.shown import Shown

EVENTS: tuple[Event, ...] = (
    CommentCame("1", "7", "5", "", "3", "Анна", "Когда?", NOON, (PictureRef("a"),)),
    CommentGone("2", "7", "5", NOON),
    CommentBack("3", "7", "5", NOON),
    PostSeen("4", "5", "Каток", 1, NOON, shown=Shown(photos=1, videos=0)),
    PostChanged("5", "5", "Каток", NOON),
    PostGone("12", "5", NOON),
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
