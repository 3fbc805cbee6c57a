"""The rows of the reserve of evergreen texts."""

from typing import Any

from tests.security.access_row import Row
from tests.security.access_staff import in_a_week
from tests.security.world import World

PRESS = frozenset({"alice", "bob", "carol"})


def evergreen(world: World) -> dict[str, Any]:
    return {"pk": world.evergreen.pk}


def written(world: World) -> dict[str, Any]:
    return {
        "title": "Куда звонить",
        "text": "Звоните 112.",
        "accounts": world.account.pk,
        "format": "text",
        "category": "important",
    }


def hour(world: World) -> dict[str, Any]:
    return {"day": in_a_week(world), "time": "12:00"}


RESERVE = (
    Row("publishing:evergreens", PRESS),
    Row("publishing:evergreen_add", PRESS),
    Row("publishing:evergreen_add", PRESS, post=written),
    Row("publishing:evergreen", PRESS, about=evergreen),
    Row("publishing:evergreen", PRESS, about=evergreen, post=written),
    Row("publishing:evergreen_take", PRESS, about=evergreen, post={}),
    Row("publishing:evergreen_remove", PRESS, about=evergreen, post={}),
    Row("publishing:evergreen_restore", PRESS, about=evergreen, post={}),
    Row("web:place", PRESS, about=evergreen),
    Row("web:place", PRESS, about=evergreen, post=hour),
    Row("publishing:keep", PRESS, about=lambda w: {"pk": w.draft.pk}, post={}),
)
