"""Words of residents and files that a room above still needs, so that they are not erased when their term is over.

Each room registers itself in its app's `ready`.
"""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from veche.staff.models import Administration

# Takes the administration and when the term begins; what was over before that is needed no more.
type Condition = Callable[[Administration, datetime], Q]
type IsNamed = Callable[[str], bool]

_conditions: Final[list[Condition]] = []
_named_by: Final[list[IsNamed]] = []


def need_words(condition: Condition) -> None:
    """`condition`: of the messages that the room needs."""
    _conditions.append(condition)


def need_files(is_named: IsNamed) -> None:
    """`is_named`: whether the room keeps a file with this SHA-256."""
    _named_by.append(is_named)


def needed(administration: Administration, since: datetime) -> Q:
    """Condition of messages that some room needs."""
    return reduce(or_, (one(administration, since) for one in _conditions), Q(pk__in=()))


def is_named(sha256: str) -> bool:
    return any(one(sha256) for one in _named_by)
