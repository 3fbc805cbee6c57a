"""The table of n-grams returns the same as a dictionary."""

import random

from hypothesis import given
from hypothesis import strategies as st

from veche.screening.table import WIDTH, Table

Keys = st.text(max_size=5) | st.tuples(st.sampled_from("\x02\x03"), st.text(max_size=4), st.text(max_size=4))
Numbers = st.integers(min_value=0, max_value=(1 << 8 * WIDTH) - 1)


@given(known=st.dictionaries(Keys, Numbers), asked=st.lists(Keys))
def test_it_adds_up_what_a_dictionary_would(known: dict, asked: list):
    table = Table(known, known.values())
    asked += known
    assert table.summed(asked) == sum(known.get(key, 0) for key in asked)


def test_of_many_keys_each_is_found_and_no_other():
    dice = random.Random(2)
    known = {f"{number}": dice.getrandbits(200) for number in range(50_000)}
    table = Table(known, known.values())
    assert all(table.summed([key]) == number for key, number in known.items())
    assert table.summed(map(str, range(50_000, 100_000))) == 0


def test_a_key_asked_twice_counts_twice():
    assert Table(["да"], [21]).summed(["да", "нет", "да"]) == 42


def test_the_smallest_and_the_largest_hash_have_a_place():
    ends = [-(1 << 63), (1 << 63) - 1, 0, -1, 1]
    keys = [_Hashed(end) for end in ends]
    table = Table(keys, [1, 2, 4, 8, 16])
    assert [table.summed([key]) for key in keys] == [1, 2, 4, 8, 16]


class _Hashed:
    def __init__(self, number: int) -> None:
        self.number = number

    def __hash__(self) -> int:
        return self.number
