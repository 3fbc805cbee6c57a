"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, register_facts

register("alarm.mailed", "отправили письмо о том, что ждёт решения")

register_facts(
    "alarm",
    acts=Fact("отправки", of="outbox.act"),
    alterations=Fact("изменения в сети"),
    entries=Fact("записи журнала"),
)
