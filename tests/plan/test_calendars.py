"""A calendar file becomes occasions; a second one changes what changed in it and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.at_once import at_once
from tests.factories import make_account, make_calendar, make_occasion, make_plan_item
from tests.markup import words
from tests.people import client_of, make_department
from tests.written import approved
from veche.alarms.models import Alarm
from veche.documents import apart
from veche.journal.models import Entry
from veche.outbox.models import Act
from veche.plan.domain.calendar_reading import changes_in, read_file, write_reading
from veche.plan.domain.occasions import change_occasion, remove_occasion
from veche.plan.domain.shifts import shifted_items
from veche.plan.enums import OccasionKind
from veche.plan.errors import CalendarChanged
from veche.plan.models import Calendar, CalendarReading, Occasion, PlanItem
from veche.staff.enums import OfficeKind
from veche.staff.models import Office, Person

MONDAY = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)  # 9:00 in Rubtsovsk
WEEKLY = """UID:planning
DTSTART;TZID=Asia/Barnaul:20270104T100000
DTEND;TZID=Asia/Barnaul:20270104T110000
RRULE:FREQ=WEEKLY;COUNT=4
SUMMARY:Планёрка
LOCATION:Большой зал"""
MOVED = """UID:planning
RECURRENCE-ID;TZID=Asia/Barnaul:20270111T100000
DTSTART;TZID=Asia/Barnaul:20270112T140000
DTEND;TZID=Asia/Barnaul:20270112T150000
SUMMARY:Планёрка
LOCATION:Большой зал"""
CANCELLED = """UID:planning
RECURRENCE-ID;TZID=Asia/Barnaul:20270118T100000
DTSTART;TZID=Asia/Barnaul:20270118T100000
DTEND;TZID=Asia/Barnaul:20270118T110000
STATUS:CANCELLED
SUMMARY:Планёрка"""
FAIR = "UID:fair\nDTSTART;VALUE=DATE:20270109\nDTEND;VALUE=DATE:20270111\nSUMMARY:Ярмарка\nLOCATION:Площадь"
OPENING = "UID:opening\nDTSTART:20270120T050000Z\nDTEND:20270120T060000Z\nSUMMARY:Открытие катка"
PRIVATE = "UID:doctor\nDTSTART:20270121T050000Z\nCLASS:PRIVATE\nSUMMARY:Врач"
PAST = "UID:past\nDTSTART:20270101T050000Z\nDTEND:20270101T060000Z\nSUMMARY:Ёлка"

pytestmark = pytest.mark.django_db
alone = pytest.mark.django_db(transaction=True)  # threads see only what is committed


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def calendar(alice: Person) -> Calendar:
    office = Office.objects.create(administration=alice.administration, name="Глава города", kind=OfficeKind.HEAD)
    return make_calendar(alice.administration, by=alice, name="Календарь Главы", office=office)


def ics(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(calendar: Calendar, by: Person, *events: str) -> CalendarReading:
    return read_file(calendar=calendar, by=by, content=ics(*events), file_name="глава.ics")


def written(calendar: Calendar, by: Person, *events: str, cancel_gone: bool = True) -> dict[str, int]:
    """Load the events as a file and write them; return the number of events by outcome."""
    kept = read(calendar, by, *events)
    found = changes_in(kept)
    write_reading(reading=kept, by=by, digest=found.digest, cancel_gone=cancel_gone)
    return {outcome.value: number for outcome, number in found.counts.items()}


def rows(calendar: Calendar) -> dict[int, dict[str, Any]]:
    return {one["pk"]: one for one in Occasion.objects.of(calendar.administration_id).values("pk", *FIELDS)}


FIELDS = ("title", "starts_at", "ends_at", "has_hour", "place", "kind", "office", "cancelled_at", "dropped_at", "note")


def of(calendar: Calendar, uid: str, day: int) -> Occasion:
    found = Occasion.objects.of(calendar.administration_id).filter(calendar=calendar, uid=uid)
    return found.get(starts_at__date=datetime(2027, 1, day, tzinfo=UTC).date())


def test_events_become_occasions_of_the_office(calendar: Calendar, alice: Person):
    counts = written(calendar, alice, WEEKLY, FAIR, PRIVATE, PAST)

    assert counts == {"new": 5, "past": 1, "skipped": 1}
    found = Occasion.objects.of(calendar.administration_id).values_list("title", "starts_at", "has_hour", "place")
    at_ten = [(("Планёрка", datetime(2027, 1, day, 3, tzinfo=UTC), True, "Большой зал")) for day in (4, 11, 18, 25)]
    fair = ("Ярмарка", datetime(2027, 1, 8, 17, tzinfo=UTC), False, "Площадь")
    assert list(found) == [at_ten[0], fair, *at_ten[1:]]
    assert {(one.kind, one.office_id) for one in Occasion.objects.of(calendar.administration_id)} == {
        (OccasionKind.HEAD, calendar.office_id)
    }
    entry = Entry.objects.of(calendar.administration_id).get(verb="calendar.read")
    assert entry.facts == {"added": 5, "changed_occasions": 0, "cancelled": 0, "items": []}


def test_a_second_file_changes_what_changed_and_nothing_else(calendar: Calendar, alice: Person):
    written(calendar, alice, WEEKLY, FAIR)
    by_hand = make_occasion(calendar.administration, by=alice, starts_at=MONDAY + timedelta(days=2))
    before = rows(calendar)
    moved, cancelled = of(calendar, "planning", 11), of(calendar, "planning", 18)
    item = make_plan_item(
        calendar.administration, author=alice, occasion=moved, publish_at=MONDAY + timedelta(days=7), title="Итоги"
    )

    counts = written(calendar, alice, WEEKLY, MOVED, CANCELLED, FAIR, OPENING)

    after, added = rows(calendar), of(calendar, "opening", 20)
    assert counts == {"changed": 1, "gone": 1, "new": 1, "same": 3}
    assert after.pop(added.pk)["title"] == "Открытие катка"
    start = datetime(2027, 1, 12, 7, tzinfo=UTC)
    expected = before | {
        moved.pk: before[moved.pk] | {"starts_at": start, "ends_at": start + timedelta(hours=1)},
        cancelled.pk: before[cancelled.pk] | {"cancelled_at": MONDAY},
    }
    assert (after, by_hand.pk in after) == (expected, True)
    item.refresh_from_db()
    assert (item.occasion_id, item.publish_at) == (moved.pk, MONDAY + timedelta(days=7))
    assert (item.occasion_was_at, item.occasion_shifted_at) == (datetime(2027, 1, 11, 3, tzinfo=UTC), MONDAY)
    assert written(calendar, alice, WEEKLY, MOVED, CANCELLED, FAIR, OPENING) == {"same": 6}
    assert rows(calendar) == after | {added.pk: rows(calendar)[added.pk]}


def test_what_a_person_wrote_stays_until_the_calendar_says_something_new(calendar: Calendar, alice: Person):
    written(calendar, alice, OPENING, FAIR)
    opening, fair = of(calendar, "opening", 20), of(calendar, "fair", 9)
    change_occasion(occasion=opening, by=alice, said={"title": "Открываем каток", "note": "Взять фото льда"})
    remove_occasion(occasion=fair, by=alice)

    same = written(calendar, alice, OPENING, FAIR)
    changed = written(calendar, alice, f"{OPENING}\nLOCATION:Ленина, 5", FAIR.replace("Площадь", "Парк"))

    opening.refresh_from_db()
    fair.refresh_from_db()
    assert (same, changed) == ({"same": 2}, {"changed": 1, "same": 1})
    assert (opening.title, opening.place, opening.note) == ("Открываем каток", "Ленина, 5", "Взять фото льда")
    assert (fair.place, fair.dropped_at) == ("Площадь", MONDAY)


def test_a_series_at_another_hour_keeps_its_occasions(calendar: Calendar, alice: Person):
    written(calendar, alice, WEEKLY)
    before = set(rows(calendar))

    counts = written(calendar, alice, WEEKLY.replace("T10", "T09").replace("T11", "T10"))

    hours = {one["starts_at"].hour for one in rows(calendar).values()}
    assert (counts, set(rows(calendar)), hours) == ({"changed": 4}, before, {2})


@pytest.mark.sweep
def test_an_unread_event_and_a_part_of_a_calendar_cancel_nothing(calendar: Calendar, alice: Person):
    written(calendar, alice, WEEKLY, OPENING)

    broken = written(calendar, alice, WEEKLY.replace("FREQ=WEEKLY;COUNT=4", "FREQ=SOMETIMES"), OPENING)
    part = written(calendar, alice, OPENING, cancel_gone=False)
    gone = written(calendar, alice, WEEKLY)
    back = written(calendar, alice, WEEKLY, OPENING)

    assert (broken, part) == ({"same": 5}, {"gone": 4, "same": 1})
    assert (gone, back) == ({"gone": 1, "same": 4}, {"changed": 1, "same": 4})
    assert not Occasion.objects.of(calendar.administration_id).exclude(cancelled_at=None).exists()


@pytest.mark.sweep
def test_a_rule_without_end_is_read_a_year_ahead(calendar: Calendar, alice: Person):
    written(calendar, alice, WEEKLY.replace(";COUNT=4", ""))

    last = Occasion.objects.of(calendar.administration_id).latest("starts_at")
    assert (last.starts_at, Occasion.objects.of(calendar.administration_id).count()) == (
        datetime(2028, 1, 3, 3, tzinfo=UTC),
        53,
    )


def test_a_file_of_two_people_is_written_once(calendar: Calendar, alice: Person, bob: Person):
    first, second = read(calendar, alice, WEEKLY), read(calendar, bob, WEEKLY)
    digests = changes_in(first).digest, changes_in(second).digest

    write_reading(reading=first, by=alice, digest=digests[0], cancel_gone=True)
    with pytest.raises(CalendarChanged):
        write_reading(reading=second, by=bob, digest=digests[1], cancel_gone=True)

    assert Occasion.objects.of(calendar.administration_id).count() == 4
    assert changes_in(second).counts == {"same": 4}


@alone
def test_two_files_at_one_instant_are_written_one_after_the_other(calendar: Calendar, alice: Person, bob: Person):
    first, second = read(calendar, alice, WEEKLY), read(calendar, bob, WEEKLY, OPENING)

    def press(kept: CalendarReading, by: Person) -> Callable[[], object]:
        digest = changes_in(kept).digest
        return lambda: write_reading(reading=kept, by=by, digest=digest, cancel_gone=True)

    said = at_once(press(first, alice), press(second, bob), refused=(CalendarChanged,))

    assert sorted(one == "done" for one in said) == [False, True]
    assert Occasion.objects.of(calendar.administration_id).count() == (4 if said[0] == "done" else 5)
    assert Entry.objects.of(calendar.administration_id).filter(verb="calendar.read").count() == 1


def test_an_occasion_moved_after_approval_is_told_and_the_post_stays(calendar: Calendar, alice: Person, carol: Person):
    written(calendar, alice, OPENING, FAIR)
    city = calendar.administration
    account = make_account(city, responsible=alice)
    version = approved(alice, carol, accounts=[account], publish_at=datetime(2027, 1, 20, 6, tzinfo=UTC))
    item = version.post.plan_item
    PlanItem.objects.of(city).filter(pk=item.pk).update(occasion=of(calendar, "opening", 20))
    act = Act.objects.of(city).get()

    written(calendar, carol, OPENING.replace("20270120", "20270122"), FAIR)
    page = client_of(alice).get(reverse("publishing:detail", args=[version.post.pk]))
    today = client_of(alice).get("/")

    item.refresh_from_db()
    assert (item.publish_at, Act.objects.of(city).get().due_at) == (datetime(2027, 1, 20, 6, tzinfo=UTC), act.due_at)
    said = "Повод перенесён: было ср, 20 января в 12:00, стало пт, 22 января в 12:00"
    assert said in words(page.content.decode())
    assert said in words(today.content.decode())
    told = Alarm.objects.of(city).filter(kind="plan.occasion_shifted")
    assert set(told.values_list("subject", "person")) == {(item.pk, alice.pk)}

    client_of(alice).post(reverse("plan:occasion_seen", args=[item.pk]))
    assert (list(shifted_items(city)), said in words(client_of(alice).get("/").content.decode())) == ([], False)
    written(calendar, carol, FAIR)
    assert "Повод отменён" in words(client_of(alice).get("/").content.decode())
    written(calendar, carol, OPENING.replace("20270120", "20270122"), FAIR)
    assert list(shifted_items(city)) == []


def test_a_calendar_is_loaded_looked_at_and_written(calendar: Calendar, alice: Person):
    person, load = client_of(alice), reverse("plan:calendar_load", args=[calendar.pk])

    def send(content: bytes) -> Any:
        return person.post(load, {"file": SimpleUploadedFile("глава.ics", content)})

    refused = send(b"<html>404</html>")
    answer = send(ics(WEEKLY, PRIVATE, "UID:none\nSUMMARY:Без начала"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = person.get(answer.url)
    wrong = person.post(reverse("plan:calendar_write", args=[calendar.pk]), {"digest": "x"}, follow=True)
    kept = Occasion.objects.of(alice.administration).count()
    done = person.post(
        reverse("plan:calendar_write", args=[calendar.pk]), {"digest": page.context["digest"]}, follow=True
    )

    assert (refused.status_code, "не календарь ICS" in words(refused.content.decode())) == (422, True)
    shown = words(page.content.decode())
    assert all(
        one in shown
        for one in ("Новых: 4", "Личное событие", "В календаре помечено как личное", "Без начала: у события нет начала")
    )
    assert ("посмотрите ещё раз" in words(wrong.content.decode()), kept) == (True, 0)
    assert words(done.content.decode()).count("Ничего не запланировано") == 4
    assert len(asked) <= 20


def test_a_curator_has_calendars_of_the_own_department(alice: Person, dave: Person):
    other = make_department(dave.administration, "Отдел спорта")
    person, add = client_of(dave), reverse("plan:calendar_add")

    foreign = [
        person.post(add, {"name": "Чужой", "owner": owner}).status_code for owner in ("city", f"department-{other.pk}")
    ]
    own = person.post(add, {"name": "Наш", "owner": f"department-{dave.department_id}"})

    made = Calendar.objects.of(dave.administration).get()
    assert (foreign, own["Location"]) == ([422, 422], reverse("plan:calendar_load", args=[made.pk]))
    assert (made.name, made.department, made.office) == ("Наш", dave.department, None)


@pytest.mark.sweep
def test_calendars_sent_all_at_once_leave_the_site_half_of_its_threads(
    calendar: Calendar, alice: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(apart, "_PATIENCE_SECONDS", 0.01)
    place, file = reverse("plan:calendar_load", args=[calendar.pk]), SimpleUploadedFile("a.ics", ics(OPENING))

    with apart._IN_LINE, apart._IN_LINE:  # two others are read by their processes
        page = client_of(alice).post(place, {"file": file})

    assert (page.status_code, "Сейчас читаются два других файла" in page.content.decode()) == (422, True)


def test_a_removed_calendar_leaves_what_is_planned(calendar: Calendar, alice: Person):
    written(calendar, alice, WEEKLY)
    kept = of(calendar, "planning", 11)
    item = make_plan_item(calendar.administration, author=alice, occasion=kept)

    client_of(alice).post(reverse("plan:calendar_remove", args=[calendar.pk]))

    item.refresh_from_db()
    assert [one.pk for one in Occasion.objects.of(alice.administration)] == [kept.pk]
    assert (item.occasion_id, Calendar.objects.of(alice.administration).exists()) == (kept.pk, False)
