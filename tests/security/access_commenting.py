"""Rows of access_table.py about closed comments: the press service closes and opens, those above it read."""

from typing import Any

from tests.security.access_row import Row
from tests.security.world import World
from veche.commenting.domain.close import close
from veche.commenting.domain.closures import standing
from veche.commenting.models import ModeDifference
from veche.kernel.clock import now
from veche.outbox.models import Act

PRESS = frozenset({"alice", "bob", "carol"})
READS = PRESS | {"dave", "erin", "helen", "dora", "audrey"}
TERM: dict[str, Any] = {"reason": "Паника под записью", "endless": "on"}


def account(world: World) -> dict[str, Any]:
    return {"pk": world.account.pk}


def post(world: World) -> dict[str, Any]:
    act = world.act_in(state="confirmed", proof="answer")
    Act.objects.filter(pk=act.pk).update(remote_id=f"9{act.pk}")
    return {"pk": act.pk}


def closure(world: World) -> dict[str, Any]:
    said: dict[str, Any] = {"mode": "closed", "reason": "Паника под записью", "until": None}
    found = standing(world.account, None)
    return {"pk": (found or close(account=world.account, publication=None, by=world.owner, **said)).pk}


def difference(world: World) -> dict[str, Any]:
    """Of a post, because the account's own is closed by other rows."""
    publication, city = post(world)["pk"], world.account.administration
    said = {"account": world.account, "publication_id": publication, "ours": "closed", "seen": "open", "at": now()}
    return {"pk": ModeDifference.objects.create(administration=city, **said).pk}


COMMENTING = (
    Row("commenting:list", READS),
    Row("commenting:account", PRESS, about=account),
    Row("commenting:account", PRESS, about=account, post=TERM | {"mode": "closed"}),
    Row("commenting:account", PRESS, about=account, post=TERM, ok=422),
    Row("commenting:post", PRESS, about=post),
    Row("commenting:post", PRESS, about=post, post=TERM | {"mode": "closed"}),
    Row("commenting:detail", READS, about=closure),
    Row("commenting:term", PRESS, about=closure, post=TERM),
    Row("commenting:term", PRESS, about=closure, post={"reason": ""}, ok=422),
    Row("commenting:open", PRESS, about=closure, post={}),
    Row("commenting:put_back", PRESS, about=difference, post={}),
    Row("commenting:accept", PRESS, about=difference, post={}),
)
