"""What the journal says of a decision and of its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

DECISIONS = ("comment.deleted", "author.restricted")
LATER = (
    "evidence.completed",
    "evidence.sealed",
    "evidence.erased",
    "comment.undone",
    "author.released",
    "author.released_elsewhere",
    "author.term_changed",
)

type Key = tuple[str, int]  # («ruling», 12) or («restriction», 3)


@dataclass(frozen=True, slots=True)
class Said:
    """`digest`: the newest; `first`: that of an earlier version, before the evidence got its second one. `person`,
    `ground`, `hour` and `term` of the decision; without a term `until` counts, which the network has told. `odd`: there
    is an entry that the program would not have written; it counts for nothing else."""

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


def told(entries: Iterable[Any]) -> dict[Key, Said]:
    """By decision. `entries`: rows of the journal with the verbs above, the oldest first."""
    found: dict[Key, Said] = {}
    for entry in entries:
        key = _key_of(entry)
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
    return found


def _later(said: Said, entry: Any) -> Said:
    try:
        return _understood(said, entry)
    except (KeyError, TypeError, ValueError):  # facts that the program does not write
        return replace(said, odd=True)


def _understood(said: Said, entry: Any) -> Said:
    facts = entry.facts
    match entry.verb:
        case "comment.undone":
            return replace(said, undone=True)
        case "author.released":
            return replace(said, released=True, released_by=entry.actor_id)
        case "author.released_elsewhere":
            return replace(said, released=True)
        case "author.term_changed":
            until = facts["until"]
            return replace(said, term="", until=datetime.fromisoformat(until) if until else None)
        case "evidence.erased":
            return replace(said, erased=said.erased | frozenset(facts.get("parts", ())))
    return _with_digest(said, entry)


def _with_digest(said: Said, entry: Any) -> Said:
    """Each digest goes on from the one before; an earlier version's is left once."""
    before, digest = entry.facts.get("before"), str(entry.facts.get("evidence", ""))
    if before != said.digest or (entry.verb == "evidence.sealed" and said.first):
        return replace(said, odd=True)
    return replace(said, digest=digest, first=said.digest if entry.verb == "evidence.sealed" else said.first)


def _key_of(entry: Any) -> Key | None:
    """Of a deletion it stands with the comment, of a restriction with the restriction. None: it names neither."""
    ruling = entry.facts.get("ruling")
    if isinstance(ruling, int):
        return "ruling", ruling
    if entry.object_type == "moderation.restriction" and entry.object_id.isdecimal():
        return "restriction", int(entry.object_id)
    return None
