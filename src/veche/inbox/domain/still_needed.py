"""Words of residents and files that a room above still needs, so that they are not erased when their term is over.

Each room registers itself in its app's `ready`.
"""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from veche.kernel.clock import now
from veche.staff.models import Administration

# Takes the administration and when the term begins; what was over before that is needed no more.
type Condition = Callable[[Administration, datetime], Q]
type IsNamed = Callable[[str], bool]

# Each with its sentence.
_conditions: Final[list[tuple[str, Condition]]] = []
_forbidding: Final[list[Condition]] = []
_named_by: Final[list[IsNamed]] = []


def need_words(condition: Condition, why: str, *, forbids: bool = False) -> None:
    """`condition`: of the messages that the room needs; `why`: the sentence that says for what.

    `forbids`: a person forbade to erase them, by order of the law too.
    """
    _conditions.append((why, condition))
    if forbids:
        _forbidding.append(condition)


def need_files(is_named: IsNamed) -> None:
    """`is_named`: whether the room keeps a file with this SHA-256."""
    _named_by.append(is_named)


def needed(administration: Administration, since: datetime) -> Q:
    """Condition of messages that some room needs."""
    return reduce(or_, (condition for _, condition in reasons(administration, since)), Q(pk__in=()))


def forbidden(administration: Administration) -> Q:
    """Condition of messages that a person in a room above forbade to erase."""
    return reduce(or_, (one(administration, now()) for one in _forbidding), Q(pk__in=()))


def reasons(administration: Administration, since: datetime) -> list[tuple[str, Q]]:
    """Why words are needed, with the condition of the messages."""
    return [(why, condition(administration, since)) for why, condition in _conditions]


def is_named(sha256: str) -> bool:
    return any(one(sha256) for one in _named_by)
