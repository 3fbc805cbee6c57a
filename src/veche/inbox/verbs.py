"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("comment.answered", _("отправлен ответ жителю"))
register("inbox.gap_seen", _("проверены комментарии, которые сеть не сохранила"))
