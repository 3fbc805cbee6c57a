"""Heads without a chain and chains without an administration, as a renumbered tenant leaves behind."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps

from veche.journal.domain.heads import head_path, newest_of, remembered
from veche.journal.domain.seals import can_tell, is_sealed, sealed
from veche.journal.models import Entry
from veche.kernel.files import write_atomically

SEALED = "closing"
# In place of an administration's number: what was closed at the server.
BY_SERVER = 0
_HOW = "Закрывают на сервере: veche manage close_strays."


@dataclass(frozen=True, slots=True)
class Stray:
    """`name`: unique, `head:3:<hash>`, `chain:5:<hash>`. `words`: a Russian sentence."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing by `person` of their administration's marks; None at the server, which closes `strays` by name.

    In an earlier version people closed those too.
    """

    at: datetime
    person: int | None
    reason: str
    strays: tuple[str, ...]


def strays() -> tuple[Stray, ...]:
    """Of the whole installation, without closed ones."""
    Administration: Any = apps.get_model("staff", "Administration")
    living = set(Administration.objects.order_by("pk").values_list("pk", flat=True))
    closed = {name for city in (*living, BY_SERVER) for one in closings(city) for name in one.strays}
    return tuple(one for one in (*_heads(living), *_chains(living)) if one.name not in closed)


def closings(administration_id: int) -> tuple[Closing, ...]:
    """Of an administration, or `BY_SERVER`, oldest first; only sealed ones."""
    told = can_tell()
    return tuple(
        Closing(datetime.fromisoformat(one["at"]), one["person"], one["reason"], tuple(one["strays"]))
        for one in _read(_path(administration_id))
        if told and isinstance(one, dict) and is_sealed(SEALED, administration_id, one)
    )


def note_closing(administration_id: int, closing: Closing) -> None:
    """Store a closing. Raises `CryptoError` without a keyring."""
    told = {
        "at": closing.at.isoformat(),
        "person": closing.person,
        "reason": closing.reason,
        "strays": [*closing.strays],
    }
    path = _path(administration_id)
    kept = [*_read(path), sealed(SEALED, administration_id, told)]
    write_atomically(path, json.dumps(kept, ensure_ascii=False).encode())


def _heads(living: set[int]) -> Iterator[Stray]:
    for number in sorted(remembered() - living):
        head = newest_of(number)
        if head is not None:
            words = f"Вне базы есть отметка журнала администрации № {number}, а такой администрации в базе нет. {_HOW}"
            yield Stray(f"head:{number}:{head.hash}", words)


def _chains(living: set[int]) -> Iterator[Stray]:
    """Chains whose administration does not exist."""
    orphans = Entry.objects.unscoped().exclude(administration__in=living).order_by()
    for number in sorted(set(orphans.values_list("administration_id", flat=True).distinct())):
        last = Entry.objects.of(number).latest("number")
        words = f"В базе есть журнал администрации № {number}, а самой администрации нет. {_HOW}"
        yield Stray(f"chain:{number}:{last.hash}", words)


def _read(path: Path) -> list[Mapping[str, Any]]:
    try:
        kept = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return []
    return kept if isinstance(kept, list) else []


def _path(administration_id: int) -> Path:
    return head_path(administration_id).with_suffix(".closed.json")
