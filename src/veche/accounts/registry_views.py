"""The register of accounts: a page that prints, and the same table as XLSX and CSV."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veche.accounts.domain.registry_table import HEADER, registry_of
from veche.documents import write
from veche.kernel.clock import today
from veche.kit.downloads import download
from veche.staff.access import may, permission_required, person_of


@require_GET
@permission_required("accounts.see_proposals")
def registry(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    rows = registry_of(me.administration)
    context = {
        "rows": rows,
        "day": today(me.administration.time_zone),
        "city": me.administration,
        "may_see_accounts": may(me, "accounts.see"),
    }
    return render(request, "accounts/registry.html", context)


@require_GET
@permission_required("accounts.see_proposals")
def registry_xlsx(request: HttpRequest) -> HttpResponse:
    rows = [row.cells for row in registry_of(person_of(request).administration)]
    return _file(request, write.xlsx("Аккаунты", HEADER, rows), "xlsx", write.XLSX)


@require_GET
@permission_required("accounts.see_proposals")
def registry_csv(request: HttpRequest) -> HttpResponse:
    rows = [row.cells for row in registry_of(person_of(request).administration)]
    return _file(request, write.delimited(HEADER, rows), "csv", "text/csv; charset=utf-8")


def _file(request: HttpRequest, content: bytes, ending: str, kind: str) -> HttpResponse:
    day = today(person_of(request).administration.time_zone)
    return download(content, f"Реестр аккаунтов {day:%d.%m.%Y}.{ending}", kind)
