"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("occasion.added", _("записан повод"))
register("plan.added", _("поставлено в план"))
register("plan.moved", _("перенесено в плане"))
register("plan.aimed", _("изменены сети в плане"))
register("plan.cancelled", _("снято с плана"))
