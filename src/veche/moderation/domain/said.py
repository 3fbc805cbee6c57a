"""What the journal says about decisions and their evidence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

ERASED = "evidence.erased"
EXPIRED = "evidence.expired"
DECISIONS = ("comment.deleted", "message.deleted", "author.restricted")
LATER = (
    "evidence.completed",
    "evidence.sealed",
    ERASED,
    EXPIRED,
    "comment.undone",
    "message.undone",
    "author.released",
    "author.released_elsewhere",
    "author.term_over",
    "author.term_changed",
)

type Key = tuple[str, int]  # («ruling», 12) or («restriction», 3)


@dataclass(frozen=True, slots=True)
class Said:
    """Facts of one decision. `digest`: the newest; `first`: that of an earlier version, before the second digest.

    `person`, `ground`, `hour` and `term` of the decision; without a term `until`, which the network told. `odd`: an
    entry that the program would not have written, otherwise ignored. `erasing_unsealed`: an erasure's entry has no seal
    of ours. `pictures_gone`: the files of its pictures were removed.
    """

    digest: str
    person: int | None
    ground: str
    hour: datetime
    first: str = ""
    erased: frozenset[str] = frozenset()
    undone: bool = False
    term: str = ""
    until: datetime | None = None
    released: bool = False
    released_by: int | None = None
    odd: bool = False
    erasing_unsealed: bool = False
    pictures_gone: bool = False


def told(entries: Iterable[Any], ours: Callable[[Any], bool] = lambda _: True) -> dict[Key, Said]:
    """Facts by decision. `entries`: journal rows with the verbs above, oldest first.

    `ours`: whether an entry is sealed by us, asked for erasures only, as the journal's check reports the others.
    """
    found: dict[Key, Said] = {}
    for entry in entries:
        key = entry_key(entry)
        if key is None:
            continue
        if entry.verb in DECISIONS and key in found:
            found[key] = replace(found[key], odd=True)
        elif entry.verb in DECISIONS:
            ground = str(entry.facts.get("ground", ""))
            term = str(entry.facts.get("term", ""))
            found[key] = Said(str(entry.facts.get("evidence", "")), entry.actor_id, ground, entry.at, term=term)
        elif key in found:
            found[key] = _later(found[key], entry)
            if entry.verb in (ERASED, EXPIRED) and not ours(entry):
                found[key] = replace(found[key], erasing_unsealed=True)
    return found


def _later(said: Said, entry: Any) -> Said:
    try:
        return _understood(said, entry)
    except (KeyError, TypeError, ValueError):  # facts that the program does not write
        return replace(said, odd=True)


def _understood(said: Said, entry: Any) -> Said:
    facts = entry.facts
    match entry.verb:
        case "comment.undone" | "message.undone":
            return replace(said, undone=True)
        case "author.released":
            return replace(said, released=True, released_by=entry.actor_id)
        case "author.released_elsewhere" | "author.term_over":
            return replace(said, released=True)
        case "author.term_changed":
            until = facts["until"]
            return replace(said, term="", until=datetime.fromisoformat(until) if until else None)
        case _ if entry.verb in (ERASED, EXPIRED):
            return _erased(said, entry) if entry.verb == ERASED else _expired(said, entry)
    return _with_digest(said, entry)


def _erased(said: Said, entry: Any) -> Said:
    """Record an erasure: by a person on the ground of a paper, or by the program as an `ErasureRequest` says."""
    asked = isinstance(entry.facts.get("request"), int)
    if not asked and (entry.actor_id is None or not entry.facts["order"]):
        raise ValueError("an erasure names who and why")
    erased = said.erased | frozenset(entry.facts["parts"])
    return replace(said, erased=erased, pictures_gone=said.pictures_gone or asked)


def _expired(said: Said, entry: Any) -> Said:
    """Record an erasure by the program, when the administration's term was over."""
    if entry.actor_id is not None or not isinstance(entry.facts["months"], int):
        raise ValueError("the program erases after a term")
    return replace(said, erased=said.erased | frozenset(entry.facts["parts"]), pictures_gone=True)


def _with_digest(said: Said, entry: Any) -> Said:
    """Follow the digests: each continues the one before; an earlier version's is left once."""
    before, digest = entry.facts.get("before"), str(entry.facts.get("evidence", ""))
    if before != said.digest or (entry.verb == "evidence.sealed" and said.first):
        return replace(said, odd=True)
    return replace(said, digest=digest, first=said.digest if entry.verb == "evidence.sealed" else said.first)


def entry_key(entry: Any) -> Key | None:
    """The decision an entry is about: a deletion's with the comment, a restriction's with the restriction. None for
    neither."""
    ruling = entry.facts.get("ruling")
    if isinstance(ruling, int):
        return "ruling", ruling
    if entry.object_type == "moderation.restriction" and entry.object_id.isdecimal():
        return "restriction", int(entry.object_id)
    return None
