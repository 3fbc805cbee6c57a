"""Compare two windows on one object: changes of only one are taken, changes of both are a conflict.

A window sends for each field a mark (a hash) of what it showed. Values are strings by field name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

# The field of a form that holds the marks as JSON.
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Merge:
    """Field names: `mine` changed in this window only, `theirs` by a colleague only, `both` differently."""

    mine: frozenset[str]
    theirs: frozenset[str]
    both: frozenset[str]


def mark(value: str) -> str:
    """A short hash, so that long texts are not sent twice."""
    return blake2b(value.encode(), digest_size=6).hexdigest()


def marks(values: Mapping[str, str]) -> dict[str, str]:
    return {name: mark(value) for name, value in values.items()}


def submitted_marks(data: Mapping[str, str]) -> dict[str, str] | None:
    """Marks by field in the data of a request; None without them or if they are no JSON object."""
    try:
        told = json.loads(data.get(SEEN, "null"))
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    return {str(name): value for name, value in told.items() if isinstance(value, str)}


def merge(typed: Mapping[str, str], stored: Mapping[str, str], seen: Mapping[str, str]) -> Merge:
    """`seen`: marks of what the window showed. A field without a mark was empty."""
    mine, theirs, both = set(), set(), set()
    for name, value in typed.items():
        now, base, own = mark(stored.get(name, "")), seen.get(name, mark("")), mark(value)
        if own == now:
            continue
        if own == base:
            theirs.add(name)
        elif now == base:
            mine.add(name)
        else:
            both.add(name)
    return Merge(frozenset(mine), frozenset(theirs), frozenset(both))
