"""«Отчёт о решениях»: a table of a period, whole or for citizens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from veche.appeals.domain.report import ReportScope, make_report
from veche.appeals.errors import AppealError
from veche.appeals.forms import ReportForm
from veche.documents.write import XLSX
from veche.kernel.clock import DAY, month_of, today
from veche.kit.downloads import download
from veche.staff.access import permission_required, person_of


@require_http_methods(["GET", "POST"])
@permission_required("appeals.report")
def report(request: HttpRequest) -> HttpResponse:
    """A POST, because the journal keeps who took a report."""
    me = person_of(request)
    if request.method != "POST":
        this_month, _ = month_of(today(me.administration.time_zone))
        first, last = month_of(this_month - DAY)
        form = ReportForm(initial={"first": first, "last": last, "whole": ""})
        return render(request, "appeals/report.html", {"form": form})
    form = ReportForm(request.POST)
    if form.is_valid():
        scope = ReportScope(**form.cleaned_data | {"whole": bool(form.cleaned_data["whole"])})
        try:
            made = make_report(administration=me.administration, by=me, scope=scope)
        except AppealError as error:
            form.add_error(None, str(error))
        else:
            return download(made.content, f"{made.name}.xlsx", XLSX)
    return render(request, "appeals/report.html", {"form": form}, status=422)
