"""The journal's page. `journal` stands below `staff`: who may read it is registered in staff/rules.py."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from veche.journal.domain.checked import last_check, trouble_of, verify_by
from veche.journal.domain.queries import end_of, entries
from veche.journal.forms import FilterForm
from veche.journal.lines import lines_of

PAGE = 50


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    return render(request, "journal/list.html", _page(request))


@require_POST
def verify_chain(request: HttpRequest) -> HttpResponse:
    """htmx gets the card with the verdict, a browser without scripts the whole page with it."""
    reader: Any = _reader(request)
    verdict = verify_by(administration=reader.administration, by=reader)
    if getattr(request, "htmx", False):
        return render(request, "journal/list.html#chain", {"verdict": verdict, "problems": verdict.problems})
    return render(request, "journal/list.html", {**_page(request), "verdict": verdict, "problems": verdict.problems})


def _page(request: HttpRequest) -> dict[str, Any]:
    reader: Any = _reader(request)
    city = reader.administration
    form = FilterForm(request.GET, administration=city)
    found = entries(city, zone=city.time_zone, **form.wanted())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = lines_of(city, list(page), zone=city.time_zone, may=lambda what: rules.has_perm(what, reader))
    end, checked = end_of(city), last_check(city)
    added = end.number - checked.length if end and checked else 0
    known = {"end": end, "checked": checked, "added": max(added, 0), "problems": trouble_of(city)}
    return {"page": page, "lines": lines, "form": form, "zone": city.time_zone, **known}


def _reader(request: HttpRequest) -> object:
    if not rules.has_perm("journal.read", request.user):
        raise PermissionDenied(_("Журнал читают начальник пресс-службы, отдел ИТ, проверяющий и Глава."))
    return request.user
