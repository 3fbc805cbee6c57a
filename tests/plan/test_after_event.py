"""After an event its material is asked for by itself: once, of the department in charge, never of a cancelled one."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories import make_account, make_calendar, make_plan_item
from tests.markup import words
from tests.people import client_of
from tests.plan.test_calendars import MONDAY
from veche.journal.models import Entry
from veche.plan.domain.after_event import nobody_to_ask
from veche.plan.domain.calendar_settings import set_calendar
from veche.plan.domain.from_occasion import plan_of_occasion
from veche.plan.domain.queries import untold_soon
from veche.plan.enums import MaterialPart, OccasionKind, PostCategory
from veche.plan.models import Calendar, Occasion
from veche.plan.tasks import ask_after_events
from veche.requests.models import Request
from veche.staff.models import Department, Person

HOUR = timedelta(hours=1)
ASKS = {"asks_after": 2, "asks_for": [MaterialPart.PHOTOS.value, MaterialPart.NAMES.value]}


def event(calendar: Calendar, title: str, **more: object) -> Occasion:
    said = {"starts_at": MONDAY + 24 * HOUR, "ends_at": MONDAY + 25 * HOUR} | more
    return Occasion.objects.create(
        administration=calendar.administration,
        calendar=calendar,
        uid=title,
        kind=OccasionKind.DEPARTMENT,
        title=title,
        department=calendar.department,
        created_by=calendar.created_by,
        **said,
    )


def asked(city: int) -> list[tuple[str, str, int | None]]:
    rows = Request.objects.of(city).order_by("pk")
    return [(one.title, one.kind, one.department_id) for one in rows]


@pytest.mark.django_db
def test_material_of_an_event_is_asked_for_once(alice: Person, dave: Person, mallory: Person):
    city, department = alice.administration, dave.department
    assert department is not None
    calendar = make_calendar(city, by=alice, department=department)
    with time_machine.travel(MONDAY - 24 * HOUR, tick=False):
        event(calendar, "Прошлое", starts_at=MONDAY - 50 * HOUR, ends_at=MONDAY - 49 * HOUR)
    with time_machine.travel(MONDAY, tick=False):
        set_calendar(calendar=calendar, by=alice, said=ASKS)
        fair = event(calendar, "Ярмарка", place="парк Победы")
        planned = event(calendar, "Открытие катка")
        item = make_plan_item(city, author=alice, title="Каток открыт", occasion=planned, department=department)
        event(calendar, "Отменённое", cancelled_at=MONDAY)
        event(calendar, "Убранное", dropped_at=MONDAY)
        event(calendar, "Весь день", has_hour=False, ends_at=None)
        event(make_calendar(mallory.administration, by=mallory), "Чужое")
        assert ask_after_events.func() == 0
    with time_machine.travel(MONDAY + 26 * HOUR, tick=False):
        assert ask_after_events.func() == 0
    with time_machine.travel(MONDAY + 27 * HOUR, tick=False):
        assert ask_after_events.func() == 2
        assert ask_after_events.func() == 0

        about_item = next(one for one in Request.objects.of(city) if one.kind == "material")
        about_event = next(one for one in Request.objects.of(city) if one.kind == "after_event")
        assert (about_item.subject_id, about_event.subject_id) == (item.pk, fair.pk)
        assert (about_event.asked_by, about_event.department) == (alice, department)
        assert "парк Победы" in about_event.text
        assert ("фотографии" in about_event.text, "цитаты" in about_event.text) == (True, False)
        page = words(client_of(alice).get(reverse("plan:occasion_page", args=[fair.pk])).content.decode())
        assert "Материал Запросили" in page
        assert "Ярмарка" in words(client_of(dave).get(reverse("requests:mine")).content.decode())
    with time_machine.travel(MONDAY + 50 * HOUR, tick=False):
        assert ask_after_events.func() == 1
    assert [title for title, _kind, _department in asked(city.pk)][2:] == ["Материал: Весь день"]
    assert Entry.objects.of(city).filter(verb="calendar.set").count() == 1


@pytest.mark.django_db
def test_an_event_is_asked_about_in_time_and_by_somebody(alice: Person, carol: Person, dave: Person):
    """Without a department or a curator the page says so; an event that was moved meanwhile waits for its new end."""
    city = alice.administration
    calendar = make_calendar(city, by=alice)
    empty = Department.objects.create(administration=city, name="Новый отдел")
    with time_machine.travel(MONDAY, tick=False):
        set_calendar(calendar=calendar, by=alice, said={**ASKS, "item_department": empty})
        moved = event(calendar, "Ярмарка")
    with time_machine.travel(MONDAY + 27 * HOUR, tick=False):
        assert ask_after_events.func() == 0
        assert "никто не отвечает" in nobody_to_ask(calendar.__class__.objects.of(city).get(pk=calendar.pk))
        alice.is_active = False
        alice.save()
        set_calendar(calendar=calendar, by=carol, said={"item_department": dave.department})
        Occasion.objects.of(city).filter(pk=moved.pk).update(starts_at=MONDAY + 30 * HOUR, ends_at=MONDAY + 31 * HOUR)
        assert ask_after_events.func() == 0
    with time_machine.travel(MONDAY + 33 * HOUR, tick=False):
        assert ask_after_events.func() == 1
    assert Request.objects.of(city).get().asked_by == carol
    with time_machine.travel(MONDAY + 48 * HOUR, tick=False):
        event(calendar, "Позднее", starts_at=MONDAY + 40 * HOUR, ends_at=MONDAY + 41 * HOUR)
    with time_machine.travel(MONDAY + 200 * HOUR, tick=False):
        assert ask_after_events.func() == 0


@pytest.mark.django_db
def test_settings_of_a_calendar_go_into_its_items_and_warnings(alice: Person, dave: Person, mallory: Person):
    city = alice.administration
    calendar = make_calendar(city, by=alice)
    page = reverse("plan:calendar_settings", args=[calendar.pk])
    client = client_of(alice)
    refused = client.post(page, {"warns_days": "7", "asks_after": "2"})
    said = words(refused.content.decode())
    assert (refused.status_code, "Отметьте, что просить" in said, "какой отдел спрашивать" in said) == (422, True, True)
    assert client_of(mallory).get(page).status_code == 404
    assert dave.department is not None
    sent = {"warns_days": "7", "item_department": dave.department.pk, "item_category": PostCategory.IMPORTANT}
    assert client.post(page, sent).status_code == 302
    calendar.refresh_from_db()
    assert (calendar.warns_days, calendar.asks_after, calendar.asks_by) == (7, None, None)

    make_account(city, responsible=alice)
    with time_machine.travel(MONDAY, tick=False):
        far = event(calendar, "Юбилей", starts_at=MONDAY + 6 * 24 * HOUR)
        other = event(make_calendar(city, by=alice, name="Второй"), "Далёкое", starts_at=MONDAY + 6 * 24 * HOUR)
        assert [one.title for one in untold_soon(city)] == ["Юбилей"]
        made, _ = plan_of_occasion(occasion=far, by=alice)
        usual, _ = plan_of_occasion(occasion=other, by=alice)
    assert (made.department, made.category) == (dave.department, PostCategory.IMPORTANT)
    assert (usual.department, usual.category) == (None, PostCategory.ACTIVITY)
    shown = words(client.get(reverse("plan:add") + f"?occasion={far.pk}").content.decode())
    assert dave.department.name in shown


@pytest.mark.django_db
def test_material_of_an_event_that_a_person_wrote_is_asked_for_where_they_said_so(alice: Person, dave: Person):
    city, department = alice.administration, dave.department
    assert department is not None
    with time_machine.travel(MONDAY, tick=False):
        press, page = client_of(alice), reverse("plan:occasion")
        said = {
            "title": "Ярмарка",
            "kind": "department",
            "day": f"{MONDAY:%Y-%m-%d}",
            "time": "15:00",
            "asks_material": "on",
        }
        nobody = press.post(page, said)
        press.post(page, said | {"department": department.pk})
        press.post(page, said | {"department": department.pk, "title": "Не просили", "asks_material": ""})
        fair = Occasion.objects.of(city).get(title="Ярмарка")
        assert fair.starts_at is not None
        told = words(press.get(reverse("plan:occasion_page", args=[fair.pk])).content.decode())
        assert "asks_material" not in client_of(dave).get(page).content.decode()
    with time_machine.travel(fair.starts_at + 1.9 * HOUR, tick=False):
        early = ask_after_events.func()
    with time_machine.travel(fair.starts_at + 2.1 * HOUR, tick=False):
        assert [early, ask_after_events.func(), ask_after_events.func()] == [0, 1, 0]

    assert "Выберите отдел, у которого просить материал" in nobody.content.decode()
    assert "Материал Попросим у отдела сами, когда событие пройдёт" in told
    assert asked(city.pk) == [("Материал: Ярмарка", "after_event", department.pk)]
    assert Request.objects.of(city).get().asked_by == alice
