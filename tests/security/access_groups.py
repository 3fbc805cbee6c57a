"""Rows of the access table about groups of comments: readers of the inbox see them, the press service decides."""

from typing import Any

from tests.factories import make_message
from tests.security.access_plan import PRESS
from tests.security.access_row import Row
from tests.security.world import World
from veche.groups.domain.decide import decide
from veche.groups.enums import GroupKind, GroupVerb

READERS = PRESS | {"dave", "erin", "helen", "dora", "audrey"}


def _pressed(world: World) -> dict[str, Any]:
    chosen = {make_message(world.account).pk: 0}
    made = decide(by=world.owner, kind=GroupKind.SAME, verb=GroupVerb.KEEP, chosen=chosen)
    return {"pk": made.pk}


def _press(world: World) -> dict[str, Any]:
    return {"kind": "same", "verb": "keep", "comment": [f"{make_message(world.account).pk}.0"]}


GROUPS = (
    Row("groups:list", READERS),
    Row("groups:decide", PRESS, post=_press),
    Row("groups:decide", PRESS, post={}),
    Row("groups:check", PRESS, post={"text": "Воду дадут к шести."}, ok=200),
    Row("groups:undo", PRESS, about=_pressed, post={}),
)
