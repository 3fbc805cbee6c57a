"""The mark «нужен юрист» on a post."""

from django.db import transaction

from veche.approval.errors import ApprovalError
from veche.approval.models import LegalFlag
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.posts.models import Post
from veche.staff.models import Person


def flag_post(*, post: Post, by: Person, reason: str) -> LegalFlag:
    """Mark the post. It counts from the next request on. Raises `ApprovalError` without a reason."""
    words = reason.strip()
    if not words:
        raise ApprovalError("Напишите, что проверить юристу: без этого он не поймёт, зачем его спросили.")
    with transaction.atomic():
        said = {"reason": words[:200], "by": by, "at": now()}
        owner = {"administration_id": post.administration_id}
        flag, _created = LegalFlag.objects.of(post.administration_id).update_or_create(
            post=post, defaults=said, create_defaults={**said, **owner}
        )
        record(administration=post.administration, actor=by, verb="approval.flagged", obj=post, facts={})
    return flag


def unflag_post(*, post: Post, by: Person) -> None:
    with transaction.atomic():
        gone, _rows = LegalFlag.objects.of(post.administration_id).filter(post=post).delete()
        if gone:
            record(administration=post.administration, actor=by, verb="approval.unflagged", obj=post, facts={})
