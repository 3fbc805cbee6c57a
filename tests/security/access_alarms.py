"""Rows of access_table.py about news, bots and what was sent to them."""

from typing import Any

from tests.security.access_row import Row
from tests.security.access_staff import EVERYBODY
from tests.security.world import World

SETS_UP = frozenset({"ivan", "carol"})
PRESS = frozenset({"alice", "bob", "carol"})


def bot(world: World) -> dict[str, Any]:
    return {"pk": world.bot.pk}


ALARMS = (
    Row("alarms:mine", EVERYBODY),
    Row("alarms:letters", EVERYBODY, post={"letters": "on"}),
    Row("alarms:send_again", SETS_UP, about=lambda w: {"pk": w.curator.pk}, post={}),
    Row("alarms:link", EVERYBODY, about=bot, post={}, ok=200),
    Row("alarms:unlink", {"alice"}, about=lambda w: {"pk": w.chat.pk}, post={}),
    Row("alarms:bots", SETS_UP),
    Row("alarms:remove_bot", SETS_UP, about=bot),
    Row("alarms:remove_bot", SETS_UP, about=bot, post={}),
    Row("alarms:tray", PRESS),
    Row("alarms:sort_out", PRESS, about=lambda w: {"pk": w.parcel.pk}, post={}),
)
