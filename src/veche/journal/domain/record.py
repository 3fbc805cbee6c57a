from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model

from veche.journal.domain.chain import hash_of, object_key, plain_facts
from veche.journal.domain.entry_seals import EntrySeals
from veche.journal.domain.heads import keep_head
from veche.journal.errors import OutsideTransaction
from veche.journal.models import Entry, Head
from veche.journal.verbs import VERB
from veche.kernel.clock import now


def record(
    *,
    administration: Model,
    actor: Model | None,
    verb: str,
    obj: Model,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Append an entry: the last statement of a verb, inside its transaction.

    Locking the chain's head early would make every verb wait for the slowest, and deadlock with those that lock rows in
    another order; locked last it is held for two statements. `actor=None` means the program itself. `facts` are ids,
    hashes, numbers, dates; words raise `ValueError`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("journal.record is called inside transaction.atomic()")
    if not VERB.fullmatch(verb) or obj.pk is None:
        raise ValueError(f"not an act on a saved object: {verb}")
    plain, seals = plain_facts(facts or {}), EntrySeals.of(administration.pk)
    head = _locked_head(administration)
    entry = Entry(
        administration_id=administration.pk,
        number=head.number + 1,
        at=now(),
        actor_id=None if actor is None else actor.pk,
        verb=verb,
        **object_key(obj),
        facts=plain,
        previous=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.seal = seals.made(entry.hash)
    entry.save(force_insert=True)
    Head.objects.filter(pk=head.pk).update(number=entry.number, hash=entry.hash)
    # After a crash here the database is ahead of the outside head, never behind it.
    transaction.on_commit(partial(keep_head, entry.administration_id, entry.number, entry.hash), robust=True)
    return entry


def _locked_head(administration: Model) -> Head:
    heads = Head.objects.select_for_update()
    try:
        return heads.get(administration=administration.pk)
    except Head.DoesNotExist:
        Head.objects.get_or_create(administration_id=administration.pk)
        return heads.get(administration=administration.pk)
