"""The middle of a Wednesday: days named once stay true, and no half-minute of a code ends between two lines."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.factories import NOON
from veche.kernel.clock import local

# An hour that no test looks for on a page.
MIDDAY = NOON + timedelta(minutes=17)
TODAY = local(MIDDAY, "Asia/Barnaul").date()


@pytest.fixture(autouse=True)
def midday() -> Iterator[None]:
    """In force in each file that imports it."""
    with time_machine.travel(MIDDAY, tick=False):
        yield
