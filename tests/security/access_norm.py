"""Rows of access_table.py about the norm and posts past Veche."""

from typing import Any

from tests.security.access_plan import PRESS
from tests.security.access_row import Row
from tests.security.access_staff import EVERYBODY
from tests.security.world import World
from veche.accounts.models import Account


def foreign_post(world: World) -> dict[str, Any]:
    return {"pk": world.foreign_post.pk}


def strangers_post(world: World) -> dict[str, Any]:
    return {"pk": world.strangers_post.pk}


def a_norm(world: World) -> dict[str, Any]:
    """The norm as the page shows it, with three a week."""
    numbers = {f"account-{account.pk}": "3" for account in Account.objects.of(world.administration)}
    rule = {"minimum": "3", "each": "together", "reposts": "apart", "since": "1"}
    return {**rule, "categories": ["activity"], "formats": ["text"], **numbers}


NORM = (
    Row("norm:norm", EVERYBODY),
    Row("norm:week", EVERYBODY),
    Row("norm:change", {"carol"}, post=a_norm),
    Row("publishing:foreign", EVERYBODY),
    Row("publishing:foreign_ours", PRESS, about=foreign_post, post={"category": "activity"}),
    Row("publishing:foreign_not_ours", PRESS, about=foreign_post, post={}),
    Row("publishing:foreign_undo", PRESS, about=strangers_post, post={}),
    Row("publishing:foreign_settled", {"carol", "ivan"}, about=strangers_post, post={}),
)
