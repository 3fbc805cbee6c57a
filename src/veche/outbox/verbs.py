"""Sentences for this room's journal entries."""

from veche.journal.verbs import register, register_when
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.kit.choices import network_choices
from veche.outbox.enums import Proof

register("act.tried", "отправили пробную запись")
register("act.confirmed", "подтвердила сеть")
# Written until a person's word got an entry of its own alone; such a chain is never rewritten.
register_when("act.confirmed", {"proof": Proof.PERSON}, "записали как сделанное, со слов человека")
register("act.failed", "сеть не приняла")
register("act.withheld", "не отправили: права на файл неясны")
register("act.missed", "не успели отправить в срок")
register("act.seen_by_person", "подтвердил человек")
register("act.address_given", "записали адрес записи, со слов человека")
register("act.absent_by_person", "подтвердил человек: не вышло")
register("act.sent_again", "отправили ещё раз")
register("act.given_up", "отменили отправку")
register("act.handed_over", "передали человеку: сеть или ключ не могут")
register("act.taken_by_hand", "взяли сделать руками")
register("act.gone_elsewhere", "запись убрали в сети помимо нас")
register("act.changed_elsewhere", "запись изменили в сети помимо нас")
register("act.look_asked", "попросили сменить вид страницы")
register("act.divergence_seen", "отметили: о расхождении знаем")
register("outbox.frozen", "заморозили всё")
register("outbox.released", "разморозили")
register("outbox.restored", "восстановили данные из копии, заморозили всё")

register_thing("outbox.act", Thing("отправка", "title", "outbox:detail", "outbox.see"))
register_thing("outbox.pause", Thing("пауза", "reason"))
register_thing("outbox.freeze", Thing("заморозка", "reason"))
register_facts("act", proof=Fact("чем подтверждено", dict(Proof.choices)), remote_id=Fact("номер в сети"))
register_facts(
    "act",
    network=Fact("сеть", dict(network_choices())),
    account=Fact("аккаунт", of="accounts.account"),
    url=Fact("адрес, как его дали"),
)
register_facts("outbox", stopped=Fact("остановлено"), going=Fact("пойдёт дальше"), missed=Fact("опоздало"))
register_facts("outbox", taken_at=Fact("копия от"), doubted=Fact("проверить отправок"))
