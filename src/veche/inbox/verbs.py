"""Sentences for this room's journal entries."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("comment.answered", _("отправили ответ жителю"))
register("message.answered", _("отправили ответ на личное сообщение"))
register("message.closed", _("оставили личное сообщение без ответа"))
register("inbox.gap_seen", _("проверили комментарии, которые сеть не сохранила"))

register_thing(
    "inbox.message",
    Thing(_("комментарий"), "conversation__title", "inbox:message", "inbox.see", named=_("комментарий под")),
)
# By its number alone, for a private talk has no title: not even who wrote stands in the journal.
register_thing("inbox.conversation", Thing(_("переписка"), "title"))
register_facts("message", act=Fact(_("отправка"), of="outbox.act"))
register_facts("comment", act=Fact(_("отправка"), of="outbox.act"))
register_facts("inbox", gap=Fact(_("пропуск")))
