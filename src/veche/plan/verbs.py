"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.plan.enums import OccasionKind

_FIELDS = {
    "title": "название",
    "format": "формат",
    "category": "рубрика",
    "occasion": "повод",
    "department": "отдел",
    "speaker": "кто говорит",
    "asks_material": "просить ли материал",
    "office": "чьё событие",
    "note": "заметка",
    "kind": "вид",
    "starts_at": "когда",
    "has_hour": "известно ли время",
    "place": "где",
    "rhythm": "как часто",
    "weekdays": "дни недели",
    "every": "через сколько недель",
    "starts_on": "с какого дня",
    "ends_on": "по какой день",
    "hour": "время",
    "accounts": "куда",
}

_SETTINGS = {
    "item_department": "кто отвечает",
    "item_category": "рубрика",
    "warns_days": "когда предупреждать",
    "asks_after": "просить ли материал",
    "asks_for": "что просить",
}

register("occasion.added", "записали повод")
register("occasion.changed", "изменили повод")
register("occasion.removed", "удалили повод")
register("occasion.restored", "вернули повод")
register("plan_feed.added", "дали ссылку на план")
register("plan_feed.revoked", "закрыли ссылку на план")
register("calendar.added", "добавили календарь")
register("calendar.renamed", "назвали календарь иначе")
register("calendar.removed", "убрали календарь")
register("calendar.addressed", "вписали адрес календаря")
register("calendar.unaddressed", "убрали адрес календаря")
register("calendar.set", "изменили настройки календаря")
register("calendar.days_chosen", "выбрали памятные дни")
register("calendar.day_added", "добавили памятный день")
register("calendar.day_removed", "убрали памятный день")
register("calendar.read", "перенесли события календаря в поводы")
register("plan.occasion_seen", "посмотрели, как изменился повод")
register("plan.told_apart", "отметили: похожие пункты о разном")
register("plan.reason_given", "сказали, почему перенесли или сняли")
register("plan.added", "поставили в план")
register("plan.described", "изменили пункт плана")
register("plan.moved", "перенесли в плане")
register("plan.aimed", "изменили сети в плане")
register("plan.cancelled", "сняли с плана")
register("plan.restored", "вернули в план")
register("plan.file_placed", "поставили в план пункты из файла")
register("plan.file_taken_out", "убрали из плана пункты файла")

register("series.added", "завели повтор")
register("series.changed", "изменили повтор")
register("series.stopped", "остановили повтор")
register("series.resumed", "возобновили повтор")

register_thing("plan.series", Thing("повтор", "title", "plan:series", "plan.see"))
register_thing("plan.planfile", Thing("файл с планом", "file_name", "plan:file", "plan.edit"))
register_thing("plan.occasion", Thing("повод", "title", "plan:occasion_page", "plan.see"))
register_thing("plan.planitem", Thing("пункт плана", "title", "web:item", "plan.see"))
register_thing("plan.planfeed", Thing("ссылка на план", "name", "", "plan.edit"))
register_thing("plan.calendar", Thing("календарь", "name", "plan:calendar", "plan.see"))
register_facts(
    "calendar",
    settings=Fact("что", _SETTINGS),
    added=Fact("новых"),
    on=Fact("включили"),
    off=Fact("выключили"),
    changed_occasions=Fact("изменили"),
    cancelled=Fact("отменили"),
    occasions=Fact("убрали поводов"),
    items=Fact("записи, чей повод изменился", of="plan.planitem"),
)
register_facts("occasion", kind=Fact("вид", dict(OccasionKind.choices)), changed=Fact("что", _FIELDS))
register_facts("series", changed=Fact("что", _FIELDS))
register_facts(
    "plan",
    series=Fact("повтор", of="plan.series"),
    changed=Fact("что", _FIELDS),
    accounts=Fact("куда", of="accounts.account"),
    publish_at=Fact("выход"),
    file_rows=Fact("строк в файле"),
    placed=Fact("поставили"),
    other=Fact("второй пункт", of="plan.planitem"),
    items=Fact("пунктов"),
    undoes=Fact("вернули перенос, запись"),
    **{"from": Fact("было"), "to": Fact("стало")},
)
