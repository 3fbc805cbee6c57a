"""The plan as a file: what is downloaded is read back as the same plan, and as a paper it has who approves it."""

import io
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from tests.factories import make_account, make_occasion, make_plan_item
from tests.people import client_of, make_department
from tests.plan.plans import DAY, ZONE, book, saved
from tests.written import drafted
from veche.documents.read import read_table
from veche.documents.word import Paper, docx
from veche.kernel.clock import at
from veche.kit.moments import SHORT_WEEKDAYS
from veche.plan.domain.file_write import kept_file, plan_of
from veche.plan.enums import Format, PostCategory
from veche.plan.models import PlanItem
from veche.staff.models import Administration, Office, Person

FILE = "web:plan_file"
OF_ALL: dict[str, Any] = {"first": f"{DAY:%Y-%m-%d}", "last": f"{DAY + timedelta(days=60):%Y-%m-%d}"}


def plan_of_all_kinds(alice: Person) -> None:
    """An item of each format, in one account, in two of a network, in all; with quotes, signs and lines."""
    city = alice.administration
    accounts = [
        make_account(city, responsible=alice, network="vk", title="Рубцовск официально"),
        make_account(city, responsible=alice, network="vk", title="Телеграм-канал и новости, Рубцовск"),
        make_account(city, responsible=alice, network="telegram", title="Рубцовск / коротко"),
    ]
    departments = [None, make_department(city, "Отдел ЖКХ"), make_department(city, "Отдел ЖКХ и дорог")]
    days = (at(DAY + timedelta(days=number), time(10), ZONE) for number in (3, 10, 17))
    occasions = [None, *(make_occasion(city, by=alice, title="Приём граждан", starts_at=day) for day in days)]
    titles = ("=1+1 и не формула", "План на лето: «как есть»", "Итого за неделю", "31 июня не бывает", "2027")
    notes = ("", "Отменить бронь, если дождь", "первая строка\nвторая | третья")
    for number, format_ in enumerate(Format):
        make_plan_item(
            city,
            author=alice,
            accounts=tuple(accounts[: number % 3 + 1]) if number % 2 else (accounts[number % 3],),
            publish_at=at(DAY + timedelta(days=number), time(9, 5 * number), ZONE),
            title=titles[number % len(titles)],
            format=format_,
            category=list(PostCategory)[number % 3],
            department=departments[number % 3],
            occasion=occasions[number % len(occasions)],
            speaker=("", "Глава города")[number % 2],
            note=notes[number % 3],
        )


def plan_said(city: Administration) -> list[tuple[Any, ...]]:
    items = PlanItem.objects.of(city).order_by("publish_at").prefetch_related("accounts")
    names = ("publish_at", "title", "format", "category", "department_id", "speaker", "occasion_id", "note")
    return [(*(getattr(one, name) for name in names), {a.pk for a in one.accounts.all()}) for one in items]


def test_the_plan_that_is_downloaded_and_loaded_is_the_same_plan(alice: Person):
    plan_of_all_kinds(alice)
    city, browser = alice.administration, client_of(alice)
    before = plan_said(city)
    answer = browser.get(reverse(FILE), {**OF_ALL, "kind": "xlsx"})
    PlanItem.objects.of(city).delete()
    browser.post(reverse("plan:file_load"), {"file": SimpleUploadedFile("План.xlsx", answer.content)})
    kept = kept_file(alice)
    assert kept
    digest = plan_of(kept).digest
    browser.post(reverse("plan:file_place"), {"digest": digest, "shown": "", "ticked": ""})

    assert "filename" in answer["Content-Disposition"]
    assert len(before) == len(Format)
    assert plan_said(city) == before


def test_a_grid_that_is_placed_is_downloaded_as_the_same_plan(alice: Person):
    city, browser = alice.administration, client_of(alice)
    make_account(city, responsible=alice, network="vk", title="Рубцовск официально")
    week = tuple(f"{DAY + timedelta(days=number):%d.%m.%Y}" for number in range(4))
    rows = [week, ("Каток\n14:00 Снег", "в 9 утра планёрка", None, "Кино"), (None, "Ярмарка")]

    def placed(content: bytes) -> list[Any]:
        PlanItem.objects.of(city).delete()
        browser.post(reverse("plan:file_load"), {"file": SimpleUploadedFile("План.xlsx", content)})
        kept = kept_file(alice)
        assert kept
        browser.post(reverse("plan:file_place"), {"digest": plan_of(kept).digest, "shown": "", "ticked": ""})
        return plan_said(city)

    grid = placed(saved(book(("План", rows))))
    assert len(grid) == 5
    assert placed(browser.get(reverse(FILE), {**OF_ALL, "kind": "xlsx"}).content) == grid


def test_a_paper_has_who_approves_it_and_each_item(alice: Person):
    plan_of_all_kinds(alice)
    office = Office.objects.create(administration=alice.administration, name="Глава города", kind="head")
    answer = client_of(alice).get(reverse(FILE), {**OF_ALL, "kind": "docx", "office": office.pk})
    paper = Document(io.BytesIO(answer.content))
    page = paper.sections[0]

    assert [one.text for one in paper.paragraphs[:2]] == ["УТВЕРЖДАЮ", "Глава города"]
    assert page.page_width is not None
    assert page.page_height is not None
    assert page.page_width > page.page_height
    [table] = paper.tables
    assert len(table.rows) == len(Format) + 1
    assert table.rows[1].cells[1].text == f"{DAY:%d.%m.%Y}, {SHORT_WEEKDAYS[DAY.weekday()]}, 09:00"
    assert table.rows[1].cells[2].text == "=1+1 и не формула"


def test_a_paper_is_drawn_as_pdf_and_a_failure_is_said_in_words(alice: Person, monkeypatch: pytest.MonkeyPatch):
    plan_of_all_kinds(alice)
    browser = client_of(alice)
    answer = browser.get(reverse(FILE), {**OF_ALL, "kind": "pdf"})
    monkeypatch.setattr("veche.documents.pdf.SECONDS", 0.01)
    refused = browser.get(reverse(FILE), {**OF_ALL, "kind": "pdf"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/MediaBox[0 0 841.8" in answer.content  # A4, the long side lies
    assert refused.status_code == 422
    assert "PDF не получился" in refused.content.decode()


def test_what_became_of_an_item_stands_in_the_table_in_few_queries(alice: Person, django_assert_max_num_queries: Any):
    plan_of_all_kinds(alice)
    draft = drafted(alice)
    browser = client_of(alice)
    here = draft.plan_item.publish_at
    days = {"first": f"{here - timedelta(days=1):%Y-%m-%d}", "last": f"{here + timedelta(days=1):%Y-%m-%d}"}
    with django_assert_max_num_queries(15):
        browser.get(reverse(FILE), {**OF_ALL, "kind": "xlsx"})
    [sheet] = read_table(browser.get(reverse(FILE), {**days, "kind": "xlsx"}).content).sheets
    heading, row = list(sheet.filled())
    said = dict(zip((one.text for one in heading.cells), (one.text for one in row.cells), strict=False))

    assert (said["О чём"], said["Состояние"]) == (draft.plan_item.title, "черновик")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last": "2020-01-01"}, "Последний день не раньше первого"),
        ({"last": f"{DAY + timedelta(days=400):%Y-%m-%d}"}, "не больше 366 дней сразу"),
        ({"first": "31.02.2027"}, "Такого дня нет."),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(wrong: dict[str, str], sentence: str, alice: Person):
    answer = client_of(alice).get(reverse(FILE), {**OF_ALL, "kind": "xlsx", **wrong})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_page_offers_this_month(alice: Person):
    form = client_of(alice).get(reverse("web:plan_export")).context["form"]

    assert form.initial["first"].day == 1
    assert (form.initial["last"] + timedelta(days=1)).day == 1
    assert isinstance(form.initial["first"], date)


def test_signs_that_a_paper_cannot_hold_are_left_out():
    content = docx(Paper("План\x0b", ("О чём",), [["Каток\x00\x1f открыт"]], (1,)))

    assert Document(io.BytesIO(content)).tables[0].rows[1].cells[0].text == "Каток открыт"
