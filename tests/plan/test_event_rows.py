"""A calendar from pasted text or from a table: a second one changes what changed in it and nothing else."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_calendar, make_plan_item
from tests.markup import words
from tests.people import client_of
from tests.plan.plans import book, saved
from tests.plan.test_calendars import MONDAY, rows
from veche.plan.domain.calendar_reading import changes_in, read_file, read_words, write_reading
from veche.plan.models import Calendar, CalendarReading, Occasion
from veche.staff.models import Person

FIRST = """План на январь 2027 года
Вторник, 12 января
10:00 Планёрка, зал администрации
14:00 — Открытие катка, парк Победы
15 января — Ярмарка
20 января, 11:00 — Приём граждан
20 января, 12:00 — Выезд на котельную
31 июня — Праздник"""
# The rink opens later, the fair moves, the visit has another name at the same hour, the reception is cancelled.
SECOND = """12 января, 10:00 — Планёрка, зал администрации
12 января, 15:00 — Открытие катка, парк Победы
16 января — ярмарка
Отменено: 20 января, 11:00 — Приём граждан
20 января, 12:00 — Выезд на котельную № 2
22 января, 9:00 — Забег"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def calendar(alice: Person) -> Calendar:
    return make_calendar(alice.administration, by=alice, name="Календарь города")


def written(kept: CalendarReading, by: Person, *, cancel_gone: bool) -> dict[str, int]:
    found = changes_in(kept)
    write_reading(reading=kept, by=by, digest=found.digest, cancel_gone=cancel_gone)
    return {outcome.value: number for outcome, number in found.counts.items()}


def pasted(calendar: Calendar, by: Person, text: str, *, cancel_gone: bool = False) -> dict[str, int]:
    return written(read_words(calendar=calendar, by=by, text=text), by, cancel_gone=cancel_gone)


def at(day: int, hour: int) -> datetime:
    return datetime(2027, 1, day, hour - 7, tzinfo=UTC)


def test_a_second_text_changes_what_changed_and_nothing_else(calendar: Calendar, alice: Person):
    assert pasted(calendar, alice, FIRST) == {"new": 5}
    named = {one.title: one for one in Occasion.objects.of(calendar.administration)}
    fair, rink, visit = named["Ярмарка"], named["Открытие катка"], named["Выезд на котельную"]
    item = make_plan_item(calendar.administration, author=alice, occasion=fair, publish_at=at(15, 12), title="Афиша")
    before = rows(calendar)

    assert pasted(calendar, alice, SECOND, cancel_gone=True) == {"changed": 3, "gone": 1, "new": 1, "same": 1}

    after = rows(calendar)
    (added,) = after.keys() - before.keys()
    assert after.pop(added)["title"] == "Забег"
    midnight = datetime(2027, 1, 15, 17, tzinfo=UTC)
    day_after = datetime(2027, 1, 16, 17, tzinfo=UTC)
    assert after == before | {
        rink.pk: before[rink.pk] | {"starts_at": at(12, 15), "ends_at": at(12, 15)},
        fair.pk: before[fair.pk] | {"starts_at": midnight, "ends_at": day_after, "title": "ярмарка"},
        visit.pk: before[visit.pk] | {"title": "Выезд на котельную № 2"},
        named["Приём граждан"].pk: before[named["Приём граждан"].pk] | {"cancelled_at": MONDAY},
    }
    item.refresh_from_db()
    assert (item.occasion_id, item.occasion_shifted_at) == (fair.pk, MONDAY)
    assert pasted(calendar, alice, SECOND) == {"same": 6}
    # A part of the calendar cancels nothing by itself.
    pasted(calendar, alice, "22 января, 9:00 — Забег")
    standing = Occasion.objects.of(calendar.administration).filter(cancelled_at=None)
    assert standing.count() == 5


def test_a_table_is_read_by_its_headings(calendar: Calendar, alice: Person):
    heading = ("№", "Дата", "Время", "Мероприятие", "Место проведения", "Ответственный")
    table = (
        ("Утверждаю", "", "", "", "", ""),
        heading,
        ("1", "12.01.2027", "14:00", "Открытие катка", "парк Победы", "отдел спорта"),
        ("2", "в течение месяца", "", "Субботники", "все дворы", ""),
        ("3", "31.06.2027", "", "Праздник", "", ""),
        ("4", "20.01.2028", "", "День рождения города через год", "", ""),
    )
    kept = read_file(calendar=calendar, by=alice, content=saved(book(("План", table))), file_name="январь.xlsx")

    assert [(one["kind"], one["text"].split(":")[0]) for one in kept.problems] == [
        ("not_an_item", "лист «План», строка 1"),
        ("not_an_item", "лист «План», строка 2"),
        ("no_exact_date", "лист «План», строка 4"),
        ("impossible_date", "лист «План», строка 5"),
        ("far_ahead", "лист «План», строка 6"),
    ]
    assert written(kept, alice, cancel_gone=True) == {"new": 1}
    made = Occasion.objects.of(calendar.administration).get()
    assert (made.title, made.starts_at, made.place) == ("Открытие катка", at(12, 14), "парк Победы")
    csv = "Дата;Время;Мероприятие;Место\n12.01.2027;14:00;Открытие катка;парк Кирова\n".encode("cp1251")
    again = read_file(calendar=calendar, by=alice, content=csv, file_name="январь.csv")
    assert written(again, alice, cancel_gone=True) == {"changed": 1}
    made.refresh_from_db()
    assert made.place == "парк Кирова"


def test_text_is_shown_mended_and_written(calendar: Calendar, alice: Person):
    client = client_of(alice)
    address = reverse("plan:calendar_text", args=[calendar.pk])
    refused = client.post(address, {"text": "Всем привет"})
    assert (refused.status_code, "Не нашли ни одной строки" in words(refused.content.decode())) == (422, True)

    shown = client.post(address, {"text": FIRST}, follow=True).content.decode()

    said = words(shown)
    assert "Новых: 5" in said
    assert "строка 8: 31 июня — Праздник: такого дня нет" in said
    assert "строка 8" in words(
        client.get(reverse("plan:calendar_reading", args=[calendar.pk]) + "?show=unread").content.decode()
    )
    assert "31 июня — Праздник" in client.get(address).content.decode()
    digest = changes_in(CalendarReading.objects.of(calendar.administration).get()).digest
    client.post(reverse("plan:calendar_write", args=[calendar.pk]), {"digest": digest})
    assert Occasion.objects.of(calendar.administration).count() == 5
    load = reverse("plan:calendar_load", args=[calendar.pk])
    nothing = client.post(load, {"file": SimpleUploadedFile("пусто.csv", b"a;b\n1;2\n")})
    assert (nothing.status_code, "Не нашли ни одного события" in words(nothing.content.decode())) == (422, True)
