"""Rows of access_table.py: copies of decisions, the second person of a restriction, the review, holds."""

from datetime import date
from typing import Any

from tests.factories import make_message
from tests.security.access_plan import PRESS
from tests.security.access_row import Row
from tests.security.access_staff import EVERYBODY, IT
from tests.security.world import World
from veche.kernel.clock import now
from veche.moderation.domain.holds import hold
from veche.moderation.domain.ladder import ask
from veche.moderation.enums import Ground
from veche.moderation.models import Sample, SecondLook, ThresholdOffer


def ruling(world: World) -> dict[str, Any]:
    return {"pk": world.ruling.pk}


def restriction(world: World) -> dict[str, Any]:
    return {"pk": world.restriction.pk}


def asked_restriction(world: World) -> dict[str, Any]:
    message = make_message(world.account, author_id="313")
    return {"pk": ask(message=message, by=world.owner, ground="insult", term="good", why="снова").pk}


def legal_hold(world: World) -> dict[str, Any]:
    return {"pk": hold(message=world.ruling.message, by=world.owner, reason="запрос суда").pk}


def second_look(world: World) -> dict[str, Any]:
    drawn = Sample.objects.create(
        administration=world.administration, month=date(2026, 1, 1), seed="1", total=1, at=now()
    )
    said = {"administration": world.administration, "sample": drawn, "ruling": world.ruling, "first": world.owner}
    return {"pk": SecondLook.objects.create(**said).pk}


def offer(world: World, ground: str = "insult", **more: Any) -> dict[str, Any]:
    effect = dict.fromkeys(("decided", "fewer", "in_vain", "more", "deleted"), 30)
    said = {"administration": world.administration, "account": world.account, "ground": ground}
    found = ThresholdOffer.objects.filter(**said, answer="").first()
    made = found or ThresholdOffer.objects.create(**said, at=now(), before=0.5, value=0.6, **effect, **more)
    return {"pk": made.pk}


def asked_offer(world: World) -> dict[str, Any]:
    """Of the law's grounds, asked for by one person."""
    return offer(world, "threat", asked_by=world.owner)


DECISIONS = (
    Row("moderation:ruling_copy", PRESS, about=ruling, post={"to": "own", "kind": "pdf"}, ok=200),
    Row("moderation:restriction_copy", PRESS, about=restriction, post={"to": "own", "kind": "pdf"}, ok=200),
    Row("moderation:asked", EVERYBODY - IT, about=asked_restriction),
    Row("moderation:confirm", (PRESS | {"helen"}) - {"alice"}, about=asked_restriction, post={}),
    Row("moderation:refuse", PRESS | {"helen"}, about=asked_restriction, post={}),
    Row("moderation:review", PRESS, about=restriction, post={}),
    Row("moderation:thresholds", EVERYBODY - IT),
    Row("moderation:take_offer", {"carol"}, about=offer, post={}),
    Row("moderation:leave_offer", {"carol"}, about=offer, post={}),
    Row("moderation:take_offer", (PRESS | {"helen"}) - {"alice"}, about=asked_offer, post={}),
    Row("moderation:leave_offer", PRESS | {"helen"}, about=asked_offer, post={}),
    Row("moderation:norms", EVERYBODY - IT),
    Row("moderation:change_norms", {"carol"}, post=dict.fromkeys(Ground.values, "пункт 2.5")),
    Row("moderation:keeping", EVERYBODY - IT),
    Row("moderation:quality", EVERYBODY - IT),
    Row("moderation:model_card", EVERYBODY - IT),
    Row("moderation:change_sample", {"carol"}, post={"size": "20"}),
    Row("moderation:second_look", PRESS),
    Row("moderation:judge", PRESS, about=second_look, post={"verdict": "kept"}),
    Row("moderation:change_keeping", {"carol"}, post={"months": "36", "norm": "статья 5"}),
    Row("moderation:hold_ruling", PRESS, about=ruling, post={"reason": "запрос суда"}),
    Row("moderation:hold_restriction", PRESS, about=restriction, post={"reason": "запрос суда"}),
    Row("moderation:lift_hold", PRESS, about=legal_hold, post={}),
    Row("personal_data:look", {"carol"}, post={"network": "vk", "author": "311"}),
    Row("personal_data:erase", {"carol"}, post={}),
)
