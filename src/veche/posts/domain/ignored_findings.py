"""«Оставить так»: findings of the style check that the writer ignores (clause 2.4 forbids nothing)."""

from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.posts.domain.proofreading import Kept, mark_of
from veche.posts.models import KeptWords, Post
from veche.staff.compiled import compiled_once
from veche.staff.models import Person
from veche.staff.together import Reading


def ignored_in(post: Post) -> Kept:
    """Ignored findings of a post, in all its versions, and by whom. One query."""
    return reading_of_ignored(post).read()


def reading_of_ignored(post: Post) -> Reading[Kept]:
    """`ignored_in`, to be read with other things."""
    return Reading(_kept.bind(post.administration_id, post.pk), _by_place)


def _by_place(rows: list[KeptWords]) -> Kept:
    return {(row.rule, row.words): row.by.get_full_name() for row in rows}


@compiled_once
def _kept(city: int, post: int) -> QuerySet[KeptWords]:
    found: QuerySet[KeptWords] = KeptWords.objects.of(city).filter(post=post)
    return found.select_related("by")


def ignore(*, post: Post, by: Person, rule: str, words: str) -> None:
    """Ignore this finding about these words in this post. Idempotent."""
    rule, words = mark_of(rule, words)
    city = post.administration
    with transaction.atomic():
        _, is_new = KeptWords.objects.of(city).get_or_create(
            post=post, rule=rule, words=words, defaults={"administration": city, "by": by, "at": now()}
        )
        if is_new:
            record(administration=city, actor=by, verb="post.words_kept", obj=post, facts={"rule": rule})


def stop_ignoring(*, post: Post, by: Person, rule: str, words: str) -> None:
    """Stop ignoring the finding."""
    rule, words = mark_of(rule, words)
    with transaction.atomic():
        gone, _ = KeptWords.objects.of(post.administration_id).filter(post=post, rule=rule, words=words).delete()
        if gone:
            record(
                administration=post.administration, actor=by, verb="post.words_let_go", obj=post, facts={"rule": rule}
            )
