"""Sentences for this room's journal entries."""

from veche.groups.enums import GroupVerb
from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.moderation.enums import Ground

register("group.decided", "решили о нескольких комментариях сразу")
register("group.undone", "отменили решение о нескольких комментариях")
register("group.broke_off", "не смогли исполнить решение о нескольких комментариях: сбой программы")

register_thing("groups.groupdecision", Thing("решение о группе комментариев", "id"))
register_facts(
    "group",
    verb=Fact("решение", dict(GroupVerb.choices)),
    ground=Fact("основание", dict(Ground.choices)),
    comments=Fact("комментариев"),
)
