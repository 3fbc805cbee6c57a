"""What may still be said about a post's text, and what the press does with suggested words."""

from collections.abc import Collection

from django.db import transaction

from veche.plan.domain.items import lock_item
from veche.posts.domain import suggest
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post, PostVersion, Suggestion
from veche.publishing.domain.change import refuse_closed, settle
from veche.publishing.domain.standing import asked_version, is_out
from veche.publishing.domain.window import RELIED_ON
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

OUT = "Запись вышла, и её текст сейчас никто не правит. Начните исправление, тогда и слова можно предложить."


def why_over(post: Post, version: PostVersion) -> str:
    """Why nothing can be said about the text any more; "" while it can. `version`: the newest."""
    try:
        refuse_closed(post)
    except PublishingError as error:
        return str(error)
    is_written = version.frozen_at is None or asked_version(post) is not None
    return "" if is_written or not is_out(post) else OUT


def refuse_over(post: Post) -> None:
    if said := why_over(post, latest_version(post)):
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
