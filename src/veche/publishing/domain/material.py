"""«В запись»: material that people sent goes into a draft, with the rights that the library knows of its files."""

from collections.abc import Iterable
from datetime import time
from uuid import UUID

from django.db import transaction

from veche.kernel.clock import DAY, at, today
from veche.media.models import Media
from veche.plan.domain.queries import open_accounts
from veche.plan.enums import Format, PostCategory
from veche.plan.models import Occasion
from veche.posts.domain.pictures import add_media
from veche.posts.domain.polls import words_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.write import begun, save_text
from veche.posts.enums import PostState
from veche.posts.errors import PostError
from veche.posts.models import Picture, Post
from veche.publishing.domain.begin import begin_post
from veche.staff.models import Administration, Person

MOST_DRAFTS = 30
_NOON = time(12)


def drafts(administration: Administration) -> list[Post]:
    """Posts that are being written, the newest first. One query."""
    rows = Post.objects.of(administration).filter(
        state__in=(PostState.DRAFT, PostState.RETURNED), plan_item__cancelled_at=None
    )
    return list(rows.select_related("plan_item").order_by("-pk")[:MOST_DRAFTS])


def new_draft(
    administration: Administration, by: Person, title: str, once: UUID, occasion: Occasion | None = None
) -> Post:
    """A post for tomorrow at the usual hour, everywhere; the writer changes both. Raises `PlanError`."""
    zone = administration.time_zone
    return begin_post(
        administration=administration,
        by=by,
        title=title[:200],
        publish_at=at(today(zone) + DAY, _NOON, zone),
        accounts=open_accounts(administration),
        format=Format.TEXT,
        category=PostCategory.ACTIVITY,
        occasion=occasion,
        once=once,
    )


def put_into(post: Post, by: Person, text: str, media: Iterable[Media]) -> list[str]:
    """Append words and files that the draft does not have yet. Returns why some files did not fit."""
    with transaction.atomic():
        version = begun(latest_version(post), by)
        words = text.strip()
        if words and words not in version.text:
            own = {variant.network: variant.text for variant in version.variants.all()}
            joined = "\n\n".join(filter(None, (version.text.rstrip(), words)))
            save_text(
                version=version,
                by=by,
                revision=version.revision,
                text=joined,
                variants=own,
                poll=words_of(version),
            )
    return [said for one in media if (said := _add(post, by, one))]


def _add(post: Post, by: Person, media: Media) -> str:
    version = latest_version(post)
    if Picture.objects.of(post.administration_id).filter(version=version, media=media).exists():
        return ""
    try:
        add_media(version=version, by=by, media=media)
    except PostError as error:
        return str(error)
    return ""
