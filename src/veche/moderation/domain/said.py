"""What the journal says of a decision and of its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

DECISIONS = ("comment.deleted", "author.restricted")
LATER = ("evidence.completed", "evidence.sealed", "evidence.erased", "comment.undone")

type Key = tuple[str, int]  # («ruling», 12) or («restriction», 3)


@dataclass(frozen=True, slots=True)
class Said:
    """`digest`: the newest; `first`: that of an earlier version, before the evidence got its second one. `person`,
    `ground` and `hour` of the decision."""

    digest: str
    person: int | None
    ground: str
    hour: datetime
    first: str = ""
    erased: frozenset[str] = frozenset()
    undone: bool = False


def told(entries: Iterable[Any]) -> dict[Key, Said]:
    """By decision. `entries`: rows of the journal with the verbs above, the oldest first."""
    found: dict[Key, Said] = {}
    for entry in entries:
        key = _key_of(entry)
        if entry.verb in DECISIONS:
            ground = str(entry.facts.get("ground", ""))
            found[key] = Said(str(entry.facts.get("evidence", "")), entry.actor_id, ground, entry.at)
        elif key in found:
            found[key] = _later(found[key], entry)
    return found


def _later(said: Said, entry: Any) -> Said:
    facts = entry.facts
    if entry.verb == "comment.undone":
        return replace(said, undone=True)
    if entry.verb == "evidence.erased":
        return replace(said, erased=said.erased | frozenset(facts.get("parts", ())))
    if entry.verb == "evidence.sealed":
        return replace(said, digest=facts["evidence"], first=facts["before"])
    return replace(said, digest=facts["evidence"])


def _key_of(entry: Any) -> Key:
    """Of a deletion it stands with the comment, of a restriction with the restriction."""
    if ruling := entry.facts.get("ruling"):
        return "ruling", int(ruling)
    return ("restriction", int(entry.object_id)) if entry.object_type == "moderation.restriction" else ("", 0)
