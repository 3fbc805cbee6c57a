"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, register_facts

register("alarm.mailed", _("отправили письмо о том, что ждёт решения"))

register_facts(
    "alarm",
    acts=Fact(_("отправки"), of="outbox.act"),
    alterations=Fact(_("изменения в сети")),
    entries=Fact(_("записи журнала")),
)
