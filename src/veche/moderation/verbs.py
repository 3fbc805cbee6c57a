"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("comment.deleted", _("решено удалить комментарий"))
register("comment.restored", _("решено вернуть комментарий"))
register("comment.kept", _("комментарий оставлен"))
register("comment.undone", _("отменено решение о комментарии"))
register("evidence.completed", _("к доказательству добавлен снимок"))
