"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.moderation.enums import Recipient

register("appeal.code_issued", "дали номер и код для жалобы")
register("appeal.code_renewed", "дали новый код для жалобы")
register("appeal.told", "сообщили автору о решении")
register("appeal.not_told", "не смогли сообщить автору о решении")
register("appeal.came", "пришла жалоба на решение")
register("appeal.matched", "нашли, на какое решение жалоба")
register("appeal.upheld", "оставили решение после жалобы")
register("appeal.overturned", "отменили решение по жалобе")
register("appeal.dismissed", "закрыли жалобу: пересматривать нечего")
register("appeal.card_done", "сделали руками, что нужно по жалобе")
register("appeal.reminded", "напомнили о сроке жалобы")
register("appeal.settings_changed", "сменили страницу для жителей и сроки жалоб")
register("decisions.reported", "взяли отчёт о решениях за период")

register_thing("appeals.appeal", Thing("жалоба", "ticket__number", "appeals:detail", "appeals.see"))
register_thing("appeals.ticket", Thing("номер для жалобы", "number"))
register_thing("appeals.telling", Thing("уведомление автору"))
register_thing("appeals.appealsettings", Thing("страница для жителей"))
register_facts(
    "appeal",
    ruling=Fact("решение"),
    restriction=Fact("ограничение", of="moderation.restriction"),
    act=Fact("отправка", of="outbox.act"),
    reach=Fact("кому сказали"),
    own=Fact("около этого часа решал и сам"),
    open=Fact("страница открыта"),
    days=Fact("решать за, рабочих дней"),
    accept_days=Fact("принимать, дней"),
    under_posts=Fact("аккаунтов, где говорим под записью"),
)
register_facts(
    "decisions",
    copy=Fact("что в нём", {"whole": "полный", "anonymous": "без имён и слов"}),
    first=Fact("с"),
    last=Fact("по"),
    decisions=Fact("решений"),
    file=Fact("контрольная сумма файла"),
    to=Fact("кому", dict(Recipient.choices)),
    request=Fact("контрольная сумма номера запроса"),
)
