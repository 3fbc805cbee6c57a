"""Sentences for this room's journal entries."""

from veche.commenting.enums import AccountMode
from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("comments.closed", "ограничили или закрыли комментарии")
register("comments.term_moved", "изменили срок, на который закрыты комментарии")
register("comments.opened", "открыли комментарии")
register("comments.reminded", "напомнили, что комментарии закрыты")

register("comments.differ", "заметили, что в сети комментарии открыты или закрыты иначе, чем у нас")
register("comments.put_back", "вернули комментариям в сети наш режим")
register("comments.accepted", "приняли, что комментарии в сети открыты")

register_thing("commenting.modedifference", Thing("комментарии", "account__title", "", "commenting.see"))
register_thing("commenting.closure", Thing("комментарии", "account__title", "commenting:detail", "commenting.see"))
register_facts(
    "comments",
    account=Fact("аккаунт", of="accounts.account"),
    publication=Fact("запись", of="outbox.act"),
    mode=Fact("режим", dict(AccountMode.choices)),
    ours=Fact("у нас", dict(AccountMode.choices)),
    seen=Fact("в сети", dict(AccountMode.choices)),
    act=Fact("отправка", of="outbox.act"),
)
