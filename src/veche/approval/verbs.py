"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("approval.asked", _("отправлено на согласование"))
register("approval.yes", _("согласовано"))
register("approval.returned", _("возвращено с замечанием"))
register("approval.taken_back", _("отозвано с согласования"))
