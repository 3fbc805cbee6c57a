"""Sentences for this room's journal entries."""

from django.db.models import Case, F, Value, When

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("request.asked", "поручили отделу")
register("request.readdressed", "передали поручение другому")
register("request.withdrawn", "отозвали поручение")
register("request.moved", "сменили срок поручения")
register("request.answered", "ответили на поручение")
register("request.questioned", "попросили уточнить поручение")
register("request.time_asked", "попросили время на поручение")
register("request.refused", "ответили, что поручение не к ним")
register("request.accepted", "приняли ответ")
register("request.returned", "вернули ответ с замечанием")
register("request.noted", "написали по поручению")
register("request.over", "поручение закрылось без ответа")
register("request.links_allowed", "разрешили отвечать по ссылке из письма")
register("request.links_forbidden", "запретили отвечать по ссылке из письма")
register("request.reminded", "напомнили о поручении")

# The title of a question is its first sentence, and the journal is read by people who may not read requests.
_NAME = Case(When(kind__startswith="question", then=Value("")), default=F("title"))
register_thing("requests.request", Thing("поручение", _NAME, "requests:detail", "requests.list"))
register_thing("requests.requestsettings", Thing("настройка поручений"))
register_facts(
    "request",
    department=Fact("отдел", of="staff.department"),
    person=Fact("кому", of="staff.person"),
    due_at=Fact("срок"),
    until=Fact("до какого дня"),
    late=Fact("с опозданием"),
    by_link=Fact("по ссылке из письма"),
    files=Fact("файлов"),
    reach=Fact("кому сказали"),
    **{"from": Fact("было"), "to": Fact("стало")},
)
