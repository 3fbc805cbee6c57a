"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, register_facts
from veche.publishing.enums import LiveStep

register("publishing.released", _("поставлено на выход"))
register("publishing.held", _("согласованная версия придержана"))
register("publishing.let_go", _("согласованная версия выйдет, пока правят новую"))
register("publishing.given_up", _("от правки отказались"))
register("publishing.withdrawn", _("снято с публикации"))
register("publishing.pinned", _("закреплено в сетях"))
register("publishing.unpinned", _("откреплено в сетях"))
register("publishing.dressed", _("к видео добавлены обложка или субтитры"))

register("publishing.live_planned", _("назначено начало эфира"))
register("publishing.live_ticked", _("отмечено дело эфира"))
register("publishing.live_unticked", _("снята отметка о деле эфира"))
register("publishing.live_begun", _("эфир начат по кнопке"))
register("publishing.live_ended", _("эфир закончен по кнопке"))
register("publishing.live_key_shown", _("показан ключ эфира"))

register_facts(
    "publishing",
    starts_at=Fact(_("начало")),
    step=Fact(_("дело"), dict(LiveStep.choices)),
    version=Fact(_("версия")),
    acts=Fact(_("отправки")),
)
