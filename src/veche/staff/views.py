"""People, roles and deputies."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.kernel.bidi import isolated
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.domain import appoint, departments, deputise, dismiss, grants, invite, queries, rename
from veche.staff.domain.department_matters import open_matters
from veche.staff.domain.leaving import warnings_before_leaving
from veche.staff.domain.mail import is_set_up
from veche.staff.domain.memberships import sign_in_of
from veche.staff.domain.person_remarks import remarks_on
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.errors import StaffError
from veche.staff.forms import AppointForm, DepartmentForm, DeputyForm, InviteForm, RenameForm
from veche.staff.models import Appointment, Deputy, Grant, Person
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago
from veche.staff.session_store import second_factors


@require_GET
@permission_required("staff.see_people")
def people(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    rows = queries.members(me.administration)
    return render(request, "staff/people.html", {"members": rows, "may_invite": may(me, "staff.invite")})


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Person, "staff.see_people", pk=pk)
    me = person_of(request)
    return render(
        request,
        "staff/person.html",
        {
            "member": queries.member(shown),
            "remarks": remarks_on(shown),
            "may_rename": may(me, "staff.invite", shown),
            "may_appoint": may(me, "staff.appoint", shown),
            "may_name_deputy": may(me, "staff.appoint_deputy", shown) and shown.is_active,
            "may_dismiss": may(me, "staff.dismiss", shown) and shown.pk != me.pk,
        },
    )


@require_http_methods(["GET", "POST"])
@permission_required("staff.invite")
def invite_person(request: HttpRequest) -> HttpResponse:
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Никого не пригласили: заполните ещё раз.")
    me = person_of(request)
    form = InviteForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        try:
            made = invite.invite(by=me, administration=me.administration, **form.cleaned_data)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            return _show_link(request, made, by_letter=invite.send_by_letter(made))
    return _form(request, form, title="Кого приглашаем", verb="Пригласить", back=reverse("staff:people"))


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    invited = own_allowed(request, Person, "staff.invite", pk=pk)
    if signed_in_long_ago(request):
        return _ask_first(request, invited)
    try:
        made = invite.invite_again(by=person_of(request), person=invited)
        return _show_link(request, made, by_letter=invite.send_by_letter(made))
    except StaffError as error:
        messages.error(request, str(error))
        return redirect("staff:person", invited.pk)


@require_http_methods(["GET", "POST"])
def appoint_role(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Person, "staff.appoint", pk=pk)
    me = person_of(request)
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Роль не назначена: заполните ещё раз.")
    form = AppointForm(request.POST or None, person=shown)
    if request.method == "POST" and form.is_valid():
        try:
            made = appoint.appoint(by=me, person=shown, **form.cleaned_data)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            _say_if_it_waits(request, made)
            return redirect("staff:person", shown.pk)
    return _form(request, form, title="Новая роль", verb="Назначить", about=shown)


@require_http_methods(["GET", "POST"])
def correct_name(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Person, "staff.invite", pk=pk)
    form = RenameForm(request.POST or None, initial={"display_name": shown.display_name})
    if request.method == "POST" and form.is_valid():
        rename.rename(by=person_of(request), person=shown, **form.cleaned_data)
        return redirect("staff:person", shown.pk)
    return _form(request, form, title="Имя", verb="Исправить имя", about=shown)


@require_http_methods(["GET", "POST"])
def change_department(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Person, "staff.appoint", pk=pk)
    form = DepartmentForm(
        request.POST or None,
        administration=shown.administration,
        chosen=shown.department,
        curator=Role.CURATOR in roles_of(shown),
    )
    if request.method == "POST" and form.is_valid():
        try:
            departments.assign_department(by=person_of(request), person=shown, **form.cleaned_data)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            return redirect("staff:person", shown.pk)
    return _form(request, form, title="Отдел", verb="Сохранить", about=shown)


@require_http_methods(["GET", "POST"])
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = own_allowed(request, Appointment, "staff.appoint", pk=pk)
    me = person_of(request)
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Роль не снята: нажмите ещё раз.")
    if request.method == "GET":
        return _question(
            request,
            appointment.person,
            verb="Снять роль",
            what=f"Роль «{appointment.get_role_display()}»: всё, что она открывает, закроется сразу.",
            kept="Сделанное останется. Вернуть роль можно кнопкой «Добавить роль».",
        )
    return _done(request, appointment.person, lambda: appoint.relieve(by=me, appointment=appointment))


@require_http_methods(["GET", "POST"])
def appoint_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    absent = own_allowed(request, Person, "staff.appoint_deputy", pk=pk)
    me = person_of(request)
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Заместитель не назначен: заполните ещё раз.")
    form = DeputyForm(request.POST or None, absent=absent)
    if request.method == "POST" and form.is_valid():
        try:
            made = deputise.appoint_deputy(by=me, absent=absent, **form.cleaned_data)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            _say_if_it_waits(request, made)
            return redirect("staff:person", absent.pk)
    return _form(request, form, title="Кто замещает", verb="Назначить", about=absent)


@require_POST
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    deputy = own_allowed(request, Deputy, "staff.appoint_deputy", pk=pk)
    if signed_in_long_ago(request):
        return _ask_first(request, deputy.absent)
    me = person_of(request)
    return _done(request, deputy.absent, lambda: deputise.end_deputy(by=me, deputy=deputy))


@require_http_methods(["GET", "POST"])
def dismiss_person(request: HttpRequest, pk: int) -> HttpResponse:
    leaving = own_allowed(request, Person, "staff.dismiss", pk=pk)
    me = person_of(request)
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Доступ не закрыт: нажмите ещё раз.")
    if request.method == "GET":
        return _question(
            request,
            leaving,
            verb="Закрыть доступ",
            what=" ".join(
                filter(
                    None,
                    (
                        "Человек больше не войдёт: сеансы, роли и замещения закончатся сразу.",
                        _left_without(leaving),
                        warnings_before_leaving(leaving),
                    ),
                )
            ),
            kept=(
                "Записи и журнал останутся с этим именем. Вернётся, пригласите с той же почтой: роль, пароль и второй "
                "шаг будут новыми."
            ),
        )
    return _done(request, leaving, lambda: dismiss.dismiss(by=me, person=leaving))


def _left_without(leaving: Person) -> str:
    """What nobody will answer any more; "" where somebody else is a curator of the same department."""
    department = leaving.department
    if department is None or departments.curators_of(department) != [leaving]:
        return ""
    said = f"За отдел {isolated(str(department))} больше никто не ответит"
    matters = len(open_matters(department))
    return f"{said}, а поручений у него открыто {matters}: сразу назначьте другого куратора." if matters else f"{said}."


@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Person, "staff.end_sessions", pk=pk)
    me = person_of(request)
    return _done(request, shown, lambda: dismiss.end_sessions(by=me, person=shown))


@require_POST
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Person, "staff.reset_second_factor", pk=pk)
    me = person_of(request)
    if signed_in_long_ago(request):
        return _ask_first(request, shown)
    return _done(request, shown, lambda: _say_if_it_waits(request, dismiss.reset_second_factor(by=me, person=shown)))


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    dismiss.end_sessions(by=me, person=me)
    logout(request)
    return redirect("account_login")


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """The page for people without a second factor."""
    has_one = second_factors(sign_in_of(person_of(request))).exists()
    return redirect("/") if has_one else render(request, "staff/second_factor.html")


def _say_if_it_waits(request: HttpRequest, made: object) -> None:
    if not isinstance(made, Grant):
        return
    if grants.some_wait_for_nobody(made.administration, [made]):
        said = (
            f"Это ждёт, а подтвердить здесь некому. Подтвердит отдел ИТ на сервере: veche manage confirm_role {made.pk}"
        )
    elif made.second_step:
        said = "Сброс ждёт: его подтвердит Глава или начальник пресс-службы, обоим придёт письмо. Сеансы не закончены."
    else:
        said = "Роль ждёт: её подтвердит Глава или начальник пресс-службы, обоим придёт письмо."
    messages.info(request, said)


def _form(
    request: HttpRequest, form: object, *, title: str, verb: str, about: Person | None = None, back: str = ""
) -> HttpResponse:
    back = back or reverse("staff:person", args=[about.pk] if about else [])
    context = {"form": form, "title": title, "verb": verb, "about": about, "back": back}
    return render(request, "staff/form.html", context)


def _question(request: HttpRequest, about: Person, *, verb: str, what: str, kept: str) -> HttpResponse:
    back = {"back": reverse("staff:person", args=[about.pk]), "back_title": about}
    context = {"title": verb, "verb": verb, "about": about, "what": what, "kept": kept, "icon": "lock", **back}
    return render(request, "question.html", context)


def _show_link(request: HttpRequest, made: invite.Invitation, *, by_letter: bool) -> HttpResponse:
    """Show a link once: neither database nor journal keeps it.

    A link that goes by letter, and one of a publishing role, is not shown; the page says how it reaches the person.
    """
    link = ""
    if made.is_shown and not by_letter:
        link = request.build_absolute_uri(reverse("staff:accept_invite", args=[made.secret.reveal()]))
    waiting = list(made.person.grants.all())
    nobody = grants.some_wait_for_nobody(made.person.administration, waiting)
    context = {"made": made, "link": link, "by_mail": is_set_up(), "waits": waiting, "nobody": nobody}
    return render(request, "staff/invited.html", context)


def _ask_first(request: HttpRequest, shown: Person) -> HttpResponse:
    """Ask for confirmation; the button is pressed again on the person's page."""
    back = reverse("staff:person", args=[shown.pk])
    return ask_who_it_is(request, lost="Ничего не изменилось: нажмите ещё раз.", back=back)


def _done(request: HttpRequest, shown: Person, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except StaffError as error:
        messages.error(request, str(error))
    return redirect("staff:person", shown.pk)
