"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import NetworkSlug
from veche.journal.verbs import register, register_when
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.outbox.enums import Proof

register("act.tried", _("отправлена пробная запись"))
register("act.confirmed", _("подтверждено сетью"))
# Written until a person's word got an entry of its own alone; such a chain is never rewritten.
register_when("act.confirmed", {"proof": Proof.PERSON}, _("записано как сделанное, со слов человека"))
register("act.failed", _("сеть не приняла"))
register("act.missed", _("опоздало и не ушло"))
register("act.seen_by_person", _("подтвердил человек"))
register("act.address_given", _("записан адрес записи, со слов человека"))
register("act.absent_by_person", _("человек подтвердил: не вышло"))
register("act.sent_again", _("отправлено ещё раз"))
register("act.given_up", _("отправка отменена"))
register("act.handed_over", _("сеть или ключ не могут, передано человеку"))
register("act.taken_by_hand", _("взято сделать руками"))
register("act.gone_elsewhere", _("запись убрали в сети помимо нас"))
register("act.changed_elsewhere", _("запись изменили в сети помимо нас"))
register("act.look_asked", _("поручено сменить вид страницы"))
register("act.divergence_seen", _("отмечено: о расхождении знаем"))
register("outbox.frozen", _("заморожено всё"))
register("outbox.released", _("разморожено"))
register("outbox.restored", _("данные восстановлены из копии, всё заморожено"))

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
