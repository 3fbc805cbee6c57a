"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.staff.enums import Role

register("staff.founded", _("завели администрацию"))
register("staff.renamed", _("поправили название администрации"))
register("staff.zone_changed", _("сменили часовой пояс администрации"))
register("staff.invited", _("пригласили человека"))
register("staff.invited_anew", _("снова пригласили того, кому закрывали доступ"))
register("staff.invited_again", _("выдали новую ссылку-приглашение"))
register("staff.invite_accepted", _("приняли приглашение"))
register("staff.person_renamed", _("исправили имя человека"))
register("staff.department_added", _("завели отдел"))
register("staff.department_assigned", _("выбрали отдел"))
register("staff.appointed", _("назначили роль"))
register("staff.relieved", _("сняли роль"))
register("staff.role_asked", _("попросили подтвердить роль"))
register("staff.role_refused", _("отказали в роли"))
register("staff.role_given_up", _("отозвали назначение"))
register("staff.reset_asked", _("попросили подтвердить сброс второго шага"))
register("staff.reset_refused", _("отказали в сбросе второго шага"))
register("staff.reset_given_up", _("отозвали сброс второго шага"))
register("staff.deputy_appointed", _("назначили заместителя"))
register("staff.deputy_ended", _("закончили замещение"))
register("staff.dismissed", _("закрыли доступ"))
register("staff.sessions_ended", _("закончили все сеансы"))
register("staff.session_ended", _("закончили сеанс"))
register("staff.other_sessions_ended", _("закончили остальные сеансы"))
register("staff.signed_in", _("вошли"))
register("staff.sign_in_failed", _("не вошли"))
register("staff.second_factor_failed", _("не прошли второй шаг"))
register("staff.second_step_closed", _("закрыли второй шаг для кодов на сутки"))
register("staff.second_factor_added", _("добавили второй шаг входа"))
register("staff.second_factor_removed", _("убрали второй шаг входа"))
register("staff.second_factor_reset", _("сбросили второй шаг входа"))
register("staff.recovery_codes_made", _("выдали запасные коды"))
register("staff.password_changed", _("сменили пароль"))
register("staff.password_set", _("задали пароль на сервере"))

STEPS = {
    "password": _("пароль"),
    "totp": _("код из приложения"),
    "webauthn": _("ключ доступа"),
    "recovery_codes": _("запасной код"),
    "password_reset": _("новый пароль по письму"),
    "mfa": _("второй шаг"),
    "demo": _("учебный вход"),
}
register_thing("staff.administration", Thing(_("вся администрация")))
register_thing("staff.department", Thing(_("отдел"), "name"))
register_thing("staff.person", Thing(_("сотрудник"), "display_name", "staff:person", "staff.see_people"))
register_facts(
    "staff",
    steps=Fact(_("чем"), STEPS),
    type=Fact(_("чем"), STEPS),
    zone=Fact(_("часовой пояс")),
    role=Fact(_("роль"), dict(Role.choices)),
    times=Fact(_("раз")),
    department=Fact(_("отдел"), of="staff.department"),
    asked_by=Fact(_("кто назначил"), of="staff.person"),
    absent=Fact(_("вместо кого"), of="staff.person"),
    name_before=Fact(_("контрольная сумма прежнего имени")),
    name_after=Fact(_("контрольная сумма нового имени")),
    since=Fact(_("с")),
    until=Fact(_("по")),
)
