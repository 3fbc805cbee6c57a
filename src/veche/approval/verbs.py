"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("approval.asked", _("отправлено на согласование"))
register("approval.yes", _("согласовано"))
register("approval.returned", _("возвращено с замечанием"))
register("approval.taken_back", _("отозвано с согласования"))
register("approval.replaced", _("на согласование прислана новая версия вместо этой"))

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
