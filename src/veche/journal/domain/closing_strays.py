"""Close marks and chains of administrations that do not exist; done at the server only."""

import hashlib
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction

from veche.journal.domain.checked import check
from veche.journal.domain.closing import put_aside
from veche.journal.domain.record import record
from veche.journal.domain.seals import can_tell
from veche.journal.domain.strays import BY_SERVER, Closing, Stray, note_closing, strays
from veche.journal.errors import CannotClose
from veche.kernel.clock import now

VERB = "journal.strays_closed"


def close_strays(*, reason: str) -> tuple[Stray, ...]:
    """Close them and return them, with a journal entry in each administration. Raises `CannotClose`."""
    if not can_tell():
        raise CannotClose("Связки ключей нет, закрыть нечем. Верните связку и повторите. Ничего не изменилось.")
    found = strays()
    if not found:
        raise CannotClose("Ничьих отметок и журналов нет, закрывать нечего. Ничего не изменилось.")
    closing = Closing(now(), None, reason, tuple(one.name for one in found))
    Administration: Any = apps.get_model("staff", "Administration")
    living = list(Administration.objects.order_by("pk"))
    facts = {"strays": len(found), "reason": hashlib.sha256(reason.encode()).hexdigest()}
    with transaction.atomic():
        for city in living:
            record(administration=city, actor=None, verb=VERB, obj=city, facts=facts)
        transaction.on_commit(partial(_close, closing, living))
    return found


def _close(closing: Closing, living: list[Any]) -> None:
    """Replace the files after the entries are committed: after a crash before that the command is run again."""
    note_closing(BY_SERVER, closing)
    for name in closing.strays:
        kind, number, _hash = name.split(":")
        if kind == "head":
            put_aside(int(number), closing)
    for city in living:
        check(city)
