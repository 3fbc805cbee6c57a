"""Rows of access_table.py about a plan from a file. What waits for a yes is found by the person, not by an address."""

from typing import Any

from tests.security.access_row import Row
from tests.security.world import World

PRESS = frozenset({"alice", "bob", "carol"})


def file(world: World) -> dict[str, Any]:
    return {"pk": world.plan_file.pk}


FILES = (
    Row("plan:file_load", PRESS),
    Row("plan:file_load", PRESS, post={}, ok=422),
    Row("plan:file_sample", PRESS),
    Row("plan:file_rows", PRESS, ok=302),
    Row("plan:file_mark", PRESS, post={"shown": "", "ticked": ""}),
    Row("plan:file_place", PRESS, post={"digest": "", "shown": "", "ticked": ""}),
    Row("plan:file_discard", PRESS, post={}),
    Row("plan:file", PRESS, about=file),
    Row("plan:file_take_out", PRESS, about=file, post={}),
)
