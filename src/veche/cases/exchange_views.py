"""Exchange with «Инцидент» and ПОС: a table in, shown row by row, then written as a whole; a table out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.cases.domain import exchange as verbs
from veche.cases.domain.exchange_rows import read_rows
from veche.cases.enums import RowOutcome, System
from veche.cases.errors import CaseError
from veche.cases.exchange_forms import ExchangeForm, NumberForm
from veche.cases.models import Case
from veche.documents.apart import read_apart
from veche.documents.table import UnreadableTable
from veche.kernel.clock import today
from veche.kit.downloads import download
from veche.staff.access import own_allowed, permission_required, person_of

ROWS_ON_A_PAGE = 100


@require_http_methods(["GET", "POST"])
@permission_required("cases.work")
def exchange(request: HttpRequest) -> HttpResponse:
    """Load a table; the download stands beside it."""
    me = person_of(request)
    form = ExchangeForm(request.POST, request.FILES) if request.method == "POST" else ExchangeForm()
    if request.method == "POST" and form.is_valid():
        file, system = form.cleaned_data["table"], System(form.cleaned_data["system"])
        try:
            rows = read_rows(file.read(), me.administration.time_zone, read=read_apart)
        except UnreadableTable as error:
            form.add_error("table", str(error))
        else:
            verbs.keep_table(by=me, file_name=str(file.name)[-200:], system=system, rows=rows)
            return redirect("cases:exchange_rows")
    context = {"form": form, "kept": verbs.kept_table(me)}
    return render(request, "cases/exchange.html", context, status=422 if form.errors else 200)


@require_GET
@permission_required("cases.work")
def rows(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    table = verbs.kept_table(me)
    if table is None:
        return redirect("cases:exchange")
    plan = verbs.plan_of(table)
    refused_first = sorted(plan.rows, key=lambda one: one.outcome != RowOutcome.REFUSED)
    context = {
        "table": table,
        "plan": plan,
        "zone": me.administration.time_zone,
        "counts": [(outcome.label, len(plan.of(outcome))) for outcome in RowOutcome],
        "ready": sum(one.outcome.writes for one in plan.rows),
        "page": Paginator(refused_first, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "cases/exchange_rows.html", context)


@require_POST
@permission_required("cases.work")
def write(request: HttpRequest) -> HttpResponse:
    try:
        plan = verbs.write_table(by=person_of(request), digest=request.POST.get("digest", ""))
    except CaseError as error:
        messages.error(request, str(error))
        return redirect("cases:exchange_rows")
    opened = len(plan.of(RowOutcome.NEW, RowOutcome.FROM_COMMENT))
    joined = len(plan.of(RowOutcome.JOINS, RowOutcome.OTHER_TERM))
    messages.success(request, f"Записали. Новых дел: {opened}, дополнили: {joined}.")
    return redirect("cases:list")


@require_POST
@permission_required("cases.work")
def discard(request: HttpRequest) -> HttpResponse:
    verbs.discard_table(person_of(request))
    return redirect("cases:exchange")


@require_GET
@permission_required("cases.work")
def out(request: HttpRequest) -> HttpResponse:
    city = person_of(request).administration
    name = f"veche-cases-{today(city.time_zone):%Y-%m-%d}.csv"
    return download(verbs.table_out(city), name, "text/csv; charset=utf-8")


@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a number by hand."""
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = NumberForm(request.POST, zone=case.administration.time_zone)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("cases:detail", pk)
    try:
        verbs.set_number(case=case, by=person_of(request), **form.said())
    except CaseError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Записали номер. Считаем тот срок, который раньше.")
    return redirect("cases:detail", pk)
