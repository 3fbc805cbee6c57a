"""Sizes of screens and colour schemes in which pages are checked.

Colours do not depend on the size, nor the layout on the scheme. A sweep checks a page on one screen, and the pages of
the next file on the other; the remaining pairs are checked by night.
"""

import pytest
from _pytest.mark import ParameterSet

DESK, PHONE = (1366, 768), (390, 844)
PAIRS = {
    "desk-light": (DESK, "light"),
    "phone-dark": (PHONE, "dark"),
    "desk-dark": (DESK, "dark"),
    "phone-light": (PHONE, "light"),
}


def first(of_the_sweep: str) -> list[ParameterSet]:
    """All pairs of size and scheme, the others marked nightly."""
    return [
        pytest.param(*pair, id=name, marks=[pytest.mark.nightly] * (name != of_the_sweep))
        for name, pair in PAIRS.items()
    ]


ON_A_DESK, ON_A_PHONE = first("desk-light"), first("phone-dark")
