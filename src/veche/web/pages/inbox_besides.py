"""What the page of the inbox shows besides its lines, read in one query with what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from veche.cases.domain.queries import reading_of_case
from veche.cases.domain.question_groups import reading_of_question
from veche.cases.models import Case, Question
from veche.commenting.domain.closures import reading_of_closed
from veche.inbox.domain.at_work import Colleague, reading_of_at_work
from veche.inbox.domain.holds import reading_of_holds, reading_of_mine
from veche.inbox.domain.notes import reading_of_noted, reading_of_notes
from veche.inbox.domain.queries import (
    Author,
    Talk,
    reading_of_author,
    reading_of_gaps,
    reading_of_not_understood,
    reading_of_talk,
    readings_of_parts,
)
from veche.inbox.domain.same import Shared, reading_of_people
from veche.inbox.domain.saved import Saved, reading_of_saved
from veche.inbox.models import Gap, Hold, Message, Note
from veche.moderation.domain.authors import reading_of_restriction
from veche.moderation.domain.danger import Told, reading_of_dangers, reading_of_told
from veche.moderation.domain.norms import reading_of_norms
from veche.moderation.domain.queries import reading_of_undoable
from veche.moderation.domain.queue_page import with_fates
from veche.moderation.models import Restriction, Ruling
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading


class Work(NamedTuple):
    """By message: who has taken it, and who else has it open."""

    holds: Mapping[int, Hold]
    at_work: Mapping[int, Sequence[Colleague]]


class Offered(NamedTuple):
    """What decides which filters are offered.

    `mine`, `noted`: whether the reader has taken anything, and whether there are notes. `saved`: the reader's filters
    and shared ones. `closed`: how many posts and accounts have closed comments.
    """

    mine: bool
    noted: bool
    saved: Sequence[Saved]
    closed: int


@dataclass(frozen=True, slots=True)
class Besides:
    """`people` have written the same, by `Message.same_as`. `undoable`: the reader's newest deletion that has not left.

    `norms`: by ground. `dangers`: how many messages in danger wait; `told`: of the message shown.
    `work`: who works on what; `notes`: about the message shown. From `case` on: of the comment shown; of none and of a
    private message they say nothing.
    """

    work: Work
    offered: Offered
    people: Mapping[int, Shared]
    gaps: Sequence[Gap]
    not_understood: int
    undoable: Ruling | None
    norms: Mapping[str, str]
    dangers: int
    told: Told | None
    notes: Sequence[Note]
    case: Case | None
    question: Question | None
    restriction: Restriction | None
    author: Author
    talk: Talk


def besides_of(person: Person, lines: Sequence[Message], shown: Message | None, *, same: int) -> Besides:
    """Also loads fates (`with_fates`), and wordings and pictures of a comment. `same`: see `InboxFilter`. One query."""
    city, messages = person.administration, [*lines, *([shown] if shown else [])]
    comment = shown if shown and not shown.private else None
    holds, at_work, mine, noted, saved, closed, *found = with_fates(
        messages,
        city,
        [
            reading_of_holds(city, messages),
            reading_of_at_work(city, messages, person),
            reading_of_mine(city, person),
            reading_of_noted(city),
            reading_of_saved(city, person) if may(person, "inbox.filters") else _nothing([]),
            reading_of_closed(city) if may(person, "commenting.see") else _nothing(0),
            reading_of_people(city, [same, *(message.same_as_id for message in messages)]),
            reading_of_gaps(city),
            reading_of_not_understood(city),
            reading_of_undoable(person),
            reading_of_norms(city.pk),
            reading_of_dangers(city, private=may(person, "inbox.see_private")),
            reading_of_told(shown) if shown else _nothing(None),
            reading_of_notes(shown) if shown else _nothing([]),
            *_of_comment(comment),
            *(readings_of_parts(comment) if comment else ()),
        ],
    )
    parts = found[: len(fields(Besides)) - 2]  # those of a comment's words follow
    return Besides(Work(holds, at_work), Offered(mine, noted, saved, closed), *parts)


def _of_comment(comment: Message | None) -> list[Reading[Any]]:
    if comment is None:
        return [_nothing(None), _nothing(None), _nothing(None), _nothing(Author(0, 0)), _nothing(Talk((), ()))]
    return [
        reading_of_case(comment),
        reading_of_question(comment.administration_id, comment.pk),
        reading_of_restriction(comment.account, comment.author_id),
        reading_of_author(comment),
        reading_of_talk(comment),
    ]


def _nothing[T](found: T) -> Reading[T]:
    return Reading(None, lambda _rows: found)
