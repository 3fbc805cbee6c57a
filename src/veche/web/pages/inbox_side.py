"""Who works on the message shown, and notes about it: for those who may answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.inbox.domain.at_work import Colleague
from veche.inbox.domain.holds import taken_words
from veche.inbox.enums import MessageState
from veche.inbox.models import Hold, Message
from veche.kit.moments import spoken
from veche.staff.access import may
from veche.staff.models import Person
from veche.web.pages.inbox_besides import Besides


@dataclass(frozen=True, slots=True)
class SideNote:
    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """`hold`: id of the present hold; 0 if there is none. `is_open`: somebody may take it. `here`: colleagues who
    have it open."""

    pk: int
    hold: int
    held: str
    is_mine: bool
    is_open: bool
    notes: Sequence[SideNote]
    here: Sequence[Colleague]


def side_of(message: Message, me: Person, besides: Besides) -> Side | None:
    if message.ours or not may(me, "inbox.answer", message):
        return None
    zone, hold = me.administration.time_zone, besides.work.holds.get(message.pk)
    is_mine = hold is not None and hold.person_id == me.pk
    return Side(
        pk=message.pk,
        hold=hold.pk if hold else 0,
        held=_held(hold, zone, is_mine=is_mine),
        is_mine=is_mine,
        is_open=message.state in (MessageState.NEW, MessageState.ANSWERED),
        notes=[SideNote(note.author.display_name, spoken(note.at, zone), note.text) for note in besides.notes],
        here=besides.work.at_work.get(message.pk, ()),
    )


def _held(hold: Hold | None, zone: str, *, is_mine: bool) -> str:
    if hold is None:
        return ""
    until = spoken(hold.until, zone)
    return f"Вы взяли это в работу, до {until}." if is_mine else f"Сейчас {taken_words(hold)}, до {until}."
