"""Rows of access_table.py: copies of decisions, the second person of a restriction, the review."""

from typing import Any

from tests.factories import make_message
from tests.security.access_plan import PRESS
from tests.security.access_row import Row
from tests.security.access_staff import EVERYBODY, IT
from tests.security.world import World
from veche.moderation.domain.ladder import ask


def ruling(world: World) -> dict[str, Any]:
    return {"pk": world.ruling.pk}


def restriction(world: World) -> dict[str, Any]:
    return {"pk": world.restriction.pk}


def asked_restriction(world: World) -> dict[str, Any]:
    message = make_message(world.account, author_id="313")
    return {"pk": ask(message=message, by=world.owner, ground="insult", term="good", why="снова").pk}


DECISIONS = (
    Row("moderation:ruling_copy", PRESS, about=ruling, post={"to": "own", "kind": "pdf"}, ok=200),
    Row("moderation:restriction_copy", PRESS, about=restriction, post={"to": "own", "kind": "pdf"}, ok=200),
    Row("moderation:asked", EVERYBODY - IT, about=asked_restriction),
    Row("moderation:confirm", (PRESS | {"helen"}) - {"alice"}, about=asked_restriction, post={}),
    Row("moderation:refuse", PRESS | {"helen"}, about=asked_restriction, post={}),
    Row("moderation:review", PRESS, about=restriction, post={}),
    Row("moderation:thresholds", EVERYBODY - IT),
    Row("moderation:norms", EVERYBODY - IT),
)
