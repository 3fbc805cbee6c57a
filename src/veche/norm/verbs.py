"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.norm.enums import Reposts
from veche.plan.enums import Format, PostCategory

register("norm.changed", "сменили норму недели")
register_thing("norm.norm", Thing("норма недели"))
register_facts(
    "norm",
    minimum=Fact("записей в неделю"),
    categories=Fact("рубрики", dict(PostCategory.choices)),
    uncounted_formats=Fact("не в счёт", dict(Format.choices)),
    reposts=Fact("репосты", dict(Reposts.choices)),
    counted=Fact("считаем", {"together": "все сети вместе", "each": "каждый аккаунт отдельно"}),
    accounts=Fact("своя норма у", of="accounts.account"),
    numbers=Fact("их нормы"),
    since=Fact("с недели"),
)
