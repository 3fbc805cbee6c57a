"""Numbers of two hundred thousand n-grams in plain arrays: a dictionary of them would take four times the memory.

A key is found by its hash alone. Python's is 64 bits long, so that of a thousand million million strange n-grams one
would be taken for a known one.
"""

import sys
from array import array
from collections.abc import Hashable, Iterable
from itertools import accumulate

# So many first bits of a hash tell where to look for it: there or a place further, mostly.
_BITS = 18
_SHIFT = sys.hash_info.width - _BITS
_LARGEST = (1 << sys.hash_info.width - 1) - 1
# Bytes of a row.
WIDTH = 32


class Table:
    """Adds up what is known of some keys; of a key that is not there, nothing."""

    __slots__ = ("_hashes", "_rows", "_starts")

    def __init__(self, keys: Iterable[Hashable], rows: Iterable[int]) -> None:
        """`rows`: for each key a number of less than `WIDTH` bytes, not below nought."""
        hashes = array("q", map(hash, keys))
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array("q", map(hashes.__getitem__, order))
        places = array("I", order)
        for place, at in enumerate(order):
            places[at] = place
        table = bytearray(WIDTH * len(hashes))
        for place, row in zip(places, rows, strict=True):
            table[WIDTH * place : WIDTH * (place + 1)] = row.to_bytes(WIDTH)
        self._rows = bytes(table)  # a slice of it takes less time
        self._hashes.append(_LARGEST)  # where a search ends
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
    """Where in their order those begin that have the same first bits, by these bits; below nought from the end on."""
    counts = [0] * (1 << _BITS)
    for one in hashes:
        counts[one >> _SHIFT] += 1
    middle = len(counts) // 2
    before = array("I", accumulate(counts[middle:] + counts[:middle], initial=0))
    return before[middle:-1] + before[:middle]
