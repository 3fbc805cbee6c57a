"""Sentences for this room's journal entries."""

from veche.commenting.enums import Mode
from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("comments.closed", "ограничили или закрыли комментарии")
register("comments.term_moved", "изменили срок, на который закрыты комментарии")
register("comments.opened", "открыли комментарии")
register("comments.reminded", "напомнили, что комментарии закрыты")

register_thing("commenting.closure", Thing("комментарии", "account__title", "commenting:detail", "commenting.see"))
register_facts(
    "comments",
    account=Fact("аккаунт", of="accounts.account"),
    publication=Fact("запись", of="outbox.act"),
    mode=Fact("режим", dict(Mode.choices)),
    act=Fact("отправка", of="outbox.act"),
)
