"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("comment.answered", "отправили ответ жителю")
register("comment.answered_on_post", "ответили под записью: комментарий с вопросом удалили")
register("message.answered", "отправили ответ на личное сообщение")
register("message.closed", "оставили личное сообщение без ответа")
register("asked.changed", "изменили, когда вопрос жителей становится поводом")
register("inbox.taken", "взяли в работу")
register("inbox.released", "отпустили взятое в работу")
register("inbox.noted", "записали заметку для своих")
register("inbox.settings_changed", "изменили настройки входящих")
register("inbox.filter_shared", "показали сохранённый отбор коллегам")
register("inbox.filter_unshared", "убрали общий отбор")
register("inbox.gap_seen", "проверили комментарии, которые сеть не сохранила")

register_thing(
    "inbox.message",
    Thing("комментарий", "conversation__title", "web:message", "inbox.see", named="комментарий под"),
)
# By its number alone, for a private talk has no title: not even who wrote stands in the journal.
register_thing("inbox.conversation", Thing("переписка", "title"))
register_thing("inbox.savedfilter", Thing("отбор", "name"))
register_facts("message", act=Fact("отправка", of="outbox.act"))
register_facts("comment", act=Fact("отправка", of="outbox.act"))
register_facts(
    "inbox",
    gap=Fact("пропуск"),
    hold_minutes=Fact("«Беру» занимает, минут"),
    late_hours=Fact("долго ждут, рабочих часов"),
)
register_facts("asked", is_on=Fact("записывать поводом"), people=Fact("человек"), days=Fact("за сколько дней"))
