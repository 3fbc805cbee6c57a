"""Kills on a real server: `make sweep` runs them where snac can be had, and says so where it cannot."""

import tempfile
from pathlib import Path

import pytest

from scripts import find
from tests.chaos.__main__ import NEVER, Scenario, run
from tests.chaos.databases import SQLITE, Templates
from tests.chaos.worker import POINTS
from tests.networks.mastodon.snac import LEFT_OUT

pytestmark = [pytest.mark.sweep, pytest.mark.skipif(find.snac() is None, reason=LEFT_OUT)]


def test_nothing_is_lost_and_nothing_stands_twice_on_snac() -> None:
    """SQLite needs no server."""
    with tempfile.TemporaryDirectory() as folder:
        rows = run(Scenario("mastodon-snac", SQLITE, ("points:2", "stops")), Templates("", Path(folder))).rows

    assert [row["error"] for row in rows if "error" in row] == []
    assert [row["trial"] for row in rows if any(row.get(name) for name in NEVER)] == []
    assert [row["trial"] for row in rows if row["once"] != row["acts"]] == []
    assert len(rows) == len(POINTS) + 3
