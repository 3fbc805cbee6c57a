from datetime import datetime, timedelta

from django.db import transaction

from veche.approval.models import ApprovalSheet, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.posts.domain.freeze import freeze_version
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.staff.enums import Role
from veche.staff.models import Person

# The head's word is due this long before the hour of the post (domain practice: by noon for the evening).
BEFORE_PUBLICATION = timedelta(hours=3)


def ask(*, version: PostVersion, by: Person) -> ApprovalSheet:
    """Freeze the version and ask the head of press. Raises `posts.errors.PostError` if it cannot go as it is."""
    post: Post = version.post
    networks = sorted({account.network for account in post.plan_item.accounts.all()})
    with transaction.atomic():
        frozen = freeze_version(version=version, networks=networks)
        moment = now()
        sheet = ApprovalSheet.objects.create(
            administration=post.administration, version=frozen, opened_by=by, opened_at=moment
        )
        Step.objects.create(
            administration=post.administration,
            sheet=sheet,
            role=Role.PRESS_HEAD,
            due_at=_due(post.plan_item.publish_at, moment),
        )
        post.state = PostState.WAITING
        post.save(update_fields=("state",))
        record(
            administration=post.administration,
            actor=by,
            verb="approval.asked",
            obj=sheet,
            facts={"post": post.pk, "version": frozen.number, "fingerprint": frozen.fingerprint},
        )
    return sheet


def _due(publish_at: datetime, moment: datetime) -> datetime:
    """Three hours before the post, or, when less is left, half of what is left; never before the asking."""
    left = max(publish_at - moment, timedelta())
    return max(publish_at - BEFORE_PUBLICATION, moment + left / 2)
