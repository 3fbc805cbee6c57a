"""Close marks that do not fit the chain: a person gives a reason, then the chain gets a new mark.

The same for entries whose seals cannot be verified after a lost keyring: the closing entry, sealed, names them.
"""

import hashlib
from functools import partial

from django.db import transaction
from django.db.models import Model

from veche.journal.domain.checked import check, last_check
from veche.journal.domain.entry_seals import CLOSED, UNVERIFIED
from veche.journal.domain.heads import begin_anew, days_path, head_path, marks_of, newest_of, outside_head
from veche.journal.domain.record import record
from veche.journal.domain.seals import can_tell
from veche.journal.domain.strays import Closing, note_closing
from veche.journal.domain.verify import unsealed, verify
from veche.journal.errors import CannotClose
from veche.journal.models import Entry
from veche.kernel.clock import now


def is_to_be_closed(administration: Model) -> bool:
    """Whether a mark of this administration is lost, foreign or does not fit, or seals cannot be verified.

    Marks and chains without an administration are closed at the server (closing_strays.py).
    """
    checked = last_check(administration)
    return _do_not_fit(administration) or bool(checked and checked.unverified)


def close_heads(*, administration: Model, by: Model, reason: str) -> None:
    """Set aside marks that do not fit, start from the present end of the chain, and name entries with unverifiable
    seals.

    Reads the whole chain. The old files are kept under another name; changes inside the chain stay reported. Raises
    `CannotClose`.
    """
    if not can_tell():
        raise CannotClose("Связки ключей нет, новую отметку закрыть нечем. Верните связку и повторите.")
    renewed, unverified = _do_not_fit(administration), verify(administration).unverified
    if not (renewed or unverified):
        raise CannotClose("Все отметки сходятся, закрывать нечего. Ничего не изменилось.")
    known = newest_of(administration.pk)
    closing = Closing(now(), by.pk, reason, ())
    with transaction.atomic():
        entry = record(
            administration=administration,
            actor=by,
            verb=CLOSED,
            obj=administration,
            facts={
                "before": known.hash if known and renewed else "",
                "reason": hashlib.sha256(reason.encode()).hexdigest(),
            }
            | ({UNVERIFIED: unverified} if unverified else {}),
        )
        transaction.on_commit(partial(_close, administration, closing, entry if renewed else None))


def put_aside(administration_id: int, closing: Closing) -> None:
    for path in (head_path(administration_id), days_path(administration_id)):
        if path.exists():
            path.rename(path.with_name(f"{path.name}.closed-{closing.at:%Y%m%dT%H%M%S}"))


def _close(administration: Model, closing: Closing, entry: Entry | None) -> None:
    """Replace the files after the entry is committed: after a crash before that the person presses again."""
    note_closing(administration.pk, closing)
    if entry is not None:
        put_aside(administration.pk, closing)
        begin_anew(administration.pk, entry.number, entry.hash)
    check(administration)


def _do_not_fit(administration: Model) -> bool:
    marks = marks_of(administration.pk)
    chain = Entry.objects.of(administration)
    if outside_head(administration.pk) is None:
        return True
    there = dict(chain.filter(number__in=[mark.number for mark in marks]).values_list("number", "hash"))
    return bool(unsealed(administration.pk, marks)) or any(there.get(mark.number) != mark.hash for mark in marks)
