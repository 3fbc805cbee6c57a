"""Noon of a Wednesday: days named once stay true, and no half-minute of a code ends between two lines."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOON
from veche.kernel.clock import local

TODAY = local(NOON, "Asia/Barnaul").date()


@pytest.fixture(autouse=True)
def midday() -> Iterator[None]:
    """In force in each file that imports it."""
    with time_machine.travel(NOON, tick=False):
        yield
