"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("norm.changed", "сменили норму недели")
register_thing("norm.norm", Thing("норма недели"))
register_facts("norm", minimum=Fact("записей в неделю"), categories=Fact("рубрики"), since=Fact("с недели"))
