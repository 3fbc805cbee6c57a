"""Departments: what they answer for and who answers."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.domain import departments as verbs
from veche.staff.domain.department_answers import AnswerBook, Answers, headline, known_books, together
from veche.staff.domain.department_matters import open_matters
from veche.staff.domain.directory import DepartmentRow, directory
from veche.staff.domain.offices import office_rows
from veche.staff.domain.table_apply import kept_table
from veche.staff.errors import StaffError
from veche.staff.forms import DepartmentCardForm
from veche.staff.models import Department, Person

# Of the open matters of a department as many stand beside the list.
SOME = 5


@require_GET
@permission_required("staff.see_departments")
def departments(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/departments.html", _page(person_of(request), None))


@require_GET
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with this department beside it; a phone shows the department alone."""
    chosen = own_allowed(request, Department, "staff.see_departments", pk=pk)
    return render(request, "staff/departments.html", _page(person_of(request), chosen))


def _page(me: Person, chosen: Department | None) -> dict[str, Any]:
    """The list and one department: `chosen`, else the one that answers late most often or has nobody."""
    city, book = me.administration, _book_for(me)
    rows, offices = directory(city), office_rows(city)
    answers = book.count(city) if book else {}
    shown = [(row, answers.get(row.department.pk)) for row in rows if not row.is_archived]
    asked = {str(row.department): one for row, one in shown if one}
    opened = next((row for row in rows if row.department == chosen), None) or _most_in_need(shown)
    manages = may(me, "staff.manage_departments")
    return {
        "kept": kept_table(me) if manages else None,
        "offices": [row for row in offices if not row.is_archived],
        "archived_offices": [row for row in offices if row.is_archived],
        "may_manage_offices": may(me, "staff.manage_offices"),
        "rows": shown,
        "headline": headline(asked),
        "total": together(asked.values()),
        "answers_url": reverse(book.url_name) if book else "",
        "asked_url": reverse(book.list_name) if book else "",
        "archived": [row for row in rows if row.is_archived],
        "may_manage": manages,
        "may_invite": may(me, "staff.invite"),
        "chosen": chosen,
        **(_beside(me, opened, answers.get(opened.department.pk)) if opened else {}),
    }


def _most_in_need(shown: Sequence[tuple[DepartmentRow, Answers | None]]) -> DepartmentRow | None:
    """The department with most late requests, or without a curator; the first of equals."""
    needs = max(shown, key=lambda one: (one[1].late if one[1] else 0, one[0].has_nobody), default=None)
    return needs[0] if needs else None


def _beside(me: Person, opened: DepartmentRow, answers: Answers | None) -> dict[str, Any]:
    """What stands beside the list of the department that is open."""
    matters = [one for one in open_matters(opened.department) if may(me, one.permission)]
    return {
        "opened": opened,
        "answers": answers,
        "matters": matters[:SOME],
        "more_matters": len(matters[SOME:]),
        "zone": me.administration.time_zone,
        "may_see_people": may(me, "staff.see_people"),
        "may_name_deputy": may(me, "staff.appoint_deputy"),
    }


def _book_for(me: Person) -> AnswerBook | None:
    return next((one for one in known_books() if may(me, one.permission)), None)


@require_http_methods(["GET", "POST"])
@permission_required("staff.manage_departments")
def add(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = DepartmentCardForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.add_department(by=me, administration=me.administration, **form.cleaned_data)
        except StaffError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Отдел добавили.")
            return redirect("staff:department_page", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Department, "staff.manage_departments", pk=pk)
    initial = {name: getattr(shown, name) for name in verbs.WRITTEN}
    form = DepartmentCardForm(
        request.POST or None, administration=shown.administration, above=shown.reports_to, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_department(by=person_of(request), department=shown, said=form.cleaned_data)
        except StaffError as error:
            form.add_error("name", str(error))
        else:
            return redirect("staff:department_page", shown.pk)
    return _form(request, form, shown)


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is open and let choose who takes it over."""
    shown = own_allowed(request, Department, "staff.manage_departments", pk=pk)
    me = person_of(request)
    others = [one for one in verbs.departments_to_choose(shown.administration) if one != shown]
    error = ""
    if request.method == "POST":
        to = next((one for one in others if str(one.pk) == request.POST.get("to")), None)
        try:
            verbs.archive_department(by=me, department=shown, to=to)
        except StaffError as refused:
            error = str(refused)
        else:
            return redirect("staff:department_page", shown.pk)
    matters = [(one.title, one.url if may(me, one.permission) else "") for one in open_matters(shown)]
    context = {"department": shown, "others": others, "matters": matters, "error": error}
    return render(request, "staff/archive_department.html", context, status=422 if error else 200)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Department, "staff.manage_departments", pk=pk)
    verbs.restore_department(by=person_of(request), department=shown)
    return redirect("staff:department_page", shown.pk)


def _form(request: HttpRequest, form: DepartmentCardForm, shown: Department | None) -> HttpResponse:
    back = reverse("staff:department_page", args=[shown.pk]) if shown else reverse("staff:departments")
    context = {"form": form, "department": shown, "back": back}
    return render(request, "staff/department_form.html", context, status=422 if form.errors else 200)
