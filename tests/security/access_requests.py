"""Rows of access_table.py about requests. dave is asked; erin is a curator of another department."""

from collections.abc import Callable
from typing import Any

from tests.security.access_row import Row
from tests.security.world import World
from veche.requests.domain.links import path_for
from veche.requests.models import RequestSettings

PRESS = frozenset({"alice", "bob", "carol"})
READS = PRESS | {"helen", "dora"}
CURATORS = frozenset({"dave", "erin"})
ASKED = frozenset({"dave"})
AGAIN = {"back-due": "0", "back-text": "А когда?"}


def one(state: str = "asked", kind: str = "material") -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.requests[state, kind].pk}


def asking(world: World) -> dict[str, Any]:
    to = f"d{world.curator.department_id}"
    return {"kind": "facts", "to": to, "title": "Автобус", "text": "Когда вернут рейсы?", "due": "0"}


def other(world: World) -> dict[str, Any]:
    return {"to": f"d{world.curator.department_id}", "due": "0"}


def linked(world: World) -> dict[str, Any]:
    """The link of a letter to the curator. It opens for its holder, whoever has signed in."""
    city = world.administration
    RequestSettings.objects.of(city).update_or_create(administration=city, defaults={"links": True})
    return {"token": path_for(world.requests["asked", "material"], world.curator).split("/")[-2]}


NO_LINK = {"token": "no-such-link"}
REQUESTS = (
    Row("requests:settings", {"carol"}),
    Row("requests:settings", {"carol"}, post={"links": "on"}),
    Row("requests:link", (), about=lambda _: NO_LINK, ok=410, public=True),
    Row("requests:link", (), about=lambda _: NO_LINK, post={}, ok=410, public=True),
    Row("requests:link", (), about=linked, public=True),
    Row("requests:link", (), about=linked, post={"act": "answer", "text": "Готово."}, public=True),
    Row("requests:link_uploads", (), about=linked, post={}, ok=412, public=True),
    Row("requests:link_picture", (), about=lambda _: NO_LINK | {"attachment": 1}, ok=404, public=True),
    Row("requests:list", READS),
    Row("requests:departments", READS),
    Row("requests:ask", READS),
    Row("requests:ask", READS, post=asking),
    Row("requests:ask_uploads", READS, post={}, ok=412),
    Row("requests:from_tray", PRESS, about=lambda w: {"pk": w.parcel.pk}),
    Row("requests:from_tray", PRESS, about=lambda w: {"pk": w.parcel.pk}, post={}, ok=422),
    Row("plan:from_request", PRESS, about=one("answered", "plan"), post={}),
    Row("publishing:from_request", PRESS, about=one("answered"), post={}),
    Row("publishing:from_tray", PRESS, about=lambda w: {"pk": w.parcel.pk}),
    Row("publishing:from_tray", PRESS, about=lambda w: {"pk": w.parcel.pk}, post={}),
    Row("requests:inquire", {"helen", "dora"}),
    Row("requests:inquire", {"helen", "dora"}, post={"text": "Почему пусто?", "to": "press", "due": "0"}),
    Row("requests:mine", CURATORS),
    Row("requests:detail", READS | ASKED, about=one()),
    Row("requests:remark", PRESS | ASKED, about=one(), post={"text": "Ждём.", "words-text": "Ждём."}),
    Row("requests:accept", PRESS, about=one("answered"), post={}),
    Row("requests:raise", PRESS, about=one(), post={}, ok=422),
    Row("requests:read", PRESS, about=one("answered"), post={}),
    Row("requests:send_back", PRESS, about=one("answered"), post=AGAIN),
    Row("requests:withdraw", PRESS, about=one()),
    Row("requests:withdraw", PRESS, about=one(), post={}),
    Row("requests:readdress", PRESS, about=one()),
    Row("requests:readdress", PRESS, about=one(), post=other),
    Row("requests:move_deadline", PRESS, about=one(), post={"term-due": "0"}),
    Row("requests:answer", ASKED, about=one()),
    Row("requests:answer", ASKED, about=one(), post={"text": "Готово."}),
    Row("requests:question", ASKED, about=one(), post={"text": "Какой двор?"}),
    Row("requests:ask_time", ASKED, about=one(), post={"until": "2026-11-01", "why": "Ждём технику."}, ok=422),
    Row("requests:give_time", PRESS, about=one(), post={}),
    Row("requests:refuse", ASKED, about=one(), post={"text": "Это к дорогам."}),
    Row("requests:add_files", ASKED, about=one(), post={}, ok=422),
    Row("requests:uploads", ASKED, about=one(), post={}, ok=412),
    Row("requests:remove_file", ASKED, about=lambda w: one()(w) | {"attachment": 1}, post={}, ok=200),
)
