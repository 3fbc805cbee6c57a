"""The thread about a post's text: comments, remarks on a place, and what the press did about them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.domain.items import lock_item
from veche.posts.domain.news import COMMENTED, notify_people, press_of, speakers_of
from veche.posts.domain.suggest import Seen, Side
from veche.posts.errors import PostError
from veche.posts.models import Comment, Post
from veche.staff.compiled import compiled_once
from veche.staff.models import Person
from veche.staff.together import Reading

NOTHING_SAID = "Напишите хоть слово: пустое замечание никто не поймёт."
NOT_THERE = "Этих слов в тексте нет. Замечание на месте: отметьте предложение в списке или пишите обо всём тексте."
# A form sent twice, because the first answer was lost.
ONCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a text, the `occurrence`-th of their kind, from 1."""

    seen: Seen
    quote: str
    occurrence: int = 1


def comment(
    *,
    post: Post,
    by: Person,
    text: str,
    side: Side | None = None,
    from_press: bool = False,
    place: Place | None = None,
    answers: Comment | None = None,
) -> Comment:
    """Add a comment, with `place` a remark on it. The same comment sent again within `ONCE` is returned.

    Raises `PostError` without words, and for a place not in the text.
    """
    words, side = text.strip(), side or Side()
    if not words:
        raise PostError(NOTHING_SAID)
    if place and place_of(place.seen.text, place.quote, place.occurrence) is None:
        raise PostError(NOT_THERE)
    with transaction.atomic():
        lock_item(post.plan_item)
        same = {"author": by, "text": words, "answers": answers, **_stored(place)}
        sent_before = Comment.objects.of(post.administration_id).filter(post=post, at__gte=now() - ONCE, **same)
        if (earlier := sent_before.first()) is not None:
            return earlier
        who = {"from_press": from_press, "department": side.department, "office": side.office}
        made: Comment = Comment.objects.create(administration=post.administration, post=post, at=now(), **same, **who)
        people = speakers_of(post) if from_press else press_of(post)
        notify_people(post, COMMENTED, made.pk, people, by)
        _record(made, by, "post.commented")
    return made


def _stored(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"network": "", "quote": "", "occurrence": 1}
    return {"network": place.seen.network, "quote": place.quote, "occurrence": place.occurrence}


def mark_done(*, comment: Comment, by: Person) -> Comment:
    """The press has seen to it. Pressing twice changes nothing."""
    with transaction.atomic():
        lock_item(comment.post.plan_item)
        rows = Comment.objects.of(comment.administration_id).filter(pk=comment.pk, done_at=None)
        if rows.update(done_at=now(), done_by=by):
            _record(comment, by, "post.comment_done")
    comment.refresh_from_db()
    return comment


def comments_of(post: Post) -> list[Comment]:
    """The thread, oldest first, answers among the others. One query."""
    found = Comment.objects.of(post.administration_id).filter(post=post)
    return list(found.select_related("author", "department", "office", "done_by").order_by("at", "pk"))


def place_of(text: str, quote: str, occurrence: int) -> tuple[int, int] | None:
    """Where the quoted words stand now: the last of them if there are fewer than `occurrence`; None if none is left."""
    at = -1
    for _ in range(max(occurrence, 1)):
        following = text.find(quote, at + 1)
        if following < 0:
            break
        at = following
    return (at, at + len(quote)) if at >= 0 and quote else None


def occurrence_at(text: str, quote: str, start: int) -> int:
    """The number, from 1, of these words at `start` among the equal ones."""
    return 1 + sum(text.startswith(quote, at) for at in range(start))


def open_remarks(administration_id: int) -> QuerySet[Comment]:
    """Comments that the press has not seen to, its own and answers aside."""
    found: QuerySet[Comment] = Comment.objects.of(administration_id)
    return found.filter(done_at=None, answers=None, from_press=False)


def reading_of_remarks(post: Post) -> Reading[list[Comment]]:
    """The `open_remarks` about a text, oldest first, to be read with other things."""
    return Reading(_remarks.bind(post.administration_id, post.pk), list)


@compiled_once
def _remarks(city: int, post: int) -> QuerySet[Comment]:
    found = open_remarks(city).filter(post=post).select_related("author", "department", "office")
    return found.order_by("at", "pk")


def _record(made: Comment, by: Person, verb: str) -> None:
    record(administration=made.administration, actor=by, verb=verb, obj=made.post, facts={"comment": made.pk})
