"""«Скачать план»: the plan of some days as a table to work with (XLSX) or to sign (DOCX, PDF)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veche.documents import write
from veche.documents.pdf import PDF, PdfFailed, pdf
from veche.documents.word import DOCX, Paper, docx
from veche.kernel.clock import DAY, day_bounds, local, today
from veche.kit.downloads import download
from veche.kit.fields import day_field
from veche.kit.moments import SHORT_WEEKDAYS
from veche.networks.registry import NETWORKS
from veche.plan.models import PlanItem
from veche.publishing.domain.queries import Standing
from veche.staff.access import permission_required, person_of
from veche.staff.domain.offices import offices_to_choose
from veche.staff.forms import OfficeField
from veche.staff.models import Administration, Office, Person
from veche.web.pages.entries import Entry, Scope, accounts_of, entry_of, items_between
from veche.web.pages.paper_forms import approval_block
from veche.web.pages.shelf import shelf_of

MOST_DAYS = 366
# What the table says of an item. Columns that «Из файла» reads again are named as it knows them.
HEADER = (
    *("№", "Дата", "День недели", "Время", "О чём", "Куда", "Формат", "Рубрика", "Отдел"),
    *("Кто говорит", "Повод", "День повода", "Место", "Автор", "Заметка", "Состояние", "Вышло", "Адрес"),
)
SIGNED = ("№", "Дата и время", "О чём", "Куда", "Формат", "Отдел", "Повод", "Заметка")
SIGNED_WIDTHS = (4, 12, 30, 16, 9, 15, 16, 20)


class ExportForm(forms.Form):
    """Days, the kind of file, and whose «Утверждаю» stands on a paper."""

    first = day_field()
    last = day_field()
    kind = forms.ChoiceField(
        label="Файл",
        choices=(
            ("xlsx", "XLSX, загрузится обратно"),
            ("docx", "DOCX на подпись"),
            ("pdf", "PDF на подпись"),
        ),
    )
    office = OfficeField("Кто утверждает", empty_label="никто, без «Утверждаю»")

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].label, self.fields["last"].label = "С какого дня", "По какой день"
        self.fields["office"].queryset = offices_to_choose(administration)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and not timedelta() <= last - first < MOST_DAYS * DAY:
            self.add_error("last", f"Последний день не раньше первого, и не больше {MOST_DAYS} дней сразу.")
        return dict(said)


@require_GET
@permission_required("plan.see")
def choose(request: HttpRequest) -> HttpResponse:
    city = person_of(request).administration
    return _show(request, ExportForm(administration=city, initial=_this_month(city)))


@require_GET
@permission_required("plan.see")
def plan_file(request: HttpRequest) -> HttpResponse:
    city = person_of(request).administration
    form = ExportForm(request.GET, administration=city)
    if not form.is_valid():
        return _show(request, form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    rows = plan_rows(city, first, last)
    name = f"План {first:%d.%m.%Y}-{last:%d.%m.%Y}"
    if form.cleaned_data["kind"] == "xlsx":
        return download(write.xlsx("План", HEADER, rows), f"{name}.xlsx", write.XLSX)
    paper = _paper(rows, first, last, form.cleaned_data["office"])
    if form.cleaned_data["kind"] == "docx":
        return download(docx(paper), f"{name}.docx", DOCX)
    try:
        return download(pdf(paper), f"{name}.pdf", PDF)
    except PdfFailed as error:
        form.add_error(None, str(error))
        return _show(request, form)


def plan_rows(city: Administration, first: date, last: date) -> list[list[str]]:
    """The plan's items of these days in the order of their hours, as texts of `HEADER`."""
    start, end = day_bounds(first, city.time_zone)[0], day_bounds(last, city.time_zone)[1]
    items = items_between(city, start, end, shelf_of(city))
    scope = Scope(city, due={}, counted=(), going=())
    pairs = sorted(((item, entry_of(item, scope)) for item in items), key=lambda pair: (pair[1].when.at, pair[0].pk))
    authors = Person.objects.of(city).in_bulk({item.author_id for item in items})
    return [[str(n), *_row(item, entry, authors, city.time_zone)] for n, (item, entry) in enumerate(pairs, 1)]


def _row(item: PlanItem, entry: Entry, authors: Mapping[int, Person], zone: str) -> list[str]:
    day, occasion = entry.when.day, item.occasion
    found: Sequence[Standing] = item.found  # type: ignore[attr-defined] # by `items_between`
    return [
        f"{day:%d.%m.%Y}",
        SHORT_WEEKDAYS[day.weekday()],
        entry.when.hour,
        item.title,
        "; ".join(f"{NETWORKS[one.network].names.title}: {one.title}" for one in accounts_of(item)),
        item.get_format_display(),
        item.get_category_display(),
        item.department.name if item.department else "",
        item.speaker,
        occasion.title if occasion else "",
        f"{local(occasion.starts_at, zone):%d.%m.%Y}" if occasion and occasion.starts_at else "",
        occasion.place if occasion else "",
        str(authors.get(item.author_id, "")),
        item.note,
        entry.stand.say,
        _out_at(entry, found, zone),
        " ".join(filter(None, (_url(one) for one in found if one.out))),
    ]


def _out_at(entry: Entry, found: Sequence[Standing], zone: str) -> str:
    """«25.11.2026 12:00»; "" if it is not out."""
    past = min((one.past.at for one in found if one.past), default=None)
    if past is not None:
        return f"{local(past, zone):%d.%m.%Y %H:%M}"
    return f"{entry.when.day:%d.%m.%Y} {entry.when.hour}" if any(one.out for one in found) else ""


def _url(one: Standing) -> str:
    """Of a post that is out; "" if nobody knows it."""
    return one.past.url if one.past else one.published.remote_url if one.published else ""


def _paper(rows: Sequence[Sequence[str]], first: date, last: date, office: Office | None) -> Paper:
    shown = {name: number for number, name in enumerate(HEADER)}
    wanted = [shown[name] for name in SIGNED if name in shown]
    cells = [[row[number] for number in wanted] for row in rows]
    for row, line in zip(rows, cells, strict=True):
        line.insert(1, f"{row[shown['Дата']]}, {row[shown['День недели']]}, {row[shown['Время']]}")
    title = f"Контент-план на {first:%d.%m.%Y} – {last:%d.%m.%Y}"
    return Paper(title, SIGNED, cells, SIGNED_WIDTHS, approval_block(office))


def _this_month(city: Administration) -> dict[str, object]:
    here = today(city.time_zone)
    after = (here.replace(day=1) + 31 * DAY).replace(day=1)
    head = offices_to_choose(city).first()
    return {"first": here.replace(day=1), "last": after - DAY, "kind": "xlsx", "office": head and head.pk}


def _show(request: HttpRequest, form: ExportForm) -> HttpResponse:
    return render(request, "web/plan_export.html", {"form": form}, status=422 if form.errors else 200)
