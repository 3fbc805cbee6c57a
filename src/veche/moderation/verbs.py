"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, register_facts
from veche.moderation.enums import Ground

register("comment.deleted", _("решено удалить комментарий"))
register("comment.restored", _("решено вернуть комментарий"))
register("comment.kept", _("комментарий оставлен"))
register("comment.undone", _("отменено решение о комментарии"))
register("evidence.completed", _("к доказательству добавлен снимок"))

register_facts(
    "comment",
    ground=Fact(_("основание"), dict(Ground.choices)),
    ruling=Fact(_("решение")),
    evidence=Fact(_("отпечаток доказательства")),
)
register_facts(
    "evidence",
    ruling=Fact(_("решение")),
    before=Fact(_("отпечаток прежде")),
    evidence=Fact(_("отпечаток теперь")),
)
