"""Suggestions and comments made ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from veche.posts.domain.changes import Paragraphs, Piece, changed_words
from veche.posts.domain.comments import comments_of, place_of, reading_of_remarks
from veche.posts.domain.presence import Editor, reading_of_editors
from veche.posts.domain.queries import newest_words
from veche.posts.domain.suggest import readings_of_open, suggestions_of, text_in, where_now, with_changes
from veche.posts.enums import ChangeState
from veche.posts.models import Comment, Post, PostVersion, SuggestedChange, Suggestion
from veche.staff.models import Person
from veche.staff.together import Reading, read_together

# Letters of a long change that a page shows at first, and of each piece among them, so that old and new words are seen.
SHOWN, SHOWN_OF_PIECE = 300, 100
# Beyond so many letters or paragraphs a change is long.
LONG_LETTERS, LONG_PARAGRAPHS = 360, 6
# Of many changed sentences, how many are shown at first; one more than these is not worth a press.
SHOWN_CHANGES = 4


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """`place`: where a waiting change stands in the text; None if the text no longer has the old words there."""

    change: SuggestedChange
    paragraphs: Paragraphs
    place: tuple[int, int] | None

    @property
    def fits(self) -> bool:
        return self.place is not None

    @property
    def waits(self) -> bool:
        return self.change.state == ChangeState.WAITING

    @property
    def beginning(self) -> list[Piece]:
        """The beginning of a long change, in one line; empty if the change is short."""
        return beginning_of(self.paragraphs)


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    suggestion: Suggestion
    changes: Sequence[ChangeLine]

    @property
    def first(self) -> list[ChangeLine]:
        """What a page shows of many changes at first: those that wait, if any does."""
        if len(self.changes) <= SHOWN_CHANGES + 1:
            return list(self.changes)
        return ([line for line in self.changes if line.waits] or list(self.changes))[:SHOWN_CHANGES]

    @property
    def others(self) -> list[ChangeLine]:
        first = {line.change.pk for line in self.first}
        return [line for line in self.changes if line.change.pk not in first]

    @property
    def fitting(self) -> int:
        return sum(line.fits for line in self.changes)

    @property
    def waiting(self) -> int:
        return sum(line.waits for line in self.changes)


@dataclass(frozen=True, slots=True)
class CommentLine:
    """`gone`: it names a place that the text no longer has."""

    comment: Comment
    replies: Sequence[Comment]
    gone: bool

    @property
    def is_open(self) -> bool:
        return self.comment.done_at is None


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is open about a text. `remarks`: those that the press has not seen to; `here`: who else is in the editor.

    `text`: the common text that the places of `waiting` are in; "" if nothing waits.
    """

    waiting: Sequence[SuggestionLine]
    text: str
    remarks: Sequence[Comment]
    here: Sequence[Editor]


def suggestion_lines(post: Post, version: PostVersion) -> list[SuggestionLine]:
    """All suggestions compared with the text of `version`, newest first."""
    return [_suggestion(one, version) for one in suggestions_of(post)]


def discussion_of(post: Post, reader: Person, version: PostVersion | None = None) -> Discussion:
    """What is open about a text. One query; two more for suggested words if the newest `version` was not read."""
    return discussion_in(post, read_together(*readings_of_discussion(post, reader)), version)


def readings_of_discussion(post: Post, reader: Person) -> list[Reading[Any]]:
    """What `discussion_in` makes a discussion of."""
    return [*readings_of_open(post), reading_of_remarks(post), reading_of_editors(post, reader)]


def discussion_in(post: Post, read: Sequence[Any], version: PostVersion | None = None) -> Discussion:
    """`version`: the newest of the post, if it was read."""
    suggestions, changes, remarks, editors = read
    newest = (version or newest_words(post)) if suggestions else None
    waiting = _waiting(with_changes(suggestions, changes), newest) if newest else ()
    return Discussion(waiting=waiting, text=newest.text if newest else "", remarks=remarks, here=editors)


def _waiting(suggestions: Sequence[Suggestion], version: PostVersion) -> list[SuggestionLine]:
    if any(one.network for one in suggestions):
        prefetch_related_objects([version], "variants")
    return [_suggestion(one, version) for one in suggestions]


def comment_lines(post: Post, version: PostVersion) -> list[CommentLine]:
    """The thread with its answers, oldest first."""
    found = comments_of(post)
    return [
        CommentLine(one, [reply for reply in found if reply.answers_id == one.pk], _is_gone(one, version))
        for one in found
        if one.answers_id is None
    ]


def _suggestion(suggestion: Suggestion, version: PostVersion) -> SuggestionLine:
    rows = list(suggestion.changes.all())
    places = where_now(suggestion, rows, version) if suggestion.is_open else [None] * len(rows)
    lines = [
        ChangeLine(row, changed_words(row.old, row.new), place if row.state == ChangeState.WAITING else None)
        for row, place in zip(rows, places, strict=True)
    ]
    return SuggestionLine(suggestion, lines)


def beginning_of(paragraphs: Paragraphs) -> list[Piece]:
    """The first letters of each piece of a long change, `SHOWN` in all."""
    letters = sum(len(piece.text) for pieces in paragraphs for piece in pieces)
    if letters <= LONG_LETTERS and len(paragraphs) <= LONG_PARAGRAPHS:
        return []
    found, left = list[Piece](), SHOWN
    for pieces in paragraphs:
        for piece in pieces:
            if left <= 0:
                return found
            text = piece.text[: min(left, SHOWN_OF_PIECE)]
            left -= len(text)
            found.append(Piece(piece.kind, text if text == piece.text else f"{text.rstrip()}…"))
        found.append(Piece("", " "))
    return found


def _is_gone(comment: Comment, version: PostVersion) -> bool:
    text = text_in(version, comment.network)
    return bool(comment.quote) and place_of(text, comment.quote, comment.occurrence) is None
