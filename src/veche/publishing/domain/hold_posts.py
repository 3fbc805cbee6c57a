"""Hold agreed posts when the rights of one of their files become unclear."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Q

from veche.media.models import Media
from veche.outbox.domain.states import CERTAINLY_UNSENT
from veche.outbox.reasons import HELD_FOR_RIGHTS
from veche.plan.domain.items import lock_item
from veche.posts.models import Picture, Post, PostVersion
from veche.publishing.domain.agreed_correction import acts_of
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import hold
from veche.publishing.domain.file_rights import unclear_files
from veche.publishing.domain.standing import agreed_version
from veche.publishing.errors import PublishingError
from veche.publishing.models import ReleaseChoice
from veche.staff.models import Person


def hold_posts_with(media: Media, by: Person) -> list[str]:
    """Hold those with this file that have not left, if its rights stop them. Returns their titles."""
    pictures = Picture.objects.of(media.administration_id).filter(Q(media=media) | Q(cover=media))
    posts = Post.objects.of(media.administration_id).filter(
        pk__in=pictures.values("version__post"), plan_item__cancelled_at=None
    )
    found = posts.select_related("administration", "plan_item").order_by("pk")
    return [post.plan_item.title for post in found if _hold(post, media, by)]


def _hold(post: Post, media: Media, by: Person) -> bool:
    """False if nothing of it is to be held, or if it leaves at this moment."""
    with suppress(PublishingError), transaction.atomic():
        lock_item(post.plan_item)
        version = agreed_version(post)
        if version is not None and _is_ahead(version) and _stops(version, media):
            rewrite(post=post, by=by)
            hold(post=post, by=by, reason=HELD_FOR_RIGHTS)
            return True
    return False


def _is_ahead(version: PostVersion) -> bool:
    """Whether something of it has not left, and nobody has held it yet."""
    held = ReleaseChoice.objects.of(version.administration_id).filter(version=version, held=True)
    return any(act.state in CERTAINLY_UNSENT for act in acts_of(version)) and not held.exists()


def _stops(version: PostVersion, media: Media) -> bool:
    return any(media in (found.picture.media, found.picture.cover) for found in unclear_files(version))
