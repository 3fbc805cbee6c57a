"""Named offices: who holds them, and which departments stand below."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.domain import offices as verbs
from veche.staff.errors import HolderLacksRole, OfficeOfHead, OfficeTaken, StaffError
from veche.staff.forms import OfficeForm
from veche.staff.models import Office

_FIELD_OF = {OfficeTaken: "name", OfficeOfHead: "kind", HolderLacksRole: "holder"}


@require_GET
def office(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Office, "staff.see_departments", pk=pk)
    me = person_of(request)
    context = {
        "row": verbs.office_row(shown),
        "may_manage": may(me, "staff.manage_offices", shown),
        "may_see_people": may(me, "staff.see_people"),
        "may_name_deputy": may(me, "staff.appoint_deputy"),
        "may_see_acting_head": may(me, "staff.see_acting_head"),
    }
    return render(request, "staff/office.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("staff.manage_offices")
def add(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = OfficeForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.add_office(by=me, administration=me.administration, **form.cleaned_data)
        except StaffError as error:
            form.add_error(_FIELD_OF.get(type(error)), str(error))
        else:
            messages.success(request, "Должность добавили.")
            return redirect("staff:office", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Office, "staff.manage_offices", pk=pk)
    form = OfficeForm(request.POST or None, administration=shown.administration, office=shown)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_office(by=person_of(request), office=shown, said=form.cleaned_data)
        except StaffError as error:
            form.add_error(_FIELD_OF.get(type(error)), str(error))
        else:
            return redirect("staff:office", shown.pk)
    return _form(request, form, shown)


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Office, "staff.manage_offices", pk=pk)
    back = reverse("staff:office", args=[shown.pk])
    if request.method == "GET":
        context = {
            "title": "Убрать в архив",
            "verb": "Убрать в архив",
            "about": shown.name,
            "what": "Должность пропадёт из списков, где её выбирают: в поводах и у отделов.",
            "kept": "Всё, что с ней связано, останется с её именем. Вернуть её можно в любой день.",
            "icon": "archive",
            "back": back,
            "back_title": shown.name,
        }
        return render(request, "question.html", context)
    verbs.archive_office(by=person_of(request), office=shown)
    return redirect(back)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Office, "staff.manage_offices", pk=pk)
    try:
        verbs.restore_office(by=person_of(request), office=shown)
    except StaffError as error:
        messages.error(request, str(error))
    return redirect("staff:office", shown.pk)


def _form(request: HttpRequest, form: OfficeForm, shown: Office | None) -> HttpResponse:
    back = reverse("staff:office", args=[shown.pk]) if shown else reverse("staff:departments")
    context = {"form": form, "office": shown, "back": back}
    return render(request, "staff/office_form.html", context, status=422 if form.errors else 200)
