"""Rows of the access table: who works on what in the inbox."""

from typing import Any

from tests.security.access_plan import PRESS
from tests.security.access_row import Row
from tests.security.world import World


def _comment(world: World) -> dict[str, Any]:
    return {"pk": world.message.pk}


def _letter(world: World) -> dict[str, Any]:
    """A private message, readable only by people who may answer."""
    return {"pk": world.letter.pk}


WORK = (
    Row("inbox:settings", PRESS),
    Row("inbox:settings", PRESS, post={"hold_minutes": "20", "late_hours": "4"}),
    Row("inbox:take", PRESS, about=_comment, post={}),
    Row("inbox:take", PRESS, about=_letter, post={}),
    Row("inbox:release", PRESS, about=_comment, post={}),
    Row("inbox:release", PRESS, about=_letter, post={}),
    Row("inbox:note", PRESS, about=_comment, post={"text": "Позвонили в «Водоканал»"}),
    Row("inbox:note", PRESS, about=_letter, post={"text": "Звонили"}),
)
