"""Sentences for this room's journal entries."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, register_facts
from veche.publishing.enums import LiveStep

register("publishing.released", _("поставили на выход"))
register("publishing.held", _("придержали согласованную версию"))
register("publishing.let_go", _("отпустили согласованную версию, пока правят новую"))
register("publishing.given_up", _("от правки отказались"))
register("publishing.withdrawn", _("сняли с публикации"))
register("publishing.pinned", _("закрепили в сетях"))
register("publishing.unpinned", _("открепили в сетях"))
register("publishing.dressed", _("добавили к видео обложку или субтитры"))

register("publishing.live_planned", _("назначили начало эфира"))
register("publishing.live_ticked", _("отметили дело эфира"))
register("publishing.live_unticked", _("сняли отметку о деле эфира"))
register("publishing.live_begun", _("начали эфир по кнопке"))
register("publishing.live_ended", _("закончили эфир по кнопке"))
register("publishing.live_key_shown", _("показали ключ эфира"))

register_facts(
    "publishing",
    starts_at=Fact(_("начало")),
    step=Fact(_("дело"), dict(LiveStep.choices)),
    version=Fact(_("версия")),
    acts=Fact(_("отправки")),
)
