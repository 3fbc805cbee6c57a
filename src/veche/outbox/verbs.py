"""Sentences for this room's journal entries."""

from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import NetworkSlug
from veche.journal.verbs import register, register_when
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.outbox.enums import Proof

register("act.tried", _("отправили пробную запись"))
register("act.confirmed", _("подтвердила сеть"))
# Written until a person's word got an entry of its own alone; such a chain is never rewritten.
register_when("act.confirmed", {"proof": Proof.PERSON}, _("записали как сделанное, со слов человека"))
register("act.failed", _("сеть не приняла"))
register("act.missed", _("не успели отправить в срок"))
register("act.seen_by_person", _("подтвердил человек"))
register("act.address_given", _("записали адрес записи, со слов человека"))
register("act.absent_by_person", _("подтвердил человек: не вышло"))
register("act.sent_again", _("отправили ещё раз"))
register("act.given_up", _("отменили отправку"))
register("act.handed_over", _("передали человеку: сеть или ключ не могут"))
register("act.taken_by_hand", _("взяли сделать руками"))
register("act.gone_elsewhere", _("запись убрали в сети помимо нас"))
register("act.changed_elsewhere", _("запись изменили в сети помимо нас"))
register("act.look_asked", _("попросили сменить вид страницы"))
register("act.divergence_seen", _("отметили: о расхождении знаем"))
register("outbox.frozen", _("заморозили всё"))
register("outbox.released", _("разморозили"))
register("outbox.restored", _("восстановили данные из копии, заморозили всё"))

register_thing("outbox.act", Thing(_("отправка"), "title", "outbox:detail", "outbox.see"))
register_thing("outbox.freeze", Thing(_("заморозка"), "reason"))
register_facts("act", proof=Fact(_("чем подтверждено"), dict(Proof.choices)), remote_id=Fact(_("номер в сети")))
register_facts(
    "act",
    network=Fact(_("сеть"), dict(NetworkSlug.choices)),
    account=Fact(_("аккаунт"), of="accounts.account"),
    url=Fact(_("адрес, как его дали")),
)
register_facts("outbox", stopped=Fact(_("остановлено")), going=Fact(_("пойдёт дальше")), missed=Fact(_("опоздало")))
register_facts("outbox", taken_at=Fact(_("копия от")), doubted=Fact(_("проверить отправок")))
