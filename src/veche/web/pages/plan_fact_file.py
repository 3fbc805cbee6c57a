"""«План и факт» as a table (XLSX) or a paper (DOCX, PDF): each item with what became of it and why."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from veche.documents import write
from veche.documents.pdf import PDF, PdfFailed, pdf
from veche.documents.word import DOCX, Paper, docx
from veche.kernel.clock import DAY, local, today
from veche.kit.downloads import download
from veche.kit.moments import SHORT_WEEKDAYS, week_span
from veche.networks.registry import NETWORKS
from veche.norm.domain.week import WeekNorm
from veche.norm.lines import number_said
from veche.staff.access import permission_required, person_of
from veche.web.pages.paper_forms import FactFileForm, approval_block
from veche.web.pages.plan_fact import Fact, Period, asked_period, facts_of, norms_of, summary_of

HEADER = ("№", "План", "О чём", "Куда", "Рубрика", "Что стало", "Вышло", "Почему", "В норму")
WIDTHS = (4, 14, 30, 14, 14, 16, 12, 26, 7)


@require_GET
@permission_required("plan.see")
def plan_fact_file(request: HttpRequest) -> HttpResponse:
    city, period = person_of(request).administration, asked_period(request)
    form = FactFileForm(request.GET, administration=city)
    if not form.is_valid():
        messages.error(request, form.sentence)
        return redirect(period.url())
    norms = norms_of(request, city, period)
    facts = facts_of(city, period, norms)
    rows = [[str(number), *_cells(one, city.time_zone)] for number, one in enumerate(facts, 1)]
    name, kind = f"План и факт {period.first:%d.%m.%Y}-{period.last:%d.%m.%Y}", form.cleaned_data["kind"]
    if kind not in ("docx", "pdf"):
        return download(write.xlsx("План и факт", HEADER, rows), f"{name}.xlsx", write.XLSX)
    title = _title(period, facts, norms, today(city.time_zone))
    paper = Paper(title, HEADER, rows, WIDTHS, approval_block(form.cleaned_data["office"]))
    if kind == "docx":
        return download(docx(paper), f"{name}.docx", DOCX)
    try:
        return download(pdf(paper), f"{name}.pdf", PDF)
    except PdfFailed as error:
        messages.error(request, str(error))
        return redirect(period.url())


def _title(period: Period, facts: Sequence[Fact], norms: Sequence[WeekNorm], here: date) -> str:
    """«План и факт: ноябрь 2026. Вышло 12, перенесено 3. Норма: 2–8 ноября: вышло 5 из 5»."""
    weeks = ", ".join(f"{week_span(one.monday, one.monday + 6 * DAY)}: {number_said(one, here)}" for one in norms)
    return ". ".join(filter(None, (f"План и факт: {period.title.lower()}", summary_of(facts), f"Норма: {weeks}")))


def _cells(one: Fact, zone: str) -> list[str]:
    planned = local(one.planned, zone)
    nets = one.entry.nets.every if one.entry else tuple(account.network for account in one.item.accounts.all())
    moved = one.change.became if one.change and one.outcome == "moved" else None
    what = f"{one.face[1]}: {local(moved, zone):%d.%m.%Y %H:%M}" if moved else one.face[1]
    return [
        f"{planned:%d.%m.%Y} {SHORT_WEEKDAYS[planned.weekday()]} {planned:%H:%M}",
        one.item.title,
        ", ".join(dict.fromkeys(NETWORKS[slug].names.title for slug in nets)),
        one.item.get_category_display(),
        what,
        f"{local(one.out, zone):%d.%m.%Y %H:%M}" if one.out else "",
        one.why,
        "да" if one.counts else "",
    ]
