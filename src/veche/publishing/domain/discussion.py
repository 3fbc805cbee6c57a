"""What may still be said about a post's text, and what the press does with suggested words."""

from collections.abc import Collection

from django.db import transaction

from veche.approval.models import ApprovalSheet
from veche.plan.domain.items import lock_item
from veche.posts.domain import suggest
from veche.posts.domain.queries import newest_words
from veche.posts.models import Post, PostVersion, Suggestion
from veche.publishing.domain.change import refuse_closed, settle
from veche.publishing.domain.standing import is_out
from veche.publishing.domain.window import RELIED_ON
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

OUT = "Запись вышла, её текст сейчас не правят. Начнут исправление, тогда слова снова можно предложить."


def why_over(post: Post, version: PostVersion) -> str:
    """Why nothing can be said about the text any more; "" while it can. `version`: the newest."""
    try:
        refuse_closed(post)
    except PublishingError as error:
        return str(error)
    return "" if version.frozen_at is None or _has_open_sheet(post) or not is_out(post) else OUT


def _has_open_sheet(post: Post) -> bool:
    sheets = ApprovalSheet.objects.of(post.administration_id)
    return sheets.filter(version__post=post, closed_at=None).exists()


def refuse_over(post: Post) -> None:
    if said := why_over(post, newest_words(post)):
        raise PublishingError(said)


def take(*, suggestion: Suggestion, by: Person, changes: Collection[int] | None = None) -> PostVersion:
    """As `posts.domain.suggest.take`. Raises `PublishingError` if the text is not written any more."""
    post = suggestion.post
    with transaction.atomic():
        lock_item(post.plan_item)
        refuse_over(post)
        saved = suggest.take(suggestion=suggestion, by=by, changes=changes)
        if post.state in RELIED_ON:
            settle(post=post, by=by)
    return saved
