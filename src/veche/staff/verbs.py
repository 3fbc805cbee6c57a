"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.staff.enums import OwnDayKind, Role

register("staff.founded", "завели администрацию")
register("staff.renamed", "поправили название администрации")
register("staff.zone_changed", "сменили часовой пояс администрации")
register("staff.invited", "пригласили человека")
register("staff.invited_anew", "снова пригласили того, кому закрывали доступ")
register("staff.invited_again", "выдали новую ссылку-приглашение")
register("staff.invite_accepted", "приняли приглашение")
register("staff.person_renamed", "исправили имя человека")
register("staff.department_added", "завели отдел")
register("staff.department_changed", "изменили отдел")
register("staff.department_archived", "убрали отдел в архив")
register("staff.department_restored", "вернули отдел из архива")
register("staff.office_added", "завели должность")
register("staff.office_changed", "изменили должность")
register("staff.office_archived", "убрали должность в архив")
register("staff.office_restored", "вернули должность из архива")
register("staff.hours_changed", "изменили рабочее время")
register("staff.own_day_added", "изменили день в календаре")
register("staff.own_day_removed", "вернули день в календаре")
register("staff.duty_added", "поставили на дежурство")
register("staff.duty_removed", "сняли с дежурства")
register("staff.table_written", "записали таблицу людей и отделов")
register("staff.department_assigned", "выбрали отдел")
register("staff.appointed", "назначили роль")
register("staff.relieved", "сняли роль")
register("staff.role_asked", "попросили подтвердить роль")
register("staff.role_refused", "отказали в роли")
register("staff.role_given_up", "отозвали назначение")
register("staff.reset_asked", "попросили подтвердить сброс второго шага")
register("staff.reset_refused", "отказали в сбросе второго шага")
register("staff.reset_given_up", "отозвали сброс второго шага")
register("staff.deputy_appointed", "назначили заместителя")
register("staff.deputy_ended", "закончили замещение")
register("staff.dismissed", "закрыли доступ")
register("staff.sessions_ended", "закончили все сеансы")
register("staff.session_ended", "закончили сеанс")
register("staff.other_sessions_ended", "закончили остальные сеансы")
register("staff.signed_in", "вошли")
register("staff.entered", "перешли сюда из другой администрации")
register("staff.left", "перешли в другую администрацию")
register("staff.signs_in_here", "вход человека ведёт теперь эта администрация")
register("staff.reset_confirmed", "подтвердили сброс второго шага, ждут другую администрацию")
register("staff.sign_in_failed", "не вошли")
register("staff.second_factor_failed", "не прошли второй шаг")
register("staff.second_step_closed", "закрыли второй шаг для кодов на сутки")
register("staff.second_factor_added", "добавили второй шаг входа")
register("staff.second_factor_removed", "убрали второй шаг входа")
register("staff.second_factor_reset", "сбросили второй шаг входа")
register("staff.recovery_codes_made", "выдали запасные коды")
register("staff.password_changed", "сменили пароль")
register("staff.password_set", "задали пароль на сервере")

STEPS = {
    "password": "пароль",
    "totp": "код из приложения",
    "webauthn": "ключ доступа",
    "recovery_codes": "запасной код",
    "password_reset": "новый пароль по письму",
    "mfa": "второй шаг",
    "demo": "учебный вход",
}
_FIELDS = {
    "name": "название",
    "answers_for": "за что отвечает",
    "reports_to": "кому подчиняется",
    "holder": "кто занимает",
}
register_thing("staff.administration", Thing("вся администрация"))
register_thing("staff.department", Thing("отдел", "name", "staff:department_page", "staff.see_departments"))
register_thing("staff.office", Thing("должность", "name", "staff:office", "staff.see_departments"))
register_thing("staff.person", Thing("сотрудник", "display_name", "staff:person", "staff.see_people"))
register_facts(
    "staff",
    steps=Fact("чем", STEPS),
    type=Fact("чем", STEPS),
    zone=Fact("часовой пояс"),
    role=Fact("роль", dict(Role.choices)),
    times=Fact("раз"),
    department=Fact("отдел", of="staff.department"),
    changed=Fact("что", _FIELDS),
    file_rows=Fact("строк в таблице"),
    written=Fact("записали"),
    refused=Fact("не взяли"),
    opens=Fact("начало"),
    closes=Fact("конец"),
    lunch=Fact("обед"),
    day=Fact("день"),
    kind=Fact("какой", dict(OwnDayKind.choices)),
    holder=Fact("кто занимает", of="staff.person"),
    asked_by=Fact("кто назначил", of="staff.person"),
    absent=Fact("вместо кого", of="staff.person"),
    name_before=Fact("контрольная сумма прежнего имени"),
    name_after=Fact("контрольная сумма нового имени"),
    since=Fact("с"),
    until=Fact("по"),
    order=Fact("контрольная сумма распоряжения"),
)
