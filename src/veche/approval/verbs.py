"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("approval.asked", "отправили на согласование")
register("approval.yes", "согласовали")
register("approval.returned", "вернули с замечанием")
register("approval.taken_back", "отозвали с согласования")
register("approval.replaced", "прислали на согласование новую версию вместо этой")

register_thing(
    "approval.approvalsheet",
    Thing("публикация", "version__post__plan_item__title", "publishing:detail", "posts.see", target="version__post"),
)
register_facts(
    "approval",
    post=Fact(""),
    version=Fact("версия"),
    fingerprint=Fact("код текста"),
)
