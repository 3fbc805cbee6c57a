"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.networks.registry import NETWORKS

_NETWORKS = {slug: profile.title for slug, profile in NETWORKS.items()}

register("alarm.mailed", "отправили письмо о том, что ждёт решения")
register("alarm.sent_again", "послали ещё раз письмо, о котором неизвестно, ушло ли оно")
register("alarm.said", "написали в чат о том, что ждёт решения")
register("bot.set_up", "подключили бота администрации")
register("bot.removed", "отключили бота администрации")
register("chat.linked", "подключили свой чат с ботом")
register("chat.unlinked", "отключили чат с ботом")
register("parcel.came", "прислали материал боту")
register("parcel.sorted", "разобрали присланное")

register_thing("alarms.bot", Thing("бот", name="title", url_name="", permission=""))
register_thing("alarms.parcel", Thing("присланное"))
register_facts(
    "alarm",
    acts=Fact("отправки", of="outbox.act"),
    alterations=Fact("изменения в сети"),
    proposals=Fact("предложения", of="accounts.accountproposal"),
    entries=Fact("записи журнала"),
    network=Fact("сеть", _NETWORKS),
    count=Fact("новостей"),
)
register_facts("bot", network=Fact("сеть", _NETWORKS), name=Fact("имя"))
register_facts("chat", network=Fact("сеть", _NETWORKS))
register_facts("parcel", files=Fact("файлов"), kind=Fact("о чём"))
