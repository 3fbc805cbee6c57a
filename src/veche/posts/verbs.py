"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("post.started", _("начата публикация"))
register("post.new_version", _("начата новая версия текста"))
