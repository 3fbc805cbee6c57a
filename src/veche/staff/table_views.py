"""A table of departments and people: loaded, shown row by row, then written as a whole or thrown away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.documents.apart import read_apart
from veche.documents.table import UnreadableTable
from veche.documents.write import XLSX
from veche.kit.downloads import download
from veche.staff.access import may, permission_required, person_of
from veche.staff.domain import table_apply as verbs
from veche.staff.domain.invite import Invitation
from veche.staff.domain.mail import is_set_up
from veche.staff.domain.table_rows import read_staff_table, template
from veche.staff.enums import Outcome
from veche.staff.errors import StaffError
from veche.staff.forms import TableForm
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago

ROWS_ON_A_PAGE = 100


@require_http_methods(["GET", "POST"])
@permission_required("staff.manage_departments")
def load(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        try:
            read = read_staff_table(file.read(), read=read_apart)
        except UnreadableTable as error:
            form.add_error("table", str(error))
        else:
            verbs.keep_table(by=me, file_name=str(file.name)[-200:], read=read)
            return redirect("staff:table_rows")
    context = {"form": form, "may_invite": may(me, "staff.invite"), "kept": verbs.kept_table(me)}
    return render(request, "staff/table_load.html", context, status=422 if form.errors else 200)


@require_GET
@permission_required("staff.manage_departments")
def sample(_request: HttpRequest) -> HttpResponse:
    return download(template(), "veche-people.xlsx", XLSX)


@require_GET
@permission_required("staff.manage_departments")
def preview(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    table = verbs.kept_table(me)
    if table is None:
        return redirect("staff:load_table")
    plan = verbs.plan_of(table, may_invite=may(me, "staff.invite"))
    refused_first = sorted(plan.rows, key=lambda one: one.outcome != Outcome.REFUSED)
    context = {
        "table": table,
        "plan": plan,
        "counts": [(outcome, len(plan.of(outcome))) for outcome in Outcome],
        "ready": len(plan.ready),
        "refused": len(plan.of(Outcome.REFUSED)),
        "page": Paginator(refused_first, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "staff/table_rows.html", context)


@require_POST
@permission_required("staff.manage_departments")
def write(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    table, invites = verbs.kept_table(me), may(me, "staff.invite")
    if table is None:
        messages.warning(request, "Таблицы уже нет: её записали или убрали.")
        return redirect("staff:load_table")
    if invites and signed_in_long_ago(request):
        back = reverse("staff:table_rows")
        return ask_who_it_is(request, lost="Ничего не записали: нажмите ещё раз.", back=back)
    try:
        invited = verbs.apply_table(by=me, table=table, digest=request.POST.get("digest", ""), may_invite=invites)
    except StaffError as error:
        messages.error(request, str(error))
        return redirect("staff:table_rows")
    if not invited:
        messages.success(request, "Таблицу записали.")
        return redirect("staff:departments")
    return _show_links(request, invited)


@require_POST
@permission_required("staff.manage_departments")
def discard(request: HttpRequest) -> HttpResponse:
    if table := verbs.kept_table(person_of(request)):
        verbs.discard_table(table)
    return redirect("staff:departments")


def _show_links(request: HttpRequest, invited: list[Invitation]) -> HttpResponse:
    """Links that IT may see are shown once, unless they go by letter; others never."""
    by_mail = is_set_up()
    rows = [(made, "" if by_mail or not made.is_shown else _link(request, made)) for made in invited]
    return render(request, "staff/table_written.html", {"rows": rows, "by_mail": by_mail})


def _link(request: HttpRequest, made: Invitation) -> str:
    return request.build_absolute_uri(reverse("staff:accept_invite", args=[made.secret.reveal()]))
