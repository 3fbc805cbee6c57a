"""Reseal evidence that its digests prove, with a date, after the keyring was lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from veche.journal.domain.record import record
from veche.journal.models import Entry, EntryQuerySet
from veche.kernel.clock import now
from veche.moderation.domain.evidence_integrity import is_proven_by_digests, key_of
from veche.moderation.domain.root_seals import has_root_seal, root_seal
from veche.moderation.domain.said import DECISIONS, LATER, Key, Said, told
from veche.moderation.models import Evidence
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class SealedAnew:
    """`left`: pieces whose digests prove nothing; every check goes on reporting them."""

    sealed: int = 0
    left: int = 0


def seal_anew(administration: Administration) -> SealedAnew:
    """Reseal from the command line, once the new keyring exists. Present seals stay.

    Only the journal's digests are compared: its seals are of the lost keyring too.
    """
    moment = now()
    with transaction.atomic():
        said = told(_entries(administration).iterator(chunk_size=500))
        rows = (
            Evidence.objects.of(administration)
            .select_for_update(of=("self",))
            .select_related("ruling", "restriction")
            .order_by("pk")
        )
        foreign = [_sealed(one, said, moment) for one in rows.iterator(chunk_size=200) if not _is_ours(one)]
        done = SealedAnew(sealed=sum(foreign), left=len(foreign) - sum(foreign))
        if foreign:
            facts = {"since": moment.date(), "sealed": done.sealed, "left": done.left}
            record(
                administration=administration, actor=None, verb="evidence.sealed_anew", obj=administration, facts=facts
            )
    return done


def _entries(administration: Administration) -> EntryQuerySet:
    return Entry.objects.of(administration).filter(verb__in=(*DECISIONS, *LATER)).order_by("number")


def _is_ours(evidence: Evidence) -> bool:
    if evidence.of is None:  # removed from the database
        return False
    return has_root_seal(evidence, evidence.of, evidence.kind)


def _sealed(evidence: Evidence, said: Mapping[Key, Said], moment: datetime) -> bool:
    if evidence.of is None:
        return False
    if not is_proven_by_digests(evidence, said.get(key_of(evidence.of))):
        return False
    evidence.resealed_at = moment
    evidence.root_seal = root_seal(evidence, evidence.of, evidence.kind)
    evidence.save(update_fields=("root_seal", "resealed_at"))
    return True
