"""Who has the editor of a post open. The journal is not told; each person costs a write a minute at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from veche.kernel.clock import now
from veche.posts.models import Post, Presence
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Person
from veche.staff.together import Reading

WRITE_EVERY = timedelta(seconds=60)
# Whoever was seen longer ago has left the editor.
LEFT_AFTER = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Editor:
    """`minutes`: since the person was last seen there."""

    person: Person
    minutes: int


def record_presence(*, post: Post, by: Person) -> None:
    """Note that the person is in the editor. Writes nothing within a minute of the last note."""
    moment = now()
    mine = Presence.objects.of(post.administration_id).filter(post=post, person=by)
    if mine.filter(seen_at__gt=moment - WRITE_EVERY, seen_at__lte=moment).exists():
        return
    Presence.objects.of(post.administration_id).update_or_create(
        post=post,
        person=by,
        defaults={"seen_at": moment},
        create_defaults={"seen_at": moment, "administration_id": post.administration_id},
    )
    Presence.objects.of(post.administration_id).filter(seen_at__lt=moment - LEFT_AFTER).delete()


def active_presences(administration_id: int) -> QuerySet[Presence]:
    """Everybody who has an editor open."""
    found: QuerySet[Presence] = Presence.objects.of(administration_id)
    return found.filter(seen_at__gte=this_moment() - LEFT_AFTER)


def other_editors(post: Post, person: Person) -> Sequence[Editor]:
    """Who else has the editor open, last seen first. One query."""
    return reading_of_editors(post, person).read()


def reading_of_editors(post: Post, person: Person) -> Reading[Sequence[Editor]]:
    """`other_editors`, to be read with other things."""
    return Reading(_others.bind(post.administration_id, post.pk, person), _editors)


def _editors(rows: list[Presence]) -> Sequence[Editor]:
    moment = now()
    return [Editor(row.person, max((moment - row.seen_at) // timedelta(minutes=1), 0)) for row in rows]


@compiled_once
def _others(city: int, post: int, person: Person) -> QuerySet[Presence]:
    rows = active_presences(city).filter(post=post).exclude(person=person)
    return rows.select_related("person").order_by("-seen_at", "pk")
