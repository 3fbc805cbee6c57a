from typing import cast

from django.db.models import QuerySet

from veche.posts.models import Post, PostVersion


def versions_of(post: Post) -> QuerySet[PostVersion]:
    """Every version with what it takes to show it, oldest first; the number of queries does not grow with them."""
    found = PostVersion.objects.of(post.administration_id).filter(post=post)
    return with_parts(found).order_by("number")


def with_parts(versions: QuerySet[PostVersion]) -> QuerySet[PostVersion]:
    """With writers, own texts of networks, and pictures: what `looks` and `changes` read."""
    people = versions.select_related("author", "saved_by", "administration", "post__plan_item", "poll")
    return people.prefetch_related("variants", "pictures__media__renditions", "pictures__cover", "pictures__subtitles")


def working_version(post: Post) -> PostVersion | None:
    """The one that is being edited, if there is one."""
    return versions_of(post).filter(frozen_at=None).first()


def latest_version(post: Post) -> PostVersion:
    """A post always has one: `start_post` makes it."""
    return cast("PostVersion", versions_of(post).last())
