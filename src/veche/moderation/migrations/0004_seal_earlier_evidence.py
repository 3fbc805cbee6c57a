"""Give evidence of earlier versions its second digest, where the first one still fits by its own rule.

It is dated, because what the second one adds (ruling, person, ground, hour) is sealed as it stands now; it is compared
with the journal's entry of the decision before. What does not fit stays as it is, and is named by every check.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from veche.journal.domain.chain import hash_of
from veche.journal.domain.heads import keep_head
from veche.kernel.clock import now
from veche.moderation.domain.digests import digest_of, facts_of, parts_of, root_of, salted
from veche.moderation.domain.said import DECISIONS, LATER, Key, Said, told

VERB = "evidence.sealed"
# How far a decision's hour may stand from its entry's.
SLACK_SECONDS = 600


def seal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Evidence = apps.get_model("moderation", "Evidence")
    owners = Evidence.objects.order_by("administration_id").values_list("administration_id", flat=True).distinct()
    for administration in list(owners):
        said = _said(apps, administration)
        rows = Evidence.objects.filter(administration_id=administration, sealed_at=None).order_by("pk")
        _note(apps, administration, _sealed(rows.select_related("ruling", "restriction"), said))


def _said(apps: StateApps, administration: int) -> dict[Key, Said]:
    Entry = apps.get_model("journal", "Entry")
    rows = Entry.objects.filter(administration_id=administration, verb__in=(*DECISIONS, *LATER)).order_by("number")
    return told(rows.iterator(chunk_size=500))


def _sealed(rows: Any, said: Mapping[Key, Said]) -> Iterable[tuple[Any, str]]:
    """Each row that got its seals, and its first digest."""
    for evidence in rows.iterator(chunk_size=200):
        kind, of = ("ruling", evidence.ruling) if evidence.ruling_id else ("restriction", evidence.restriction)
        if of is None or not _is_whole(evidence, of, kind, said.get((kind, of.pk))):
            continue
        first = evidence.digest
        evidence.seals = salted(parts_of(facts_of(evidence), of, kind))
        evidence.first_digest, evidence.digest, evidence.sealed_at = first, root_of(evidence.seals), now()
        evidence.save(update_fields=("seals", "digest", "first_digest", "sealed_at"))
        yield evidence, first


def _is_whole(evidence: Any, of: Any, kind: str, said: Said | None) -> bool:
    if said is None or not digest_of(facts_of(evidence)) == evidence.digest == said.digest:
        return False
    person = of.person_id if kind == "ruling" else of.by_id
    near = abs((of.at - said.hour).total_seconds()) <= SLACK_SECONDS
    return near and (of.ground, person) == (said.ground, said.person)


def _note(apps: StateApps, administration: int, sealed: Iterable[tuple[Any, str]]) -> None:
    """One entry for each, as `journal.domain.record` writes it; that one needs the models of today."""
    Entry, Head = apps.get_model("journal", "Entry"), apps.get_model("journal", "Head")
    Head.objects.get_or_create(administration_id=administration)
    head = Head.objects.select_for_update().get(administration_id=administration)
    for evidence, first in sealed:
        facts = {"before": first, "evidence": evidence.digest}
        entry = Entry(
            administration_id=administration,
            number=head.number + 1,
            at=now(),
            actor_id=None,
            verb=VERB,
            object_type="inbox.message" if evidence.ruling_id else "moderation.restriction",
            object_id=str(evidence.ruling.message_id if evidence.ruling_id else evidence.restriction_id),
            facts=facts | ({"ruling": evidence.ruling_id} if evidence.ruling_id else {}),
            previous=head.hash,
        )
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=("number", "hash"))
    transaction.on_commit(partial(keep_head, administration, head.number, head.hash), robust=True)


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_seal_heads"),
        ("moderation", "0003_evidence_seals"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
