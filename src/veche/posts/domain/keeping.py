"""«Оставить так»: words that stay though the check of style would change them (clause 2.4 forbids nothing)."""

from veche.kernel.clock import now
from veche.posts.domain.proofreading import Kept, mark_of
from veche.posts.models import KeptWords, Post
from veche.staff.models import Person


def kept_in(post: Post) -> Kept:
    """What was kept in a post, in every version of it, and by whom. One query."""
    rows = KeptWords.objects.of(post.administration_id).filter(post=post).select_related("by")
    return {(row.rule, row.words): row.by.get_full_name() for row in rows}


def keep(*, post: Post, by: Person, rule: str, words: str) -> None:
    """From now on this finding about these words is no fault of this post. The same once more changes nothing."""
    rule, words = mark_of(rule, words)
    KeptWords.objects.of(post.administration_id).get_or_create(
        post=post, rule=rule, words=words, defaults={"administration_id": post.administration_id, "by": by, "at": now()}
    )


def let_go(*, post: Post, rule: str, words: str) -> None:
    """The finding counts again."""
    rule, words = mark_of(rule, words)
    KeptWords.objects.of(post.administration_id).filter(post=post, rule=rule, words=words).delete()
