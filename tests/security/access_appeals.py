"""Rows of access_table.py about appeals: the press service decides, those above it read, residents need no session."""

from datetime import timedelta
from typing import Any

from tests.factories import make_message
from tests.security.access_row import Row
from tests.security.world import World
from veche.appeals.domain.public import change, settings_of
from veche.appeals.domain.statistics import months
from veche.appeals.domain.submit import submit, submit_without_number
from veche.appeals.domain.tickets import issue
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal, AppealSettings
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.domain.rule import delete
from veche.moderation.models import Ruling

PRESS = frozenset({"alice", "bob", "carol"})
READS = PRESS | {"helen", "audrey"}


def terms(world: World) -> AppealSettings:
    city = world.administration
    if not settings_of(city).is_open:
        said = {"is_open": True, "slug": f"city-{city.pk}", "days": 5, "accept_days": 30}
        change(administration=city, by=world.owner, said=said)
    return AppealSettings.objects.select_related("administration").get(administration=city)


def public(world: World) -> dict[str, Any]:
    return {"slug": terms(world).slug}


def ruling(world: World) -> dict[str, Any]:
    """A deletion that the network confirmed, of somebody who is not among those whom the table lets decide."""
    message = make_message(world.account, text="Вы идиоты", author_id="5")
    made = delete(message=message, by=world.colleague, ground="insult")
    Message.objects.filter(pk=message.pk).update(state=MessageState.DELETED)
    return {"pk": made.pk}


def appeal(world: World) -> dict[str, Any]:
    found = Appeal.objects.of(world.administration).filter(state=AppealState.WAITING, judge__isnull=False).first()
    if found is None:
        decision = Ruling.objects.get(**ruling(world))
        ticket = issue(decision=decision, by=world.owner).ticket
        found = submit(ticket=ticket, terms=terms(world), text="Это не оскорбление")
    return {"pk": found.pk}


def lost(world: World) -> dict[str, Any]:
    """An appeal without a number."""
    place = {"network": "vk", "post": "", "wrote_at": now(), "words": "", "text": "Верните", "contact": ""}
    ticket = submit_without_number(terms=terms(world), asked=None, said=place).ticket
    return {"pk": Appeal.objects.get(ticket=ticket).pk}


def month(world: World) -> dict[str, Any]:
    """The last month, in which something was deleted."""
    Ruling.objects.filter(**ruling(world)).update(at=now() - timedelta(days=35))
    return public(world) | {"month": f"{months(world.administration)[0]:%Y-%m}"}


WORDS = {"reason": "Слова про работу, а не про человека.", "overturn": "1"}
PLACE = {"network": "", "day": "2026-11-25", "time": "10:30", "text": "Верните"}
APPEALS = (
    Row("appeals:list", READS),
    Row("appeals:together", PRESS, ok=302),
    Row("appeals:together", PRESS, post=lambda w: {"appeal": lost(w)["pk"], "reason": "Такого решения у нас нет."}),
    Row("appeals:report", PRESS),
    Row("appeals:report", PRESS, post={"first": "2026-11-01", "last": "2026-11-30"}, ok=200),
    Row("appeals:settings", {"carol"}),
    Row("appeals:settings", {"carol"}, post={"is_open": "on", "slug": "nash-gorod", "days": 5, "accept_days": 30}),
    Row(
        "appeals:settings", {"carol"}, post={"is_open": "", "days": 5, "accept_days": 30, "places": ["999999"]}, ok=422
    ),
    Row("appeals:detail", READS, about=appeal),
    Row("appeals:match", PRESS, about=appeal, post={"decision": ""}),
    Row("appeals:decide", PRESS, about=appeal, post=WORDS),
    Row("appeals:decide", PRESS, about=appeal, post={"reason": ""}, ok=422),
    Row("appeals:dismiss", PRESS, about=lost, post={"reason": "Такого решения у нас нет."}),
    Row("appeals:card_done", PRESS, about=appeal, post={}),
    Row("appeals:notice", PRESS, about=ruling),
    Row("appeals:notice", PRESS, about=ruling, post={}, ok=200),
    Row("appeals:notice_of_restriction", PRESS, about=lambda w: {"pk": w.restriction.pk}),
    Row("appeals:notice_of_restriction", PRESS, about=lambda w: {"pk": w.restriction.pk}, post={}, ok=200),
    Row("appeals:rules", (), about=public, public=True),
    Row("appeals:figures", (), about=month, public=True),
    Row("appeals:months", (), about=public, public=True),
    Row("appeals:find", (), about=public, public=True),
    Row("appeals:find", (), about=public, post={"number": "1", "code": "ABCD"}, ok=422, public=True),
    Row("appeals:contest", (), about=public, post={"text": "Верните"}, ok=422, public=True),
    Row("appeals:place", (), about=public, public=True),
    Row("appeals:place", (), about=public, post=PLACE, ok=422, public=True),
)
