"""Result of the last check of the whole chain, stored beside the heads, outside the database.

Other rooms register checks of data whose hashes are in the journal (`register_extra_check`); their results are stored,
shown and reported by letter in the same way.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from veche.journal import triggers
from veche.journal.domain.heads import goes_on, gone_on, head_path, newest_of
from veche.journal.domain.record import record
from veche.journal.domain.strays import strays
from veche.journal.domain.verify import NOT_OURS, Verdict, unsealed, verify
from veche.kernel.clock import now
from veche.kernel.files import write_atomically

REWRITTEN = "Того, что помнит отметка вне базы, в журнале нет: его переписали или отрезали."
FORGED = f"Отметка {NOT_OURS}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A stored `Verdict` and its time."""

    at: datetime
    length: int
    problems: tuple[str, ...]
    note: str = ""
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtraCheck:
    """A registered check. `name`: of its file; `title`: a Russian noun. `run` reads one administration and changes
    nothing."""

    name: str
    title: str
    run: Callable[[Any], Verdict]


_others: dict[str, ExtraCheck] = {}


def register_extra_check(extra: ExtraCheck) -> None:
    """Register a check."""
    _others[extra.name] = extra


def others() -> tuple[ExtraCheck, ...]:
    return tuple(_others.values())


def examine(administration: Model) -> Verdict:
    """Verify the chain, its marks, and marks and chains without an administration."""
    verdict, more = verify(administration), [one.words for one in strays()]
    return _with(verdict, more)


def check(administration: Model) -> Verdict:
    """Verify the journal and its triggers, and store the verdict for the pages and the letter to IT."""
    verdict = _with(examine(administration), unguarded_by())
    _keep(_path(administration), verdict)
    return verdict


def _with(verdict: Verdict, more: list[str]) -> Verdict:
    return replace(verdict, ok=verdict.ok and not more, problems=[*verdict.problems, *more])


def unguarded_by() -> list[str]:
    """A Russian sentence if the database would allow changing the journal."""
    wrong = triggers.missing(connection)
    return [f"База позволяет менять журнал, триггеры не те: {', '.join(wrong)}."] if wrong else []


def check_others(administration: Model) -> bool:
    """Run the registered checks. True if all is well."""
    done = [_checked(administration, extra) for extra in others()]
    return all(done)


def _checked(administration: Model, extra: ExtraCheck) -> bool:
    verdict = extra.run(administration)
    _keep(_path(administration, extra.name), verdict)
    return verdict.ok


def verify_by(*, administration: Model, by: Model) -> Verdict:
    """Check at a person's request, and record in the journal that they did."""
    verdict = check(administration)
    with transaction.atomic():
        facts = {"whole": verdict.ok, "length": verdict.length}
        record(administration=administration, actor=by, verb="journal.verified", obj=administration, facts=facts)
    return verdict


def last_check(administration: Model) -> Checked | None:
    """The last result; None without one, or if its file is lost."""
    return _kept(_path(administration))


def trouble_of(administration: Model) -> tuple[str, ...]:
    """Known problems, as Russian sentences. Quick: reads small files and one row."""
    return (*trouble_of_chain(administration), *trouble_of_others(administration))


def in_trouble(administrations: Sequence[Model]) -> set[int]:
    """Administrations with problems by `trouble_of`, in a constant number of queries."""
    whole = gone_on([one.pk for one in administrations])
    return {one.pk for one in administrations if one.pk not in whole or _known_trouble(one) or trouble_of_others(one)}


def trouble_of_chain(administration: Model) -> tuple[str, ...]:
    if known := _known_trouble(administration):
        return known
    return () if goes_on(administration.pk) else (REWRITTEN,)


def _known_trouble(administration: Model) -> tuple[str, ...]:
    """Problems known without the database."""
    checked = last_check(administration)
    if checked is not None and checked.problems:
        return checked.problems
    newest = newest_of(administration.pk)
    return (FORGED,) if newest is not None and unsealed(administration.pk, [newest]) else ()


def trouble_of_others(administration: Model) -> tuple[str, ...]:
    """Problems that the registered checks found last night."""
    kept = (_kept(_path(administration, extra.name)) for extra in others())
    return tuple(problem for checked in kept if checked is not None for problem in checked.problems)


def _keep(path: Path, verdict: Verdict) -> None:
    seals = {"note": verdict.note, "unverified": verdict.unverified}
    kept = {"at": now().isoformat(), "length": verdict.length, "problems": verdict.problems} | seals
    write_atomically(path, json.dumps(kept).encode())


def _kept(path: Path) -> Checked | None:
    try:
        kept = json.loads(path.read_bytes())
        at, problems = datetime.fromisoformat(kept["at"]), tuple(map(str, kept["problems"]))
        seals = str(kept.get("note", "")), tuple(map(str, kept.get("unverified", ())))
        return Checked(at, int(kept["length"]), problems, *seals)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _path(administration: Model, name: str = "checked") -> Path:
    return head_path(administration.pk).with_suffix(f".{name}.json")
