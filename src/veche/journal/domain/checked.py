"""What the last look at the whole chain found. Kept beside the heads: who has only the database cannot write it."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from veche.journal.domain.heads import goes_on, head_path
from veche.journal.domain.record import record
from veche.journal.domain.verify import Verdict, verify
from veche.kernel.clock import now
from veche.kernel.files import write_atomically

REWRITTEN = "Того, что помнит отметка вне базы, в журнале нет: его переписали или отрезали."


@dataclass(frozen=True, slots=True)
class Checked:
    """`length` and `problems` as in `Verdict`."""

    at: datetime
    length: int
    problems: tuple[str, ...]


def check(administration: Model) -> Verdict:
    """Verify, and remember the verdict for the page, for «Сегодня» and for the letter to IT."""
    verdict = verify(administration)
    kept = {"at": now().isoformat(), "length": verdict.length, "problems": verdict.problems}
    write_atomically(_path(administration), json.dumps(kept).encode())
    return verdict


def verify_by(*, administration: Model, by: Model) -> Verdict:
    """A person presses the button: the verdict, and an entry that says that it was looked at."""
    verdict = check(administration)
    with transaction.atomic():
        facts = {"whole": verdict.ok, "length": verdict.length}
        record(administration=administration, actor=by, verb="journal.verified", obj=administration, facts=facts)
    return verdict


def last_check(administration: Model) -> Checked | None:
    """None when there was none yet, or what was written of it is lost."""
    try:
        kept = json.loads(_path(administration).read_bytes())
        return Checked(datetime.fromisoformat(kept["at"]), int(kept["length"]), tuple(map(str, kept["problems"])))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def trouble_of(administration: Model) -> tuple[str, ...]:
    """What is known to be wrong at this moment, as Russian sentences; quick: one file, and one row by its number."""
    checked = last_check(administration)
    if checked is not None and checked.problems:
        return checked.problems
    return () if goes_on(administration.pk) else (REWRITTEN,)


def _path(administration: Model) -> Path:
    return head_path(administration.pk).with_suffix(".checked.json")
