"""A plan from a file: what the preview says of each row, what is placed, and how it is taken out again."""

import re
from collections import Counter
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.at_once import at_once
from tests.factories import make_account, make_occasion, make_plan_item
from tests.people import client_of, make_administration, play
from tests.plan import plans
from tests.plan.plans import DAY, YEAR, ZONE, file_row
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.kernel import clock
from veche.kernel.clock import at, local, today
from veche.plan.domain.file_plan import FilePlan, plan_rows
from veche.plan.domain.file_rows import FileRow, rows_from_json, rows_of
from veche.plan.domain.file_write import keep_file, kept_file, place_file, plan_of, take_out
from veche.plan.domain.items import move_item
from veche.plan.enums import RowOutcome
from veche.plan.errors import PlanError
from veche.plan.models import PlanFile, PlanItem
from veche.plan.reading.outcome import Reason
from veche.plan.reading.table import read_plan
from veche.posts.domain.write import start_post
from veche.staff.models import Administration, Department, Person


def load(browser: Client, content: bytes, name: str = "План.xlsx") -> Any:
    return browser.post(reverse("plan:file_load"), {"file": SimpleUploadedFile(name, content)})


def form_of(browser: Client, changed: dict[str, Any] | None = None) -> dict[str, Any]:
    """The form of the preview as a browser would send it, with changes; None unticks."""
    page = browser.get(reverse("plan:file_rows")).content.decode()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if 'form="rows"' in tag or found.get("name") in ("digest", "shown", "ticked", "seen_filter", "seen_page"):
            if found.get("type") != "checkbox":
                fields[found["name"]] = found.get("value", "")
            elif " checked" in tag:
                fields[found["name"]] = "on"
    return {name: value for name, value in (fields | (changed or {})).items() if value is not None}


def place(browser: Client) -> Any:
    return browser.post(reverse("plan:file_place"), form_of(browser), follow=True)


def waiting(person: Person) -> PlanFile:
    found = kept_file(person)
    assert found
    return found


def of_file(content: bytes, city: Administration, name: str = "") -> tuple[list[FileRow], FilePlan]:
    read = read_plan(content, today=today(ZONE), name=name)
    rows = rows_of(read)
    assert rows_from_json([one.as_json() for one in rows]) == rows
    return rows, plan_rows(city, rows, {})


@pytest.mark.parametrize(
    ("make", "outcomes"),
    [
        (plans.month, {"place": 63, "ask": 2, "skip": 8}),
        (plans.by_days, {"place": 62, "skip": 37}),
        (plans.events, {"place": 30, "ask": 1, "skip": 3}),
    ],
)
def test_each_row_of_a_real_plan_is_placed_or_explained(
    make: Any, outcomes: dict[str, int], alice: Person, accounts: list[Account]
):
    rows, plan = of_file(make(YEAR), alice.administration)

    assert Counter(one.outcome.value for one in plan.rows) == outcomes
    assert all(one.is_placed or one.reason for one in plan.rows)
    assert len(rows) == len({(one.sheet, one.row) for one in rows})


def test_a_month_is_shown_then_placed_as_a_whole_and_taken_out_again(
    alice: Person, bob: Person, accounts: list[Account], department_a: Department, django_assert_max_num_queries: Any
):
    city, browser = alice.administration, client_of(alice)
    answer = load(browser, plans.month(YEAR), f"План на март {YEAR}.xlsx")
    with django_assert_max_num_queries(15):
        page = browser.get(answer["Location"])
    before = PlanItem.objects.of(city).count()
    done = place(browser)

    assert before == 0
    assert len(page.content) < 100_000
    assert "Встанут 63\N{NO-BREAK SPACE}строки из 73, спросим о 2" in page.content.decode()
    assert "Поставили в план 63\N{NO-BREAK SPACE}пункта." in done.content.decode()
    items = list(PlanItem.objects.of(city).order_by("publish_at", "pk"))
    assert [f"{local(one.publish_at, ZONE):%d.%m %H:%M}" for one in items[:3]] == [
        "01.03 10:00",
        "01.03 18:00",
        "02.03 10:00",
    ]
    assert sorted(items[1].accounts.values_list("network", flat=True)) == ["ok", "telegram", "vk"]
    assert sorted(items[0].accounts.values_list("network", flat=True)) == ["ok", "vk"]
    assert Counter((one.format, one.author_id) for one in items) == {("photo", alice.pk): 62, ("text", alice.pk): 1}
    file = PlanFile.objects.of(city).get()
    assert Entry.objects.of(city).get(verb="plan.file_placed").facts == {"file_rows": 73, "placed": 63}

    again = client_of(bob)
    load(again, plans.month(YEAR))
    there = plan_of(waiting(bob))
    assert Counter(one.outcome.value for one in there.rows) == {"there": 63, "ask": 2, "skip": 8}
    assert place(again).redirect_chain[-1][0] == reverse("plan:file_rows")  # nothing is ticked
    assert PlanItem.objects.of(city).count() == 63

    browser.post(reverse("plan:file_take_out", args=[file.pk]))
    assert PlanItem.objects.of(city).count() == 0
    assert waiting(alice).pk == file.pk
    assert Entry.objects.of(city).get(verb="plan.file_taken_out").facts == {"items": 63}


def test_rows_are_ticked_off_and_their_days_written(alice: Person, accounts: list[Account]):
    browser = client_of(alice)
    load(browser, plans.month(YEAR))
    rows = {one.row.title: one for one in plan_of(waiting(alice)).rows}
    prom, off = rows["Выпускные: как проехать"], rows["Каток закрывают"]

    wrong = browser.post(
        reverse("plan:file_place"),
        form_of(browser, {f"row{prom.number}-day": f"{YEAR}-02-30", f"take{off.number}": None}),
    )
    assert wrong.status_code == 422
    assert "Такого дня нет. Выберите другой, остальное на месте." in wrong.content.decode()
    assert f'value="{YEAR}-02-30"' in wrong.content.decode()
    assert f'data-put="{YEAR}-06-30" data-into="row{prom.number}-day"' in wrong.content.decode()
    assert PlanItem.objects.count() == 0

    form = form_of(browser, {f"row{prom.number}-day": f"{YEAR}-06-30", f"take{off.number}": None, "show": "off"})
    kept = browser.post(reverse("plan:file_mark"), form)
    assert kept["Location"] == reverse("plan:file_rows") + "?show=off&page="
    shown = browser.get(kept["Location"]).context
    assert [line.one.title for line in shown["lines"]] == ["Каток закрывают"]

    place(browser)
    titles = set(PlanItem.objects.values_list("title", flat=True))
    assert (len(titles), "Каток закрывают" in titles) == (63, False)
    placed = PlanItem.objects.get(title="Выпускные: как проехать")
    assert f"{local(placed.publish_at, ZONE):%d.%m %H:%M}" == "30.06 10:00"


def test_what_is_ticked_on_one_page_stays_while_another_is_shown(alice: Person, accounts: list[Account]):
    browser = client_of(alice)
    rows = [file_row(row=n + 2, title=f"Новость {n}") for n in range(300)]
    keep_file(by=alice, file_name="много.csv", rows=rows, has_macros=False)
    first = form_of(browser)
    ticks = [name for name in first if name.startswith("take")]
    answer = browser.post(reverse("plan:file_mark"), {n: v for n, v in first.items() if n != ticks[0]} | {"page": "2"})

    assert (len(ticks), answer["Location"]) == (50, reverse("plan:file_rows") + "?show=&page=2")
    place(browser)
    assert PlanItem.objects.count() == 299


def test_three_hundred_rows_are_light(alice: Person, accounts: list[Account], django_assert_max_num_queries: Any):
    doubts = {"reason": Reason.NO_EXACT_DATE, "day": None, "department": "Отдел, которого нет"}
    rows = [
        file_row(row=n + 2, title=f"Новость {n} " + "слово " * 20, text="ячейка " * 30, **doubts) for n in range(300)
    ]
    keep_file(by=alice, file_name="много.csv", rows=rows, has_macros=False)
    browser = client_of(alice)
    with django_assert_max_num_queries(15):
        answer = browser.get(reverse("plan:file_rows"))

    assert len(answer.content) < 100_000


def test_a_file_is_taken_out_only_while_nothing_was_done_with_its_items(alice: Person, accounts: list[Account]):
    city = alice.administration

    def placed() -> PlanFile:
        kept = keep_file(by=alice, file_name="план.csv", rows=[file_row(), file_row(title="Лыжня")], has_macros=False)
        return place_file(by=alice, file=kept, digest=plan_of(kept).digest, answers={})

    first = placed()
    move_item(item=first.items.all()[0], by=alice, publish_at=at(DAY, time(15), ZONE))
    with pytest.raises(PlanError, match="с пунктами из этого файла работали"):
        take_out(by=alice, file=first)
    moved = client_of(alice).get(reverse("plan:file", args=[first.pk])).content.decode()
    PlanItem.objects.of(city).update(file=None, title="Другое")
    second = placed()
    start_post(item=second.items.all()[0], by=alice)
    answer = client_of(alice).post(reverse("plan:file_take_out", args=[second.pk]), follow=True)

    assert "С пунктами уже работали" in moved
    assert "Убрать из плана" not in moved
    assert "с пунктами из этого файла работали" in answer.content.decode()
    assert second.items.count() == 2


def test_a_file_of_a_colleague_who_loaded_another_is_gone_when_taken_out(alice: Person, bob: Person, accounts: Any):
    kept = keep_file(by=alice, file_name="первый.csv", rows=[file_row()], has_macros=False)
    placed = place_file(by=alice, file=kept, digest=plan_of(kept).digest, answers={})
    other = keep_file(by=alice, file_name="второй.csv", rows=[file_row(title="Лыжня")], has_macros=False)
    take_out(by=bob, file=placed)

    assert [one.file_name for one in PlanFile.objects.all()] == ["второй.csv"]
    with pytest.raises(PlanError, match="уже убрали"):
        take_out(by=bob, file=placed)
    assert waiting(alice).pk == other.pk


def test_a_preview_that_is_no_longer_true_writes_nothing(alice: Person, bob: Person, accounts: list[Account]):
    browser = client_of(alice)
    load(browser, plans.events(YEAR))
    form = form_of(browser)
    make_plan_item(
        alice.administration,
        author=bob,
        title="Вакансии недели №1!",
        publish_at=at(date(YEAR, 3, 1), time(9), ZONE),
    )
    answer = browser.post(reverse("plan:file_place"), form, follow=True)

    assert "план или аккаунты изменились" in answer.content.decode()
    assert PlanItem.objects.count() == 1
    assert Counter(one.outcome.value for one in plan_of(waiting(alice)).rows)["change"] == 1


def test_a_second_press_places_nothing_twice(alice: Person, accounts: list[Account]):
    browser = client_of(alice)
    load(browser, plans.events(YEAR))
    form = form_of(browser)
    browser.post(reverse("plan:file_place"), form)
    second = browser.post(reverse("plan:file_place"), form, follow=True)

    assert "Этого файла уже нет" in second.content.decode()
    assert PlanItem.objects.count() == 30


def test_a_database_that_fails_midway_leaves_nothing_behind(alice: Person, accounts: list[Account]):
    def full(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "plan_planitem_accounts"'):
            raise OperationalError("disk full")
        return execute(sql, *rest)

    kept = keep_file(by=alice, file_name="план.csv", rows=[file_row()], has_macros=False)
    with connection.execute_wrapper(full), pytest.raises(OperationalError):
        place_file(by=alice, file=kept, digest=plan_of(kept).digest, answers={})

    assert (PlanItem.objects.count(), waiting(alice).placed_at) == (0, None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_place_the_same_plan_at_once_one_is_told():
    city = make_administration()
    alice, bob = play("alice", city), play("bob", city)
    make_account(city, responsible=alice)
    kept = [keep_file(by=one, file_name="план.csv", rows=[file_row()], has_macros=False) for one in (alice, bob)]
    digests = [plan_of(file).digest for file in kept]

    said = at_once(
        lambda: place_file(by=alice, file=kept[0], digest=digests[0], answers={}),
        lambda: place_file(by=bob, file=kept[1], digest=digests[1], answers={}),
        refused=(PlanError,),
    )

    assert sorted(one.partition(" ")[0] for one in said) == ["done", "Пока"]
    assert PlanItem.objects.of(city).count() == 1


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"", "Файл пустой."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Таблица закрыта паролем."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Это не таблица."),
        (("Дата;Тема\n" + "1 марта;Каток\n" * 100_000).encode(), "Файл больше 2 МБ."),
        (("Дата;Тема\n" + ";\n" * 100_000).encode(), "В таблице больше 5000 строк."),
        (("Дата;Тема\n" + "1 марта;Каток\n" * 2_500).encode(), "В файле больше 2000 строк."),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_words(content: bytes, begins: str, alice: Person):
    answer = load(client_of(alice), content)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"][0].startswith(begins)
    assert not PlanFile.objects.exists()


def test_a_calendar_is_told_where_it_belongs_and_answers_are_said_to_be_kept(alice: Person, accounts: list[Account]):
    browser = client_of(alice)
    refused = load(browser, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "Глава.ics").context["form"].errors["file"][0]
    load(browser, plans.events(YEAR))
    kept = browser.post(reverse("plan:file_mark"), form_of(browser), follow=True).content.decode()
    turned = browser.post(reverse("plan:file_mark"), form_of(browser, {"page": "1"}), follow=True).content.decode()

    assert "на странице «Календари»" in refused
    assert ("Запомнили." in kept, "Запомнили." in turned) == (True, False)


def test_the_sample_is_read_as_it_is(alice: Person, accounts: list[Account]):
    browser = client_of(alice)
    load(browser, browser.get(reverse("plan:file_sample")).content)
    rows = plan_of(waiting(alice)).rows[1:]

    assert [(one.outcome.value, one.remarks) for one in rows] == [("place", []), ("place", [])]
    assert [len(one.accounts) for one in rows] == [3, 2]
    assert rows[1].note == "взять фото"


def test_a_csv_of_excel_is_read_and_a_second_file_takes_the_first_ones_place(alice: Person, accounts: list[Account]):
    browser = client_of(alice)
    load(browser, plans.events(YEAR))
    load(browser, f"Дата;Тема;Сети\r\n05.03.{YEAR};Каток;ВК\r\n31 июня;Лыжня;ВК\r\n".encode("cp1251"), "план.csv")

    assert [(one.outcome.value, one.title) for one in plan_of(waiting(alice)).rows[1:]] == [
        ("place", "Каток"),
        ("ask", "Лыжня"),
    ]
    browser.post(reverse("plan:file_discard"))
    assert kept_file(alice) is None
    assert browser.get(reverse("plan:file_rows"))["Location"] == reverse("plan:file_load")


def test_a_day_that_passes_while_the_preview_waits_is_asked_about(alice: Person, accounts: Any, monkeypatch: Any):
    kept = keep_file(by=alice, file_name="план.csv", rows=[file_row(networks=("vk",))], has_macros=False)
    later = clock.now() + timedelta(days=800)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert [one.outcome for one in plan_of(kept).rows] == [RowOutcome.ASK]


def test_an_occasion_that_comes_again_is_told_by_its_day_else_the_last_written_is_meant(alice: Person):
    city = alice.administration
    _first, other, last = (
        make_occasion(city, by=alice, title="Приём граждан", starts_at=at(day, time(10), ZONE))
        for day in (DAY, DAY + timedelta(days=7), DAY)
    )
    told = (f"{DAY + timedelta(days=7):%d.%m.%Y}", f"{DAY:%d.%m.%Y}", "")
    rows = [file_row(title=f"Запись {day}", occasion="Приём граждан", occasion_day=day) for day in told]
    assert [one.occasion for one in plan_rows(city, rows, {}).rows] == [other, last, last]
