"""A plan from a file: loaded, shown row by row, then put into the plan as a whole, and taken out while untouched."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.documents.apart import read_apart
from veche.documents.table import UnreadableTable
from veche.documents.write import XLSX
from veche.kernel.clock import local, today, week_of
from veche.kit.downloads import download
from veche.kit.moments import week_span
from veche.morphology.numerals import counted, form
from veche.plan.domain import file_write as verbs
from veche.plan.domain.day_offers import year_of
from veche.plan.domain.file_plan import FilePlan
from veche.plan.domain.file_rows import rows_of
from veche.plan.domain.file_template import template
from veche.plan.enums import RowOutcome
from veche.plan.errors import FileGone, PlanError
from veche.plan.file_forms import FileForm, RowForm, numbers, said_rows
from veche.plan.file_lines import chips, line_of, shown_rows
from veche.plan.models import PlanFile
from veche.plan.reading.table import read_plan
from veche.staff.access import own_allowed, permission_required, person_of

ROWS_ON_A_PAGE = 50
MOST_FILES = 5


@require_http_methods(["GET", "POST"])
@permission_required("plan.edit")
def load(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    filled = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and filled.is_valid():
        file = filled.cleaned_data["file"]
        name = str(file.name)[-200:]
        try:
            here = today(me.administration.time_zone)
            read = read_plan(file.read(), today=here, name=name, read=read_apart)
            rows = rows_of(read)
        except UnreadableTable as error:
            filled.add_error("file", str(error))
        else:
            verbs.keep_file(by=me, file_name=name, rows=rows, has_macros=read.has_macros)
            return redirect("plan:file_rows")
    context = {
        "form": filled,
        "kept": verbs.kept_file(me),
        "placed": verbs.placed_files(me.administration)[:MOST_FILES],
        "zone": me.administration.time_zone,
    }
    return render(request, "plan/file_load.html", context, status=422 if filled.errors else 200)


@require_GET
@permission_required("plan.edit")
def sample(request: HttpRequest) -> HttpResponse:
    return download(template(today(person_of(request).administration.time_zone)), "veche-plan.xlsx", XLSX)


@require_GET
@permission_required("plan.edit")
def preview(request: HttpRequest) -> HttpResponse:
    file = verbs.kept_file(person_of(request))
    if file is None:
        return redirect("plan:file_load")
    return _show(request, file, request.GET.get("show", ""), request.GET.get("page", ""))


@require_POST
@permission_required("plan.edit")
def mark(request: HttpRequest) -> HttpResponse:
    """Keep ticks, days and hours of the page; then the filter or the page of rows that was pressed."""
    file = verbs.kept_file(person_of(request))
    if file is None:
        return _gone(request)
    said = said_rows(request.POST, verbs.plan_of(file))
    if said.wrong:
        return _show(request, file, *_seen(request), wrong=said.wrong)
    try:
        verbs.keep_answers(file=file, answers=said.answers)
    except FileGone:
        return _gone(request)
    if not {"show", "page"} & request.POST.keys():
        messages.success(request, "Запомнили.")
    wanted, page = _seen(request)
    if "show" in request.POST:
        wanted, page = request.POST["show"], ""
    query = urlencode({"show": wanted, "page": request.POST.get("page", page)})
    return redirect(f"{reverse('plan:file_rows')}?{query}")


@require_POST
@permission_required("plan.edit")
def place(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    file = verbs.kept_file(me)
    if file is None:
        return _gone(request)
    said = said_rows(request.POST, verbs.plan_of(file))
    if said.wrong:
        return _show(request, file, *_seen(request), wrong=said.wrong)
    try:
        placed = verbs.place_file(by=me, file=file, digest=request.POST.get("digest", ""), answers=said.answers)
    except FileGone:
        return _gone(request)
    except PlanError as error:
        messages.error(request, str(error))
        return redirect("plan:file_rows")
    undo = f"undo:{reverse('plan:file_take_out', args=[placed.pk])}"
    messages.success(request, _placed_said(placed), extra_tags=undo)
    return redirect("plan:file", placed.pk)


@require_POST
@permission_required("plan.edit")
def discard(request: HttpRequest) -> HttpResponse:
    verbs.discard_file(person_of(request))
    return redirect("plan:file_load")


@require_GET
def placed(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that stands in the plan, with its weeks."""
    file = own_allowed(request, PlanFile, "plan.edit", pk=pk)
    zone = file.administration.time_zone
    days = [local(at, zone).date() for at in file.items.order_by("publish_at").values_list("publish_at", flat=True)]
    weeks = Counter(week_of(day) for day in days)
    context = {
        "file": file,
        "title": _title_of_placed(file, len(days)),
        "is_worked_on": verbs.is_worked_on(file),
        "weeks": [(f"{monday:%G-W%V}", week_span(monday, sunday), weeks[monday, sunday]) for monday, sunday in weeks],
        "zone": zone,
    }
    return render(request, "plan/file.html", context)


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    file = own_allowed(request, PlanFile, "plan.edit", pk=pk)
    me = person_of(request)
    try:
        verbs.take_out(by=me, file=file)
    except PlanError as error:
        messages.error(request, str(error))
        return redirect("plan:file", pk)
    back = ", изменённым вернули прежнее" if file.changed else ""
    messages.success(request, f"Убрали из плана все пункты этого файла{back}.")
    return redirect("plan:file_rows" if file.loaded_by_id == me.pk else "plan:file_load")


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, str(FileGone()))
    return redirect("plan:file_load")


def _seen(request: HttpRequest) -> tuple[str, str]:
    """The filter and the page of rows that the form was on."""
    return request.POST.get("seen_filter", ""), request.POST.get("seen_page", "")


def _show(
    request: HttpRequest, file: PlanFile, wanted: str, page_number: str, *, wrong: Mapping[int, RowForm] | None = None
) -> HttpResponse:
    plan = verbs.plan_of(file)
    page = Paginator(shown_rows(plan, wanted), ROWS_ON_A_PAGE).get_page(page_number)
    zone = file.administration.time_zone
    year = year_of((one.row for one in plan.rows), today(zone))
    lines = [line_of(one, zone, wrong or {}, year=year) for one in page]
    context = {
        "file": file,
        "title": _title(plan),
        "verb": _verb(plan),
        "plan": plan,
        "lines": lines,
        "page": page,
        "chips": chips(plan, wanted),
        "wanted": wanted,
        "zone": zone,
        "sheets": len({one.row.sheet for one in plan.rows}) > 1,
        "shown": numbers(page),
        "ticked": numbers([one for one in page if one.is_ticked]),
        **_sums(plan),
    }
    return render(request, "plan/file_rows.html", context, status=422 if wrong else 200)


def _title(plan: FilePlan) -> str:
    placed, changed, asked = len(plan.placed), len(plan.changed), len(plan.of(RowOutcome.ASK))
    stand, rows = form(placed, "Встанет", "Встанут", "Встанут"), counted(placed, "строка", "строки", "строк")
    change = f"{form(changed, 'изменится', 'изменятся', 'изменятся')} {changed}"
    will = f"{stand} {rows} из {len(plan.rows)}" if placed else "Новых строк нет" if changed else "Ставить нечего"
    return ", ".join(said for said, number in ((will, 1), (change, changed), (f"спросим о {asked}", asked)) if number)


def _verb(plan: FilePlan) -> str:
    """What the button does: «Поставить в план 5 пунктов», «Поставить 5, изменить 2», «Изменить 2 пункта»."""
    placed, changed = len(plan.placed), len(plan.changed)
    if placed and changed:
        return f"Поставить {placed}, изменить {changed}"
    number = counted(changed or placed, "пункт", "пункта", "пунктов")
    return f"Изменить {number}" if changed else f"Поставить в план {number}"


def _placed_said(file: PlanFile) -> str:
    """«Поставили в план 3 пункта.», «Поставили в план 3 пункта, изменили 2.», «Изменили 2 пункта.»"""
    number, changed = file.items.count(), len(file.changed)
    if not number:
        return f"Изменили {counted(changed, 'пункт', 'пункта', 'пунктов')}."
    placed = f"Поставили в план {counted(number, 'пункт', 'пункта', 'пунктов')}"
    return f"{placed}, изменили {changed}." if changed else f"{placed}."


def _title_of_placed(file: PlanFile, number: int) -> str:
    if file.placed_at is None:
        return "Файл не в плане"
    changed = len(file.changed)
    if changed and not number:
        return f"По файлу изменили {counted(changed, 'пункт', 'пункта', 'пунктов')}"
    stands = f"В плане {counted(number, 'пункт', 'пункта', 'пунктов')} из файла"
    return f"{stands}, изменили {changed}" if changed else stands


def _sums(plan: FilePlan) -> dict[str, int]:
    known = len(plan.of(RowOutcome.TWICE)) + len(plan.of(RowOutcome.THERE))
    skipped = len(plan.of(RowOutcome.SKIP)) + len(plan.of(RowOutcome.OFF))
    return {
        "placed": len(plan.placed),
        "changed": len(plan.changed),
        "asked": len(plan.of(RowOutcome.ASK)),
        "known": known,
        "skipped": skipped,
    }
