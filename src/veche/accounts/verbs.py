"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("key.added", _("добавлен ключ сети"))
register("key.revoked", _("отозван ключ сети"))
