"""The journal of the past: one chain that continues the existing entries, hashed as by the product."""

import json
from types import SimpleNamespace
from typing import Any, cast

from tests.bench.years.past import Past
from tests.bench.years.sheets import Sheet
from veche.journal.domain.chain import hash_of
from veche.journal.domain.entry_seals import EntrySeals
from veche.journal.domain.heads import keep_head
from veche.journal.models import Entry, Head

NAMES = (
    *("administration_id", "number", "at", "actor_id", "verb", "object_type", "object_id", "facts"),
    *("previous", "hash", "seal"),
)


def write(past: Past) -> Sheet:
    """Entries in order of time; those of one moment keep their order."""
    sheet, seals = Sheet(Entry, *NAMES), EntrySeals.of(past.city)
    head, _ = Head.objects.get_or_create(administration_id=past.city)
    number, previous = head.number, head.hash
    for told in sorted(past.journal, key=lambda one: one.at):
        number += 1
        entry = SimpleNamespace(
            previous=previous,
            administration_id=past.city,
            number=number,
            at=told.at,
            actor_id=told.actor,
            verb=told.verb,
            object_type=told.kind,
            object_id=str(told.pk),
            facts=told.facts,
        )
        hash_ = hash_of(cast("Any", entry))
        values = (told.at, told.actor, told.verb, told.kind, str(told.pk), json.dumps(told.facts))
        sheet.put(past.city, number, *values, previous, hash_, seals.made(hash_))
        previous = hash_
    sheet.flush()
    Head.objects.filter(pk=past.city).update(number=number, hash=previous)
    keep_head(past.city, number, previous)
    past.journal.clear()
    return sheet
