"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("case.opened", "открыли дело по вопросу жителя")
register("case.extended", "добавили в дело комментарии")
register("case.split", "вынесли комментарий в другое дело")
register("case.merged", "соединили дело с другим")
register("case.changed", "поправили дело")
register("case.asked", "передали дело отделу")
register("case.drafted", "отдел прислал черновик ответа")
register("case.returned", "вернули черновик отделу")
register("case.question_waved", "решили, что на вопрос ответ не нужен")
register("case.question_returned", "вернули вопрос, на который ответ был не нужен")
register("case.answered", "ответили по делу")
register("case.interim", "ответили по делу промежуточно")
register("case.not_ours", "ответили, что вопрос не наш и чей он")
register("case.unsent", "ответ по делу не вышел, дело открыто снова")
register("case.sent", "ответ по делу всё-таки вышел")
register("case.ask_helped", "спросили жителей, помог ли ответ")
register("case.helped", "отметили, что ответ жителям помог")
register("case.not_helped", "ответ жителям не помог, дело открыли снова")
register("case.numbered", "записали номер дела в другой системе")
register("case.table_written", "записали таблицу из «Инцидента» или ПОС")
register("case.held", "запретили стирать слова дела")
register("case.hold_lifted", "разрешили стирать слова дела, когда выйдет срок")
register("case.closed", "закрыли дело без ответа")
register("case.reminded", "напомнили о сроке дела")
register("case.template_saved", "сохранили заготовку ответа")
register("case.template_archived", "убрали заготовку ответа")
register("case.settings_changed", "сменили сроки дел")

# By its number: a title may quote a resident.
register_thing("cases.case", Thing("дело", "id", "cases:detail", "cases.see"))
register_thing("cases.question", Thing("вопрос жителя", "id"))
register_thing("cases.casesettings", Thing("сроки дел"))
register_thing("cases.answertemplate", Thing("заготовка ответа", "name"))
register_facts(
    "case",
    comments=Fact("комментариев"),
    until=Fact("до"),
    department=Fact("отдел", of="staff.department"),
    raised=Fact("срочное"),
    into=Fact("дело", of="cases.case"),
    request=Fact("поручение", of="requests.request"),
    late=Fact("с опозданием"),
    left=Fact("без ответа"),
    posts=Fact("ответов под записями"),
    reach=Fact("кому сказали"),
    why=Fact("почему"),
    route_minutes=Fact("минут на передачу"),
    answer_hours=Fact("часов на ответ"),
    raised_hours=Fact("часов на срочный ответ"),
    interim_days=Fact("дней после промежуточного"),
    system=Fact("система"),
    file_rows=Fact("строк в файле"),
    written=Fact("записали строк"),
    bodies=Fact("чьё бывает, строк"),
)
