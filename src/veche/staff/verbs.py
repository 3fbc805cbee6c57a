"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.staff.enums import Role

register("staff.founded", _("заведена администрация"))
register("staff.renamed", _("поправлено название администрации"))
register("staff.zone_changed", _("сменён часовой пояс администрации"))
register("staff.invited", _("приглашён человек"))
register("staff.invited_again", _("выдана новая ссылка-приглашение"))
register("staff.invite_accepted", _("принято приглашение"))
register("staff.department_added", _("заведён отдел"))
register("staff.department_assigned", _("выбран отдел"))
register("staff.appointed", _("назначена роль"))
register("staff.relieved", _("снята роль"))
register("staff.role_asked", _("роль ждёт подтверждения"))
register("staff.role_refused", _("роль не подтверждена"))
register("staff.role_given_up", _("назначение отозвано"))
register("staff.deputy_appointed", _("назначен заместитель"))
register("staff.deputy_ended", _("замещение закончено"))
register("staff.dismissed", _("доступ закрыт"))
register("staff.sessions_ended", _("закончены все сеансы"))
register("staff.session_ended", _("закончен сеанс"))
register("staff.other_sessions_ended", _("закончены остальные сеансы"))
register("staff.signed_in", _("вход"))
register("staff.sign_in_failed", _("неудачный вход"))
register("staff.second_factor_failed", _("второй шаг не подошёл"))
register("staff.second_step_closed", _("второй шаг закрыт для кодов на сутки"))
register("staff.second_factor_added", _("добавлен второй шаг входа"))
register("staff.second_factor_removed", _("убран второй шаг входа"))
register("staff.second_factor_reset", _("сброшен второй шаг входа"))
register("staff.recovery_codes_made", _("выданы запасные коды"))
register("staff.password_changed", _("сменён пароль"))
register("staff.password_set", _("пароль задан на сервере"))

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
    since=Fact(_("с")),
    until=Fact(_("по")),
)
