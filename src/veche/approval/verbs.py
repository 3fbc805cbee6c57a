"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("approval.asked", _("отправили на согласование"))
register("approval.yes", _("согласовали"))
register("approval.returned", _("вернули с замечанием"))
register("approval.taken_back", _("отозвали с согласования"))
register("approval.replaced", _("прислали на согласование новую версию вместо этой"))

register_thing(
    "approval.approvalsheet",
    Thing(_("публикация"), "version__post__plan_item__title", "posts:detail", "posts.see", target="version__post"),
)
register_facts(
    "approval",
    post=Fact(""),
    version=Fact(_("версия")),
    fingerprint=Fact(_("код текста")),
)
