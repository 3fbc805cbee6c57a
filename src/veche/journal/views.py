"""The journal's page. `journal` is below `staff`, so its permissions are registered in staff/rules.py."""

from collections.abc import Sequence
from typing import Any

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.journal.domain.checked import last_check, trouble_of_chain, trouble_of_others, verify_by
from veche.journal.domain.closing import close_heads, is_to_be_closed
from veche.journal.domain.queries import end_of, entries
from veche.journal.domain.strays import BY_SERVER, Closing, closings
from veche.journal.domain.verify import Verdict, only_unproven
from veche.journal.errors import CannotClose
from veche.journal.forms import CloseForm, FilterForm
from veche.journal.lines import lines_of
from veche.journal.models import Entry

PAGE = 50


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    return render(request, "journal/list.html", _page(request))


@require_POST
def verify_chain(request: HttpRequest) -> HttpResponse:
    """Verify. htmx gets the card with the verdict, a browser without scripts the whole page."""
    reader: Any = _reader(request)
    verdict = verify_by(administration=reader.administration, by=reader)
    if getattr(request, "htmx", False):
        return render(request, "journal/list.html#chain", _of(verdict))
    return render(request, "journal/list.html", {**_page(request), **_of(verdict)})


def _of(verdict: Verdict) -> dict[str, Any]:
    problems = verdict.problems
    return {"verdict": verdict, "problems": problems, "unproven": only_unproven(problems), "note": verdict.note}


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close marks that do not fit, with a reason."""
    reader: Any = _reader(request)
    if not rules.has_perm("journal.close_heads", reader):
        raise PermissionDenied("Отметки журнала закрывают начальник пресс-службы и отдел ИТ.")
    form = CloseForm(request.POST)
    if not form.is_valid():
        return render(request, "journal/list.html", {**_page(request), "closing": form}, status=422)
    try:
        close_heads(administration=reader.administration, by=reader, reason=form.cleaned_data["reason"])
    except CannotClose as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Записали причину. Журнал теперь сверяется с новой отметкой.")
    return redirect("journal:list")


def _closing(reader: Any, problems: Sequence[str]) -> CloseForm | None:
    """The form, if the person may close and there is something to close."""
    if problems and rules.has_perm("journal.close_heads", reader) and is_to_be_closed(reader.administration):
        return CloseForm()
    return None


def _closed(city: Any) -> list[Closing]:
    """The last closing of this administration, and the last one at the server."""
    return sorted((*closings(city.pk)[-1:], *closings(BY_SERVER)[-1:]), key=lambda one: one.at)


def _asked(request: HttpRequest, city: Any) -> Entry | None:
    """The entry whose number the daily letter names, with its whole hash."""
    number = request.GET.get("number", "")
    return Entry.objects.of(city).filter(number=number).first() if number.isdecimal() and len(number) < 16 else None


def _page(request: HttpRequest) -> dict[str, Any]:
    reader: Any = _reader(request)
    city = reader.administration
    form = FilterForm(request.GET, administration=city)
    found = entries(city, zone=city.time_zone, **form.wanted())
    end, checked = end_of(city), last_check(city)
    pages = Paginator(found, PAGE)
    if end and not any(form.wanted().values()):
        pages.count = end.number  # numbers have no gaps, so no count is needed
    page = pages.get_page(request.GET.get("page"))
    lines = lines_of(city, list(page), zone=city.time_zone, may=lambda what: rules.has_perm(what, reader))
    added = end.number - checked.length if end and checked else 0
    problems = trouble_of_chain(city)
    known = {"end": end, "checked": checked, "added": max(added, 0), "problems": problems}
    more = {"closing": _closing(reader, problems), "closed": _closed(city), "asked": _asked(request, city)}
    others = {
        "other_problems": trouble_of_others(city),
        "unproven": only_unproven(problems),
        "note": checked.note if checked else "",
    }
    return {"page": page, "lines": lines, "form": form, "zone": city.time_zone, **known, **more, **others}


def _reader(request: HttpRequest) -> object:
    if not rules.has_perm("journal.read", request.user):
        raise PermissionDenied("Журнал читают начальник пресс-службы, отдел ИТ, проверяющий и Глава.")
    return request.user
