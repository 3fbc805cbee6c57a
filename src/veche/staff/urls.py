"""URLs of people and their sessions; in the demo city, of sign-in without a password."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from veche.staff import (
    acting_head_views,
    department_views,
    entrance_views,
    grant_views,
    hours_views,
    membership_views,
    office_views,
    session_views,
    table_views,
    views,
)

DEPARTMENTS = [
    path("", department_views.departments, name="departments"),
    path("add/", department_views.add, name="add_department"),
    path("table/", table_views.load, name="load_table"),
    path("table/template/", table_views.sample, name="table_template"),
    path("table/rows/", table_views.preview, name="table_rows"),
    path("table/write/", table_views.write, name="write_table"),
    path("table/discard/", table_views.discard, name="discard_table"),
    path("offices/add/", office_views.add, name="add_office"),
    path("offices/<int:pk>/", office_views.office, name="office"),
    path("offices/<int:pk>/change/", office_views.change, name="change_office"),
    path("offices/<int:pk>/archive/", office_views.archive, name="archive_office"),
    path("offices/<int:pk>/restore/", office_views.restore, name="restore_office"),
    path("<int:pk>/", department_views.department, name="department_page"),
    path("<int:pk>/change/", department_views.change, name="change_department"),
    path("<int:pk>/archive/", department_views.archive, name="archive_department"),
    path("<int:pk>/restore/", department_views.restore, name="restore_department"),
]
PEOPLE = [
    path("", views.people, name="people"),
    path("invite/", views.invite_person, name="invite"),
    path("invite/<str:secret>/", entrance_views.accept_invite, name="accept_invite"),
    path("waiting/", grant_views.waiting, name="waiting"),
    path("waiting/<int:pk>/confirm/", grant_views.confirm_grant, name="confirm_grant"),
    path("waiting/<int:pk>/refuse/", grant_views.refuse_grant, name="refuse_grant"),
    path("waiting/<int:pk>/give-up/", grant_views.give_up_grant, name="give_up_grant"),
    path("acting-head/", acting_head_views.acting_head, name="acting_head"),
    path("acting-head/add/", acting_head_views.add, name="add_acting_head"),
    path("acting-head/<int:pk>/end/", acting_head_views.end, name="end_acting_head"),
    path("sessions/", session_views.own_sessions, name="own_sessions"),
    path("sessions/end-others/", session_views.end_others, name="end_others"),
    path("sessions/<str:handle>/end/", session_views.end_own_session, name="end_own_session"),
    path("administrations/", membership_views.administrations, name="administrations"),
    path("administrations/<int:pk>/open/", membership_views.switch_administration, name="switch_administration"),
    path("administrations/<int:pk>/accept/", membership_views.accept_invitation, name="accept_membership"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("sign-out/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("roles/<int:pk>/end/", views.relieve, name="relieve"),
    path("deputies/<int:pk>/end/", views.end_deputy, name="end_deputy"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/invite/", views.invite_again, name="invite_again"),
    path("<int:pk>/role/", views.appoint_role, name="appoint"),
    path("<int:pk>/name/", views.correct_name, name="name"),
    path("<int:pk>/department/", views.change_department, name="department"),
    path("<int:pk>/deputy/", views.appoint_deputy, name="appoint_deputy"),
    path("<int:pk>/dismiss/", views.dismiss_person, name="dismiss"),
    path("<int:pk>/sessions/", session_views.sessions_of, name="sessions_of"),
    path("<int:pk>/sessions/<str:handle>/end/", session_views.end_session_of, name="end_session_of"),
    path("<int:pk>/end-sessions/", views.end_sessions, name="end_sessions"),
    path("<int:pk>/reset-second-factor/", views.reset_second_factor, name="reset_second_factor"),
]
HOURS = [
    path("", hours_views.hours, name="hours"),
    path("change/", hours_views.change, name="change_hours"),
    path("days/add/", hours_views.add_day, name="add_own_day"),
    path("days/<int:pk>/remove/", hours_views.remove_day, name="remove_own_day"),
    path("duty/add/", hours_views.add_duty, name="add_duty"),
    path("duty/<int:pk>/remove/", hours_views.remove_duty, name="remove_duty"),
]
DEMO = [
    path("", entrance_views.demo, name="demo"),
    path("sign-in/<str:door>/", entrance_views.demo_sign_in, name="demo_sign_in"),
]

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", include(PEOPLE)),
    path("departments/", include(DEPARTMENTS)),
    path("hours/", include(HOURS)),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include(DEMO)))
