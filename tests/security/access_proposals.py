"""Rows of access_table.py about proposals of accounts and the register."""

from typing import Any

from tests.people import SINCE
from tests.security.access_row import Row
from tests.security.world import World
from veche.kernel.clock import today

PROPOSES = frozenset({"alice", "bob", "carol"})
DOES_THE_STEPS = PROPOSES | {"ivan"}
SEES_PROPOSALS = DOES_THE_STEPS | {"audrey", "helen"}
DECIDES = frozenset({"carol", "helen"})


def waiting(world: World) -> dict[str, Any]:
    return {"pk": world.proposal.pk}


def agreed(world: World) -> dict[str, Any]:
    return {"pk": world.agreed_proposal.pk}


def step(name: str) -> Any:
    return lambda world: {**agreed(world), "step": name}


def account(world: World) -> dict[str, Any]:
    return {"pk": world.idle_account.pk}


def _basis(world: World) -> dict[str, Any]:
    return {
        "purpose": "Секции и матчи.",
        "responsible": world.owner.pk,
        "basis": "Постановление",
        "basis_number": "1541",
        "basis_date": SINCE.isoformat(),
    }


def opening(world: World) -> dict[str, Any]:
    return {"network": "vk", "title": "Рубцовск. Спорт", **_basis(world)}


def closing(world: World) -> dict[str, Any]:
    return {"fate": "kept", **_basis(world)}


def done_today(world: World) -> dict[str, Any]:
    return {"day": today(world.administration.time_zone).isoformat(), "note": "Письмо № 7"}


PROPOSALS = (
    Row("accounts:proposals", SEES_PROPOSALS),
    *(Row(f"accounts:{name}", SEES_PROPOSALS) for name in ("registry", "registry_xlsx", "registry_csv")),
    Row("accounts:propose", PROPOSES),
    Row("accounts:propose", PROPOSES, post=opening),
    Row("accounts:propose_closing", PROPOSES, about=account),
    Row("accounts:propose_closing", PROPOSES, about=account, post=closing),
    Row("accounts:proposal", SEES_PROPOSALS, about=waiting),
    Row("accounts:proposal_decide", DECIDES, about=waiting, post={"verdict": "yes"}),
    Row("accounts:proposal_withdraw", PROPOSES, about=waiting, post={}),
    Row("accounts:proposal_account", DOES_THE_STEPS, about=agreed, post={}),
    Row("accounts:proposal_step", DOES_THE_STEPS, about=step("notified"), post=done_today),
    Row("accounts:proposal_step_back", DOES_THE_STEPS, about=step("created"), post={}),
)
