"""Rows of the access table about how posts are checked (`access_table.py` says what a row promises)."""

from datetime import date
from typing import Any

from tests.security.access_plan import PRESS
from tests.security.access_row import Row
from tests.security.world import World
from veche.compliance.models import LoadedRegister
from veche.kernel.clock import now

LOADS = {"ivan", "carol"}


def register(world: World) -> dict[str, Any]:
    city = world.draft.administration
    made, _created = LoadedRegister.objects.of(city).get_or_create(
        kind="extremist",
        defaults={
            "administration": city,
            "dated": date(2026, 12, 1),
            "loaded_by": world.draft.author,
            "loaded_at": now(),
            "rows": 0,
            "entries": b"",
        },
    )
    return {"pk": made.pk}


def draft(world: World) -> dict[str, Any]:
    return {"pk": world.draft.pk}


COMPLIANCE = (
    Row("publishing:reasons", PRESS, about=draft),
    Row("publishing:reasons", PRESS, about=draft, post={}),
    Row("compliance:checks", PRESS | {"ivan", "audrey"}),
    Row("compliance:load", LOADS),
    Row("compliance:load", LOADS, post={}, ok=422),
    Row("compliance:sample", LOADS),
    Row("compliance:preview", LOADS, ok=302),
    Row("compliance:take", LOADS, post={"digest": ""}),
    Row("compliance:discard", LOADS, post={}),
    Row("compliance:withdraw", LOADS, about=register, post={}),
    Row("compliance:change_old_after", LOADS, post={"days": "60"}),
    Row("compliance:change_families", {"carol"}, post={"checked": ["law"]}),
    Row("compliance:change_election", {"carol"}, post={"voting_first": "2026-12-20"}),
)
