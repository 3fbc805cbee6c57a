"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("media.rights_stated", "указали права на файл")
register("media.paper_added", "приложили бумагу о правах")
register("media.paper_removed", "убрали бумагу о правах")
register("media.policy_changed", "сменили, спрашивать ли права новых файлов")

register_thing("posts.media", Thing("файл", "name"))
register_facts("media", changed=Fact(""), paper=Fact("бумага"), asked=Fact("спрашивать"))
