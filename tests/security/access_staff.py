"""Rows of access_table.py about people and sign-in."""

from datetime import timedelta
from typing import Any

from tests.people import SINCE
from tests.security.access_row import Row
from tests.security.world import World
from veche.kernel.clock import today

EVERYBODY = frozenset({"alice", "bob", "carol", "dave", "erin", "ivan", "helen", "dora", "audrey"})
IT = frozenset({"ivan"})


def in_a_week(world: World) -> str:
    return (today(world.administration.time_zone) + timedelta(days=7)).isoformat()


def owner(world: World) -> dict[str, Any]:
    return {"pk": world.owner.pk}


def grant(world: World) -> dict[str, Any]:
    return {"pk": world.grant.pk}


def colleague(world: World) -> dict[str, Any]:
    return {"pk": world.colleague.pk}


def department(world: World) -> dict[str, Any]:
    return {"pk": world.department.pk}


MANAGES_DEPARTMENTS = {"ivan", "carol"}


def office(world: World) -> dict[str, Any]:
    return {"pk": world.office.pk}


DEPARTMENTS = (
    Row("staff:departments", EVERYBODY),
    Row("staff:department_page", EVERYBODY, about=department),
    Row("staff:add_department", MANAGES_DEPARTMENTS),
    Row("staff:add_department", MANAGES_DEPARTMENTS, post={"name": "Отдел спорта", "answers_for": "бассейн"}),
    Row("staff:change_department", MANAGES_DEPARTMENTS, about=department),
    Row("staff:change_department", MANAGES_DEPARTMENTS, about=department, post={"name": "Отдел спорта"}),
    Row("staff:archive_department", MANAGES_DEPARTMENTS, about=department),
    Row("staff:archive_department", MANAGES_DEPARTMENTS, about=department, post={}),
    Row("staff:restore_department", MANAGES_DEPARTMENTS, about=department, post={}),
    Row("staff:office", EVERYBODY, about=office),
    Row("staff:add_office", MANAGES_DEPARTMENTS),
    Row("staff:add_office", MANAGES_DEPARTMENTS, post={"name": "Заместитель Главы по спорту", "kind": "deputy"}),
    Row("staff:change_office", MANAGES_DEPARTMENTS, about=office),
    Row("staff:change_office", MANAGES_DEPARTMENTS, about=office, post={"name": "Заместитель Главы по спорту"}),
    Row("staff:archive_office", MANAGES_DEPARTMENTS, about=office),
    Row("staff:archive_office", MANAGES_DEPARTMENTS, about=office, post={}),
    Row("staff:restore_office", MANAGES_DEPARTMENTS, about=office, post={}),
)


def own_day(world: World) -> dict[str, Any]:
    return {"pk": world.own_day.pk}


def duty(world: World) -> dict[str, Any]:
    return {"pk": world.duty.pk}


def on_duty(world: World) -> dict[str, Any]:
    return {"person": world.colleague.pk, "since": in_a_week(world), "until": in_a_week(world)}


HOURS = (
    Row("staff:hours", EVERYBODY),
    Row("staff:change_hours", MANAGES_DEPARTMENTS),
    Row("staff:change_hours", MANAGES_DEPARTMENTS, post={"opens": "09:00", "closes": "18:00"}),
    Row("staff:add_own_day", MANAGES_DEPARTMENTS),
    Row("staff:add_own_day", MANAGES_DEPARTMENTS, post=lambda w: {"day": in_a_week(w), "kind": "off"}),
    Row("staff:remove_own_day", MANAGES_DEPARTMENTS, about=own_day, post={}),
    Row("staff:add_duty", MANAGES_DEPARTMENTS),
    Row("staff:add_duty", MANAGES_DEPARTMENTS, post=on_duty),
    Row("staff:remove_duty", MANAGES_DEPARTMENTS, about=duty, post={}),
)
TABLE = (
    Row("staff:load_table", MANAGES_DEPARTMENTS),
    Row("staff:load_table", MANAGES_DEPARTMENTS, post={}, ok=422),
    Row("staff:table_template", MANAGES_DEPARTMENTS),
    Row("staff:table_rows", MANAGES_DEPARTMENTS, ok=302),
    Row("staff:write_table", MANAGES_DEPARTMENTS, post={"digest": ""}),
    Row("staff:discard_table", MANAGES_DEPARTMENTS, post={}),
)
STAFF = (
    *DEPARTMENTS,
    *HOURS,
    *TABLE,
    Row("staff:people", {"ivan", "carol"}),
    Row("staff:person", {"ivan", "carol"}, about=owner),
    Row("staff:invite", IT),
    Row("staff:invite", IT, post={"display_name": "Новый", "email": "new@example.test", "role": "auditor"}, ok=200),
    Row("staff:invite_again", IT, about=lambda w: {"pk": w.newcomer.pk}, post={}, ok=200),
    Row("staff:appoint", IT, about=colleague),
    Row("staff:appoint", IT, about=colleague, post={"role": "head", "since": SINCE.isoformat()}),
    Row("staff:name", IT, about=colleague),
    Row("staff:name", IT, about=colleague, post={"display_name": "Новое имя"}),
    Row("staff:department", IT, about=colleague),
    Row("staff:department", IT, about=colleague, post={"new_department": "Отдел спорта"}),
    Row("staff:relieve", IT, about=lambda w: {"pk": w.appointment.pk}),
    Row("staff:relieve", IT, about=lambda w: {"pk": w.appointment.pk}, post={}),
    Row("staff:appoint_deputy", {"ivan", "carol"}, about=owner),
    Row(
        "staff:appoint_deputy",
        {"ivan", "carol"},
        about=owner,
        post=lambda w: {
            "stand_in": w.colleague.pk,
            "role": "press_officer",
            "since": SINCE.isoformat(),
            "until": in_a_week(w),
        },
    ),
    Row("staff:end_deputy", {"ivan", "carol"}, about=lambda w: {"pk": w.deputy.pk}, post={}),
    Row("staff:acting_head", {"helen"}),
    Row("staff:add_acting_head", {"helen"}),
    Row(
        "staff:add_acting_head",
        {"helen"},
        post=lambda w: {
            "stand_in": w.colleague.pk,
            "since": in_a_week(w),
            "until": in_a_week(w),
            "basis": "№ 45-р от 20.11.2026",
        },
    ),
    Row("staff:end_acting_head", {"helen"}, about=lambda w: {"pk": w.acting_head.pk}, post={}),
    Row("staff:waiting", {"ivan", "carol", "helen"}),
    Row("staff:confirm_grant", {"carol", "helen"}, about=grant, post={}),
    Row("staff:refuse_grant", {"carol", "helen"}, about=grant, post={}),
    Row("staff:give_up_grant", IT, about=grant, post={}),
    Row("staff:dismiss", IT, about=colleague),
    Row("staff:dismiss", IT, about=colleague, post={}),
    Row("staff:end_sessions", IT, about=colleague, post={}),
    Row("staff:reset_second_factor", IT, about=colleague, post={}),
    Row("staff:sign_out_everywhere", EVERYBODY, post={}),
    Row("staff:administrations", EVERYBODY),
    Row("staff:own_sessions", EVERYBODY),
    Row("staff:end_others", EVERYBODY, post={}),
    Row("staff:sessions_of", IT, about=owner),
    Row("staff:end_session_of", IT, about=lambda w: {"pk": w.owner.pk, "handle": w.session.handle}, post={}),
    Row("staff:accept_invite", (), about=lambda _: {"secret": "no-such-secret"}, ok=410, public=True),
    Row("staff:accept_invite", (), about=lambda _: {"secret": "no-such-secret"}, post={}, ok=410, public=True),
)
