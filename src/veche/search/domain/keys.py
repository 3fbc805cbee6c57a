"""Marks and keys of entries: what filters ask, and the order of all.

A key is the moment in whole seconds, shifted by `BITS`, with the entry's own number below. Newest first is the largest
key first, days are a range, and the next page begins below the last key. SQLite's full-text table has it as its rowid
and so reads the newest matches without looking at the others.
"""

from datetime import datetime

BITS = 28
# The bounds of the column.
LEAST, MOST = -(2**63), 2**63 - 1
# Marks have a colon, which no word has.
ADMINISTRATION, KIND, NETWORK, PERSON, MARK = "a:{}", "k:{}", "n:{}", "p:{}", "m:{}"


def key_of(at: datetime, number: int) -> int:
    return first_key(at) + number % (1 << BITS)


def first_key(at: datetime) -> int:
    """The smallest key of this second."""
    return int(at.timestamp()) << BITS
