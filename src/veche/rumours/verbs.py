"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.rumours.enums import Kind, State

register("rumour.entered", "записали слух или поддельную страницу")
register("rumour.picture_added", "приложили снимок к слуху")
register("rumour.comment_linked", "отнесли комментарий к слуху")
register("rumour.comment_freed", "убрали комментарий из слуха")
register("rumour.refuted", "назвали запись, которая опровергает")
register("rumour.complained", "отправили жалобу в сеть")
register("rumour.complaint_answered", "записали, что ответили на жалобу")
register("rumour.ended", "закрыли слух")
register("rumour.opened_again", "открыли слух снова")
register("rumour.texts_changed", "сменили тексты жалоб в сети")

register_thing("rumours.rumour", Thing("слух", "title", "rumours:detail", "rumours.see"))
register_thing("rumours.rumourtexts", Thing("тексты жалоб в сети"))
register_facts(
    "rumour",
    kind=Fact("что это", dict(Kind.choices)),
    network=Fact("сеть"),
    sha256=Fact("контрольная сумма снимка"),
    message=Fact("комментарий", of="inbox.message"),
    post=Fact("запись", of="posts.post"),
    state=Fact("чем кончилось", dict(State.choices)),
)
