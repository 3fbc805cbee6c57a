"""Rows of the access table: who works on what in the inbox."""

from typing import Any

from tests.security.access_plan import PRESS
from tests.security.access_row import Row
from tests.security.world import World
from veche.inbox.domain.saved import save_filter
from veche.inbox.models import SavedFilter


def _comment(world: World) -> dict[str, Any]:
    return {"pk": world.message.pk}


def _letter(world: World) -> dict[str, Any]:
    """A private message, readable only by people who may answer."""
    return {"pk": world.letter.pk}


def _filter(world: World) -> dict[str, Any]:
    """Of the owner, shared: who heads the press service may change it too."""
    found = SavedFilter.objects.of(world.administration).first()
    return {"pk": (found or save_filter(by=world.owner, name="Вода", query="q=вода", shared=True)).pk}


# The owner, and the head of the press service.
KEEPERS = frozenset({"alice", "carol"})

WORK = (
    Row("inbox:filters", PRESS),
    Row("inbox:save_filter", PRESS, post={"name": "Снег", "query": "q=снег"}),
    Row("inbox:change_filter", KEEPERS, about=_filter, post={"name": "Вода и тепло", "shared": "on"}),
    Row("inbox:move_filter", KEEPERS, about=_filter, post={}),
    Row("inbox:delete_filter", KEEPERS, about=_filter, post={}),
    Row("inbox:settings", PRESS),
    Row("inbox:settings", PRESS, post={"hold_minutes": "20", "late_hours": "4"}),
    Row("inbox:take", PRESS, about=_comment, post={}),
    Row("inbox:take", PRESS, about=_letter, post={}),
    Row("inbox:here", PRESS, about=_comment, post={}, ok=200),
    Row("inbox:here", PRESS, about=_letter, post={}, ok=200),
    Row("inbox:release", PRESS, about=_comment, post={}),
    Row("inbox:release", PRESS, about=_letter, post={}),
    Row("inbox:note", PRESS, about=_comment, post={"text": "Позвонили в «Водоканал»"}),
    Row("inbox:note", PRESS, about=_letter, post={"text": "Звонили"}),
)
