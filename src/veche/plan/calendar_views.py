"""Calendars whose events become occasions: listed, loaded from a file, shown row by row, then written as a whole."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.documents.calendar import UnreadableCalendar
from veche.kernel.bidi import isolated
from veche.plan.calendar_forms import (
    AddressForm,
    CalendarFileForm,
    CalendarForm,
    CalendarNameForm,
    CalendarSettingsForm,
    CalendarTextForm,
)
from veche.plan.domain import calendar_reading as reading
from veche.plan.domain import calendars as verbs
from veche.plan.domain.after_event import TERM, nobody_to_ask
from veche.plan.domain.calendar_address import forget_address, read_soon, set_address
from veche.plan.domain.calendar_settings import set_calendar
from veche.plan.domain.occasions import restore_occasion
from veche.plan.domain.queries import news_of_site, occasions_ahead
from veche.plan.domain.shifts import note_seen
from veche.plan.enums import MaterialPart, ReadingOutcome
from veche.plan.errors import PlanError
from veche.plan.lines import headline_of, lines_of, problem_lines
from veche.plan.models import Calendar, Occasion, PlanItem
from veche.staff.access import authorise, may, own_allowed, own_or_404, permission_required, person_of

ROWS_ON_A_PAGE = 100
OCCASIONS_ON_A_PAGE = 50
MOST_PROBLEMS = 20
# Of the preview: what was not read, in the place of an outcome.
UNREAD = "unread"
HOUR = timedelta(hours=1)


@require_GET
@permission_required("plan.see")
def calendars(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    context = {
        "calendars": verbs.calendars_of(me.administration),
        "may_add": may(me, "plan.calendar"),
        "may_plan": may(me, "plan.edit"),
        "zone": me.administration.time_zone,
    }
    return render(request, "plan/calendars.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("plan.calendar")
def add(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = CalendarForm(request.POST or None, person=me)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.add_calendar(by=me, name=form.cleaned_data["name"], owner=form.chosen)
        except PlanError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Добавили календарь. Загрузите в него файл.")
            return redirect("plan:calendar_load", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _managed(request, pk)
    form = CalendarNameForm(request.POST or None, initial={"name": shown.name})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.rename_calendar(calendar=shown, by=person_of(request), name=form.cleaned_data["name"])
        except PlanError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Сохранили.")
            return redirect("plan:calendar", pk)
    return _form(request, form, shown)


@require_GET
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    me, shown = person_of(request), own_or_404(request, Calendar, pk=pk)
    authorise(me, "plan.see", shown)
    if shown.has_days:
        return redirect("plan:days")
    found = (news_of_site if shown.has_news else occasions_ahead)(me.administration).filter(calendar=shown)
    changes = may(me, "plan.calendar", shown)
    context = {
        "calendar": shown,
        "page": Paginator(found, OCCASIONS_ON_A_PAGE).get_page(request.GET.get("page")),
        "kept": reading.kept_reading(shown, me) if changes else None,
        "nobody": nobody_to_ask(shown),
        "asks_for": [part.label for part in MaterialPart if part in shown.asks_for],
        "may_change": changes,
        "may_plan": may(me, "plan.edit"),
        "zone": me.administration.time_zone,
    }
    return render(request, "plan/calendar.html", context)


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """What the calendar gives its events, and whether their material is asked for."""
    shown = own_allowed(request, Calendar, "plan.edit", pk=pk, has_days=False)
    form = CalendarSettingsForm(request.POST or None, calendar=shown)
    if request.method == "POST" and form.is_valid():
        set_calendar(calendar=shown, by=person_of(request), said=form.cleaned_data)
        messages.success(request, "Сохранили.")
        return redirect("plan:calendar", pk)
    context = {"form": form, "calendar": shown, "term": TERM // HOUR}
    return render(request, "plan/calendar_settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _managed(request, pk)
    if request.method == "GET":
        return render(request, "question.html", _removing(shown))
    number = verbs.remove_calendar(calendar=shown, by=person_of(request))
    messages.success(request, f"Убрали календарь «{isolated(shown.name)}», поводов убрано: {number}.")
    return redirect("plan:calendars")


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _managed(request, pk)
    form = CalendarFileForm(request.POST, request.FILES) if request.method == "POST" else CalendarFileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading.read_file(
                calendar=shown, by=person_of(request), content=file.read(), file_name=str(file.name)[-200:]
            )
        except UnreadableCalendar as error:
            form.add_error("file", f"{error} Ничего не изменилось.")
        else:
            return redirect("plan:calendar_reading", pk)
    context = {"form": form, "calendar": shown}
    return render(request, "plan/calendar_load.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Events as text; what was pasted and waits for a yes can be mended here."""
    me, shown = person_of(request), _managed(request, pk)
    kept = reading.kept_reading(shown, me)
    form = CalendarTextForm(request.POST or None, initial={"text": kept.text if kept else ""})
    if request.method == "POST" and form.is_valid():
        try:
            reading.read_words(calendar=shown, by=me, text=form.cleaned_data["text"])
        except UnreadableCalendar as error:
            form.add_error("text", f"{error} Ничего не изменилось.")
        else:
            return redirect("plan:calendar_reading", pk)
    context = {"form": form, "calendar": shown}
    return render(request, "plan/calendar_text.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """The address at which the calendar is read."""
    shown = _managed(request, pk)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_address(calendar=shown, by=person_of(request), address=form.cleaned_data["address"])
        except PlanError as error:
            # What was typed may hold a secret, so the page does not repeat it.
            form = AddressForm()
            return _address_form(request, form, shown, str(error))
        messages.success(request, "Сохранили адрес. Прочитаем календарь в течение минуты.")
        return redirect("plan:calendar", pk)
    return _address_form(request, form, shown)


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _managed(request, pk)
    forget_address(calendar=shown, by=person_of(request))
    messages.success(request, "Убрали адрес. Поводы остались.")
    return redirect("plan:calendar", pk)


@require_POST
def read_now(request: HttpRequest, pk: int) -> HttpResponse:
    read_soon(_managed(request, pk))
    messages.success(request, "Прочитаем в течение минуты.")
    return redirect("plan:calendar", pk)


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    me, shown = person_of(request), _managed(request, pk)
    kept = reading.kept_reading(shown, me)
    if kept is None:
        return redirect("plan:calendar", pk)
    found, zone = reading.changes_in(kept), me.administration.time_zone
    show, number = request.GET.get("show", ""), request.GET.get("page")
    problems = list(problem_lines(kept.problems))
    page = Paginator([one for one in found.rows if show in ("", one.outcome)], ROWS_ON_A_PAGE).get_page(number)
    unread = Paginator(problems if show == UNREAD else [], ROWS_ON_A_PAGE).get_page(number)
    context = {
        "calendar": shown,
        "kept": kept,
        "headline": headline_of(found, is_part=bool(kept.text)),
        "digest": found.digest,
        "counts": [(outcome, outcome.label, number) for outcome, number in found.counts.items()],
        "show": show,
        "all": len(found.rows),
        "gone": len(found.of(ReadingOutcome.GONE)),
        "shifted": len(found.shifted),
        "page": page,
        "lines": lines_of(page.object_list, zone),
        "unread": unread,
        "problems": problems[:MOST_PROBLEMS],
        "all_problems": len(problems),
        "more_problems": max(len(problems) - MOST_PROBLEMS, 0),
        "zone": zone,
    }
    return render(request, "plan/calendar_reading.html", context)


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    me, shown = person_of(request), _managed(request, pk)
    kept = reading.kept_reading(shown, me)
    if kept is None:
        messages.warning(request, "Записывать нечего: это уже записали или убрали.")
        return redirect("plan:calendar", pk)
    try:
        reading.write_reading(
            reading=kept, by=me, digest=request.POST.get("digest", ""), cancel_gone="cancel_gone" in request.POST
        )
    except PlanError as error:
        messages.error(request, str(error))
        return redirect("plan:calendar_reading", pk)
    messages.success(request, "Записали. Поводы встали в план недели.")
    return redirect("plan:calendar", pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _managed(request, pk)
    if kept := reading.kept_reading(shown, person_of(request)):
        reading.discard_reading(kept)
    return redirect("plan:calendar", pk)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an event of a calendar that was put aside."""
    shown = own_allowed(request, Occasion, "plan.occasion_change", pk=pk)
    restore_occasion(occasion=shown, by=person_of(request))
    messages.success(request, "Вернули повод.")
    return redirect("plan:occasion_page", pk)


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan item stays as it is, though its occasion was moved or cancelled."""
    item = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    note_seen(item=item, by=person_of(request))
    messages.success(request, "Хорошо, больше об этом не напомним.")
    return redirect("web:item", pk)


def _managed(request: HttpRequest, pk: int) -> Calendar:
    """A calendar that people fill; the one of memorial days is filled from its own page alone."""
    return own_allowed(request, Calendar, "plan.calendar", pk=pk, has_days=False)


def _removing(shown: Calendar) -> dict[str, object]:
    return {
        "title": "Убрать календарь",
        "verb": "Убрать",
        "doing": "Убираем…",
        "icon": "trash",
        "about": shown.name,
        "what": "Календарь и его поводы, из которых ничего не запланировано, исчезнут.",
        "kept": "Поводы, о которых есть записи в плане, останутся, и сами записи тоже.",
        "back": reverse("plan:calendar", args=[shown.pk]),
        "back_title": shown.name,
    }


def _address_form(request: HttpRequest, form: AddressForm, shown: Calendar, refusal: str = "") -> HttpResponse:
    context = {"form": form, "calendar": shown, "refusal": refusal}
    return render(request, "plan/calendar_address.html", context, status=422 if form.errors or refusal else 200)


def _form(request: HttpRequest, form: CalendarForm | CalendarNameForm, changed: Calendar | None) -> HttpResponse:
    context = {"form": form, "calendar": changed}
    return render(request, "plan/calendar_form.html", context, status=422 if form.errors else 200)
