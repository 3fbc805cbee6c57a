"""Put the digest of each piece of evidence under the keyring, where it is what was received and decided.

What does not fit gets no seal, and is named by every check; without a keyring nothing is sealed.
"""

from collections.abc import Mapping
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from veche.journal.domain.seals import can_tell
from veche.moderation.domain.digests import differing, facts_of, parts_of, root_of
from veche.moderation.domain.root_seals import root_seal
from veche.moderation.domain.said import DECISIONS, LATER, Key, Said, told

# How far a decision's hour may stand from its entry's.
SLACK_SECONDS = 600


def seal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Evidence = apps.get_model("moderation", "Evidence")
    owners = Evidence.objects.order_by("administration_id").values_list("administration_id", flat=True).distinct()
    for administration in list(owners) if can_tell() else ():
        said = _said(apps, administration)
        rows = Evidence.objects.filter(administration_id=administration, root_seal="").order_by("pk")
        for evidence in rows.select_related("ruling", "restriction").iterator(chunk_size=200):
            _seal(evidence, said)


def _said(apps: StateApps, administration: int) -> dict[Key, Said]:
    Entry = apps.get_model("journal", "Entry")
    rows = Entry.objects.filter(administration_id=administration, verb__in=(*DECISIONS, *LATER)).order_by("number")
    return told(rows.iterator(chunk_size=500))


def _seal(evidence: Any, said: Mapping[Key, Said]) -> None:
    kind, of = ("ruling", evidence.ruling) if evidence.ruling_id else ("restriction", evidence.restriction)
    if of is None or not _is_whole(evidence, of, kind, said.get((kind, of.pk))):
        return
    evidence.root_seal = root_seal(evidence, of, kind)
    evidence.save(update_fields=("root_seal",))


def _is_whole(evidence: Any, of: Any, kind: str, said: Said | None) -> bool:
    if said is None or said.odd or (evidence.digest, evidence.first_digest) != (said.digest, said.first):
        return False
    person = of.person_id if kind == "ruling" else of.by_id
    near = abs((of.at - said.hour).total_seconds()) <= SLACK_SECONDS
    return near and (of.ground, person) == (said.ground, said.person) and _fits(evidence, of, kind, said)


def _fits(evidence: Any, of: Any, kind: str, said: Said) -> bool:
    try:
        found = differing(evidence.seals, parts_of(facts_of(evidence), of, kind), said.erased)
        return not found and root_of(evidence.seals) == evidence.digest
    except (TypeError, ValueError, AttributeError, KeyError, IndexError):
        return False


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_evidence_root_seal")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
