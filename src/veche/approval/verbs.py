"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("approval.asked", "отправили на согласование")
register("approval.yes", "согласовали")
register("approval.returned", "вернули с замечанием")
register("approval.taken_back", "отозвали с согласования")
register("approval.replaced", "прислали на согласование новую версию вместо этой")
register("approval.silence", "срок прошёл в молчании, по маршруту это согласие; никто лично не решал")
register("approval.reminded", "напомнили: молчание скоро станет согласием")
register("approval.hastened", "выпустили срочно с одной подписью, остальные проверят потом")
register("approval.reviewed", "проверили после выхода")
register("approval.review_remark", "проверили после выхода и оставили замечание")
register("approval.flagged", "пометили: нужен юрист")
register("approval.unflagged", "сняли пометку для юриста")
register("approval.route_saved", "сохранили маршрут согласования")
register("approval.route_archived", "убрали маршрут согласования")
register("approval.single_person_on", "разрешили одному человеку согласовать свой текст")
register("approval.single_person_off", "запретили одному человеку согласовать свой текст")

register_thing(
    "approval.approvalsheet",
    Thing("публикация", "version__post__plan_item__title", "publishing:detail", "posts.see", target="version__post"),
)
register_facts(
    "approval",
    post=Fact(""),
    version=Fact("версия"),
    fingerprint=Fact("код текста"),
    department=Fact("отдел", of="staff.department"),
)
