"""Differences between a post in the network and what we published: recorded once, shown until resolved."""

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.errors import NotNow
from veche.outbox.models import Act, PostDivergence
from veche.staff.models import Administration, Person

# Of divergences: as `PostDivergence.is_other_wording`. Asked about on the page of the post alone.
OTHER_WORDING = Q(kind=DivergenceKind.CHANGED, act__proof=Proof.PERSON, act__last_call_at=None)


def open_divergence(*, act: Act, kind: DivergenceKind, text: str = "") -> PostDivergence | None:
    """Record that somebody removed or changed a publication. None if the same difference is open already."""
    with transaction.atomic():
        list(Act.objects.of(act.administration_id).filter(pk=act.pk).select_for_update().values_list("pk"))
        rows = PostDivergence.objects.of(act.administration_id).filter(act=act, ended_at=None)
        known = rows.first()
        if known is not None and (known.kind, known.text) == (kind, text):
            return None
        rows.update(ended_at=now())
        made: PostDivergence = PostDivergence.objects.create(
            administration_id=act.administration_id, act=act, kind=kind, text=text, noticed_at=now()
        )
        verb = "act.gone_elsewhere" if kind == DivergenceKind.GONE else "act.changed_elsewhere"
        record(administration=act.administration, actor=None, verb=verb, obj=act, facts={"remote_id": act.remote_id})
    return made


def close_divergence(*, act: Act) -> bool:
    """Close the open divergence: the network shows our post again, or we edited or withdrew it ourselves."""
    rows = PostDivergence.objects.of(act.administration_id).filter(act=act, ended_at=None)
    return rows.update(ended_at=now()) == 1


def mark_seen(*, divergence: PostDivergence, by: Person) -> None:
    """«Понятно»: stop showing the divergence as news; it stays on the publication's page."""
    with transaction.atomic():
        rows = PostDivergence.objects.of(divergence.administration_id).filter(pk=divergence.pk, seen_at=None)
        if not rows.update(seen_at=now(), seen_by=by):
            raise NotNow("Это уже отметил кто-то другой. Ничего не потеряно.")
        act = divergence.act
        record(administration=act.administration, actor=by, verb="act.divergence_seen", obj=act, facts={})


def unseen_divergences(administration: Administration) -> QuerySet[PostDivergence]:
    """Open divergences that nobody has marked as seen, newest first."""
    found: QuerySet[PostDivergence] = PostDivergence.objects.of(administration).filter(ended_at=None, seen_at=None)
    return found.exclude(act__state=ActState.CANCELLED).exclude(OTHER_WORDING)
