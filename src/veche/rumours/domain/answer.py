"""The post that refutes a rumour, and complaints to networks."""

from uuid import UUID, uuid4

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.errors import PlanError
from veche.posts.models import Post
from veche.publishing.domain.material import new_draft
from veche.rumours.domain.register import lock
from veche.rumours.errors import RumourError
from veche.rumours.models import Complaint, Rumour
from veche.staff.models import Person


def refute_by(*, rumour: Rumour, by: Person, post: Post) -> Rumour:
    """Name the post that answers it."""
    with transaction.atomic():
        fresh = lock(rumour)
        if fresh.refutation_id == post.pk:
            return fresh
        fresh.refutation = post
        fresh.save(update_fields=("refutation",))
        facts = {"post": post.pk}
        record(administration=fresh.administration, actor=by, verb="rumour.refuted", obj=fresh, facts=facts)
    return fresh


def begin_refutation(*, rumour: Rumour, by: Person) -> Post:
    """A draft for tomorrow at the usual hour, once: a second press finds it. Raises `RumourError`."""
    with transaction.atomic():
        fresh = lock(rumour)
        if fresh.refutation is not None:
            return fresh.refutation
        try:
            post = new_draft(fresh.administration, by, f"Опровержение: {fresh.title}", uuid4())
        except PlanError as error:
            raise RumourError(str(error)) from None
        refute_by(rumour=fresh, by=by, post=post)
    return post


def complain(*, rumour: Rumour, by: Person, to: str, text: str, once: UUID | None = None) -> Complaint:
    """Record that a complaint was sent. The same `once` returns the existing row. Raises `RumourError`."""
    if not to.strip() or not text.strip():
        raise RumourError("Напишите, кому отправили и что. Остальное на месте.")
    with transaction.atomic():
        fresh = lock(rumour)
        said = {"to": to.strip(), "text": text.strip(), "at": now(), "by": by}
        rows = Complaint.objects.of(fresh.administration_id)
        made: Complaint
        made, created = rows.get_or_create(
            administration_id=fresh.administration_id, rumour=fresh, once=once or uuid4(), defaults=said
        )
        if created:
            record(administration=fresh.administration, actor=by, verb="rumour.complained", obj=fresh, facts={})
    return made


def answered(*, complaint: Complaint, by: Person, answer: str) -> Complaint:
    """Record what came of a complaint. Raises `RumourError`."""
    if not answer.strip():
        raise RumourError("Напишите, что ответили.")
    with transaction.atomic():
        rumour = lock(complaint.rumour)
        rows = Complaint.objects.of(complaint.administration_id).filter(pk=complaint.pk)
        rows.update(answer=answer.strip()[:500], answered_at=now(), answered_by=by)
        record(administration=rumour.administration, actor=by, verb="rumour.complaint_answered", obj=rumour, facts={})
    found: Complaint = rows.get()
    return found
