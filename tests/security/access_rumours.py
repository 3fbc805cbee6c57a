"""Rows of access_table.py about rumours: the press service keeps the register, IT and those above it read."""

from datetime import timedelta
from typing import Any

from tests.factories import make_message
from tests.security.access_row import Row
from tests.security.world import World
from veche.kernel.clock import now
from veche.rumours.domain.answer import complain
from veche.rumours.domain.register import add_picture, end, enter, link_comment
from veche.rumours.models import Complaint, Rumour, RumourComment, RumourPicture

PRESS = frozenset({"alice", "bob", "carol"})
READS = PRESS | {"ivan", "helen", "dora", "audrey"}
SAID: dict[str, Any] = {"kind": "rumour", "title": "В школе карантин", "day": "2026-11-20", "time": "09:00"}


class Png:
    """A picture's first bytes."""

    def read(self, _size: int, /) -> bytes:
        return b"\x89PNG\r\n\x1a\n a screen"


def made(world: World) -> Rumour:
    found = Rumour.objects.of(world.administration).filter(state="new").first()
    if found is not None:
        return found
    seen_at = now() - timedelta(hours=1)
    city, by = world.administration, world.owner
    return enter(administration=city, by=by, kind="rumour", title="В школе карантин", seen_at=seen_at)


def rumour(world: World) -> dict[str, Any]:
    return {"pk": made(world).pk}


def ended(world: World) -> dict[str, Any]:
    one = made(world)
    return {"pk": end(rumour=one, by=world.owner, state="left", outcome="Само прошло").pk}


def picture(world: World) -> dict[str, Any]:
    found = RumourPicture.objects.of(world.administration).first()
    return {"pk": (found or add_picture(rumour=made(world), by=world.owner, content=Png(), name="экран.png")).pk}


def complaint(world: World) -> dict[str, Any]:
    found = Complaint.objects.of(world.administration).first()
    return {"pk": (found or complain(rumour=made(world), by=world.owner, to="Поддержка", text="Просим убрать")).pk}


def comment(world: World) -> dict[str, Any]:
    return {"pk": world.message.pk}


def linked(world: World) -> dict[str, Any]:
    found = RumourComment.objects.of(world.administration).first()
    message = make_message(world.account, text="В школе карантин, говорят")
    return {"pk": (found or link_comment(rumour=made(world), message=message, by=world.owner)).pk}


RUMOURS = (
    Row("rumours:list", READS),
    Row("rumours:enter", PRESS),
    Row("rumours:enter", PRESS, post=SAID),
    Row("rumours:enter", PRESS, post=SAID | {"kind": "page"}, ok=422),
    Row("rumours:texts", {"carol"}),
    Row("rumours:texts", {"carol"}, post={"rumour": "Уберите {адрес}", "page": "Закройте {адрес}"}),
    Row("rumours:detail", READS, about=rumour),
    Row("rumours:add_picture", PRESS, about=rumour, post={}),
    Row("rumours:refute", PRESS, about=rumour, post=lambda w: {"post": w.draft.pk}),
    Row("rumours:complain", PRESS, about=rumour, post={"to": "Поддержка", "text": "Просим убрать"}),
    Row("rumours:complain", PRESS, about=rumour, post={"to": ""}, ok=422),
    Row("rumours:end", PRESS, about=rumour, post={"state": "left", "outcome": "Само прошло"}),
    Row("rumours:open", PRESS, about=ended, post={}),
    Row("rumours:picture", READS, about=picture),
    Row("rumours:answered", PRESS, about=complaint, post={"answer": "Убрали"}),
    Row("rumours:link", PRESS, about=comment),
    Row("rumours:link", PRESS, about=comment, post=lambda w: {"rumour": made(w).pk}),
    Row("rumours:unlink", PRESS, about=linked, post={}),
)
