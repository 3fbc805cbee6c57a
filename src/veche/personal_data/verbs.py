"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.networks.registry import NETWORKS

register("personal_data.seen", "посмотрели, что хранится о жителе")
register("erasure.asked", "стёрли данные жителя по его просьбе")
register("retention.notes_and_appeals", "стёрли заметки и слова жалоб о том, чей срок хранения вышел")
register("case.words_erased", "стёрли слова жителей из закрытого дела")

_NETWORKS = {slug: network.title for slug, network in NETWORKS.items()}
register_thing("moderation.erasurerequest", Thing("просьба стереть", "number"))
register_facts("personal_data", network=Fact("сеть", _NETWORKS), subject=Fact("метка жителя"))
register_facts(
    "erasure",
    network=Fact("сеть", _NETWORKS),
    dated=Fact("просьба от"),
    paper=Fact("контрольная сумма номера просьбы"),
)
register_facts("retention", notes=Fact("заметок"), appeals=Fact("жалоб"))
