"""Numbers of two hundred thousand n-grams in plain arrays; a dictionary would take four times the memory.

A key is found by its hash alone. With Python's 64 bits about one of 10^15 unknown n-grams would be taken for a known
one.
"""

import sys
from array import array
from collections.abc import Hashable, Iterable
from itertools import accumulate

# The first bits of a hash index the position, which is mostly there or one further.
_BITS = 18
_SHIFT = sys.hash_info.width - _BITS
_LARGEST = (1 << sys.hash_info.width - 1) - 1
# Bytes per row.
WIDTH = 32


class Table:
    """Adds up the numbers of keys; unknown keys add 0."""

    __slots__ = ("_hashes", "_rows", "_starts")

    def __init__(self, keys: Iterable[Hashable], rows: Iterable[int]) -> None:
        """`rows`: a non-negative number of less than `WIDTH` bytes for each key."""
        hashes = array("q", map(hash, keys))
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array("q", map(hashes.__getitem__, order))
        places = array("I", order)
        for place, at in enumerate(order):
            places[at] = place
        table = bytearray(WIDTH * len(hashes))
        for place, row in zip(places, rows, strict=True):
            table[WIDTH * place : WIDTH * (place + 1)] = row.to_bytes(WIDTH)
        self._rows = bytes(table)  # slices of bytes are faster
        self._hashes.append(_LARGEST)  # the end of a search
        self._starts = _starts(self._hashes)

    def summed(self, keys: Iterable[Hashable]) -> int:
        starts, hashes, rows = self._starts, self._hashes, self._rows
        total = 0
        for wanted in map(hash, keys):
            place = starts[wanted >> _SHIFT]
            while (found := hashes[place]) < wanted:
                place += 1
            if found == wanted:
                place *= WIDTH
                total += int.from_bytes(rows[place : place + WIDTH])
        return total


def _starts(hashes: Iterable[int]) -> array[int]:
    """Start positions of hashes by their first bits; negative hashes come last."""
    counts = [0] * (1 << _BITS)
    for one in hashes:
        counts[one >> _SHIFT] += 1
    middle = len(counts) // 2
    before = array("I", accumulate(counts[middle:] + counts[:middle], initial=0))
    return before[middle:-1] + before[:middle]
