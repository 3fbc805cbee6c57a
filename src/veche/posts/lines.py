"""Suggestions and comments made ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.posts.domain.changes import Paragraphs, changed_words
from veche.posts.domain.comments import comments_of, place_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.suggest import suggestions_of, text_in, where_now
from veche.posts.enums import ChangeState
from veche.posts.models import Comment, Post, PostVersion, SuggestedChange, Suggestion


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """`fits`: it waits, and the text still has the old words there."""

    change: SuggestedChange
    paragraphs: Paragraphs
    fits: bool

    @property
    def waits(self) -> bool:
        return self.change.state == ChangeState.WAITING


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    suggestion: Suggestion
    changes: Sequence[ChangeLine]

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


def suggestion_lines(post: Post, version: PostVersion) -> list[SuggestionLine]:
    """All suggestions compared with the text of `version`, newest first."""
    return [_suggestion(one, version) for one in suggestions_of(post)]


def open_lines(post: Post) -> list[SuggestionLine]:
    """Suggestions that wait for the press, newest first. One query if there is none."""
    found = suggestions_of(post, is_open=True)
    return [_suggestion(one, version) for version in [latest_version(post)] for one in found] if found else []


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
        ChangeLine(row, _diff(row), row.state == ChangeState.WAITING and place is not None)
        for row, place in zip(rows, places, strict=True)
    ]
    return SuggestionLine(suggestion, lines)


def _diff(row: SuggestedChange) -> Paragraphs:
    return changed_words(row.old, row.new)


def _is_gone(comment: Comment, version: PostVersion) -> bool:
    text = text_in(version, comment.network)
    return bool(comment.quote) and place_of(text, comment.quote, comment.occurrence) is None
