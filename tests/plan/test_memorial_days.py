"""Memorial days become occasions each year, as far as the administration has switched them on."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories import make_plan_item
from tests.markup import words
from tests.people import client_of
from tests.plan.test_calendars import MONDAY
from veche.journal.models import Entry
from veche.plan.domain.memorial_days import add_day, listed, remove_day, switch_days, write_all_days
from veche.plan.domain.occasions import remove_occasion
from veche.plan.enums import OccasionKind
from veche.plan.errors import PlanError
from veche.plan.memorial.known import KNOWN, KNOWN_DAYS
from veche.plan.memorial.rules import LAST, DayRule, on, weekday_of
from veche.plan.models import Calendar, Occasion
from veche.plan.tasks import write_memorial_days
from veche.staff.models import Administration, Person

RULES = {
    "last Sunday of August": (weekday_of(LAST, 6, 8), 2027, date(2027, 8, 29), "последнее воскресенье августа"),
    "last Sunday on the 31st": (weekday_of(LAST, 6, 8), 2025, date(2025, 8, 31), "последнее воскресенье августа"),
    "second Saturday of August": (weekday_of(2, 5, 8), 2026, date(2026, 8, 8), "вторая суббота августа"),
    "first Sunday on the 1st": (weekday_of(1, 6, 8), 2027, date(2027, 8, 1), "первое воскресенье августа"),
    "29 February": (on(2, 29), 2028, date(2028, 2, 29), "29 февраля"),
    "29 February of an ordinary year": (on(2, 29), 2027, None, "29 февраля"),
    "day 256": (DayRule(of_year=256), 2027, date(2027, 9, 13), "256-й день года"),
    "day 256 of a leap year": (DayRule(of_year=256), 2028, date(2028, 9, 12), "256-й день года"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_its_day(name: str):
    rule, year, day, said = RULES[name]
    assert (rule.in_year(year), rule.said()) == (day, said)


def test_each_known_day_has_a_source_and_a_name_of_its_own():
    assert len({one.slug for one in KNOWN_DAYS}) == len({one.title for one in KNOWN_DAYS}) == len(KNOWN_DAYS)
    assert [one.slug for one in KNOWN_DAYS if "№" not in one.source and "статья" not in one.source] == []


def titles(city: Administration) -> set[str]:
    return set(Occasion.objects.of(city).values_list("title", flat=True))


@pytest.mark.django_db
def test_days_become_occasions_until_they_are_switched_off(alice: Person):
    city = alice.administration
    usual = {one.slug for one in KNOWN_DAYS if one.usual}
    with time_machine.travel(MONDAY, tick=False):
        assert write_memorial_days.func() == 0
        switch_days(by=alice, on=set(), off=usual - {"miners", "victory", "new-year"})
        switch_days(by=alice, on={"miners", "nonsense"}, off=set())
        added = add_day(by=alice, title="День города", rule=weekday_of(2, 6, 9))
        with pytest.raises(PlanError, match="уже есть"):
            add_day(by=alice, title="День города", rule=on(9, 9))

    assert titles(city) == {"День шахтёра", "День Победы", "Новый год", "День города"}
    miners = Occasion.objects.of(city).get(title="День шахтёра")
    assert (miners.starts_at, miners.has_hour) == (datetime(2027, 8, 28, 17, tzinfo=UTC), False)
    assert (miners.kind, miners.recurrence) == (OccasionKind.DATE, "2027")
    new_year = Occasion.objects.of(city).get(title="Новый год")
    make_plan_item(
        city, author=alice, occasion=new_year, publish_at=MONDAY + timedelta(days=360), title="С Новым годом"
    )
    entries = Entry.objects.of(city).count()
    with time_machine.travel(MONDAY, tick=False):
        assert write_all_days() == 1
    assert Entry.objects.of(city).count() == entries

    # A year goes by: what was put aside stays aside, what comes within a year is added, each once.
    remove_occasion(occasion=miners, by=alice)
    with time_machine.travel(MONDAY + timedelta(days=300), tick=False):
        write_all_days()
        write_all_days()
    found = Occasion.objects.of(city).filter(dropped_at=None)
    assert sorted(found.values_list("title", "recurrence")) == [
        ("День Победы", "2027"),
        ("День Победы", "2028"),
        ("День города", "2027"),
        ("День города", "2028"),
        ("День шахтёра", "2028"),
        ("Новый год", "2028"),
    ]

    # Switched off, they go from today on, unless something is planned of them.
    with time_machine.travel(MONDAY + timedelta(days=300), tick=False):
        remove_day(day=added, by=alice)
        remove_day(day=added, by=alice)
        switch_days(by=alice, on=set(), off={"victory", "miners", "new-year"})
        assert [one for one in listed(city) if one.is_on] == []
    assert {(one.title, one.recurrence) for one in found.all()} == {
        ("День Победы", "2027"),
        ("День города", "2027"),
        ("Новый год", "2028"),
    }
    assert Calendar.objects.of(city).get().has_days


@pytest.mark.django_db
def test_the_list_is_ticked_saved_and_added_to(alice: Person):
    address = reverse("plan:days")
    with time_machine.travel(MONDAY, tick=False):
        client = client_of(alice)
        first = client.get(address).content.decode()
        assert "в план из него пока ничего не попадает" in words(first)
        was = [one.slug for one in KNOWN_DAYS if one.usual]
        saved = client.post(address, {"was": was, "on": ["victory", "miners"]}, follow=True).content.decode()

        assert "Отмечено: 2" in words(saved)
        assert KNOWN["miners"].source in saved
        page = words(client.get(reverse("plan:occasions")).content.decode())
        assert "День шахтёра" in page
        month = client.get(reverse("web:month") + "?month=2027-08").content.decode()
        assert "День шахтёра" in month
        calendar = Calendar.objects.of(alice.administration).get()
        assert client.get(reverse("plan:calendar", args=[calendar.pk]))["Location"] == address
        for manage in ("rename", "remove", "load", "text", "address", "reading"):
            assert client.get(reverse(f"plan:calendar_{manage}", args=[calendar.pk])).status_code == 404, manage
        form = {"title": "День рождения завода", "month": "2", "weekday": "6"}
        wrong = client.post(reverse("plan:day_add"), form | {"day": "30", "week": ""})
        assert (wrong.status_code, "Такого дня нет: 30 февраля" in words(wrong.content.decode())) == (422, True)
        both = client.post(reverse("plan:day_add"), form | {"day": "3", "week": "1"})
        assert "Оставьте что-то одно" in words(both.content.decode())
        assert client.post(reverse("plan:day_add"), form | {"day": "29", "week": ""})["Location"] == address
        assert "День рождения завода" in words(client.get(address).content.decode())
    assert not Occasion.objects.of(alice.administration).filter(title="День рождения завода").exists()
