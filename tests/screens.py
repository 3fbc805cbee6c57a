"""Sizes of screens and colour schemes in which pages are checked.

Colours do not depend on the size, nor the layout on the scheme, so each size and each scheme once is enough; the other
pairs are checked by night.
"""

import pytest

DESK, PHONE = (1366, 768), (390, 844)
SCREENS = [
    pytest.param(DESK, "light", id="desk-light"),
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESK, "dark", id="desk-dark", marks=pytest.mark.nightly),
    pytest.param(PHONE, "light", id="phone-light", marks=pytest.mark.nightly),
]
