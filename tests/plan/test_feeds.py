"""The plan as a calendar at a secret address, read by an independent parser."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account
from tests.markup import attribute
from tests.people import client_of
from veche.accounts.models import Account
from veche.documents.calendar_file import Event, write_calendar
from veche.journal.models import Entry
from veche.kernel.redaction import redacted_text
from veche.plan.domain.feed_limit import MOST_OF_ONE, MOST_UNKNOWN
from veche.plan.domain.feeds import add_feed
from veche.plan.domain.items import cancel_item, move_item, plan_item
from veche.plan.models import PlanFeed, PlanItem
from veche.staff.domain.appoint import relieve
from veche.staff.domain.dismiss import dismiss
from veche.staff.models import Appointment, Person

MONDAY = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def planned(by: Person, account: Account, title: str, **more: Any) -> PlanItem:
    at = {"publish_at": MONDAY + timedelta(days=1)} | more
    return plan_item(administration=by.administration, by=by, title=title, accounts=[account], **at)


def path_of(by: Person) -> str:
    return reverse("plan:feed", args=[add_feed(by=by, name="Телефон").secret.reveal()])


def events(path: str) -> dict[str, Any]:
    """What an independent parser reads, by title."""
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    parsed = icalendar.Calendar.from_ical(answer.content)
    assert parsed["PRODID"]
    return {str(one["SUMMARY"]): one for one in parsed.walk("VEVENT")}


def test_a_program_reads_the_plan_and_each_change_of_it(alice: Person, mallory: Person, account: Account):
    item = planned(alice, account, "Каток; открыт, приходите\\все", note="Телефон Петровой 8-900")
    planned(alice, account, "Снимут с плана")
    planned(mallory, make_account(mallory.administration, responsible=mallory), "Чужой город")
    path = path_of(alice)

    before = events(path)
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        move_item(item=item, by=alice, publish_at=MONDAY + timedelta(days=2))
        cancel_item(item=PlanItem.objects.of(alice.administration).get(title="Снимут с плана"), by=alice)
        after = events(path)

    one, changed = before[item.title], after[item.title]
    assert set(before) == {item.title, "Снимут с плана"}
    assert (one["UID"], one["SEQUENCE"], one["STATUS"]) == (changed["UID"], 0, "CONFIRMED")
    assert (one["DTSTART"].dt, changed["DTSTART"].dt) == (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    assert (changed["SEQUENCE"], changed["LAST-MODIFIED"].dt) == (1, MONDAY + timedelta(hours=1))
    assert (after["Снимут с плана"]["STATUS"], after["Снимут с плана"]["SEQUENCE"]) == ("CANCELLED", 1)
    assert one["DESCRIPTION"] == "ВКонтакте. текст"
    assert "Петровой" not in Client().get(path).content.decode()


def test_opening_a_feed_costs_the_same_and_changes_nothing(alice: Person, account: Account):
    path, costs = path_of(alice), []
    for number in range(2):
        for extra in range(1 + 5 * number):
            planned(alice, account, f"Запись {number} {extra}")
        entries = Entry.objects.of(alice.administration).count()
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        costs.append(len(asked))
        assert Entry.objects.of(alice.administration).count() == entries

    assert costs[0] == costs[1] <= 5


def test_a_link_is_shown_once_and_can_be_closed(alice: Person, dave: Person):
    person, page = client_of(alice), reverse("plan:feeds")

    shown = person.post(page, {"name": "Телефон начальника"}).content.decode()
    link = attribute(shown, "#link", "value")
    path = link.removeprefix("http://testserver")
    made = PlanFeed.objects.of(alice.administration).get()

    assert path not in person.get(page).content.decode()
    assert path.split("/")[-1].removesuffix(".ics") not in made.digest
    assert Client().get(path).status_code == 200
    assert client_of(dave).post(reverse("plan:feed_revoke", args=[made.pk])).status_code == 403
    person.post(reverse("plan:feed_revoke", args=[made.pk]))
    assert Client().get(path).status_code == 404
    assert path not in redacted_text(f"GET {path} 404")


@pytest.mark.parametrize("dismissed", [True, False])
def test_a_link_ends_when_whoever_gave_it_leaves_the_press_service(
    alice: Person, carol: Person, ivan: Person, *, dismissed: bool
):
    path, page = path_of(alice), reverse("plan:feeds")
    said = "больше не в пресс-службе. Дайте новую"
    assert (Client().get(path).status_code, said in client_of(carol).get(page).content.decode()) == (200, False)

    if dismissed:
        dismiss(by=ivan, person=alice)
    else:
        relieve(by=ivan, appointment=Appointment.objects.get(person=alice))

    assert (Client().get(path).status_code, said in client_of(carol).get(page).content.decode()) == (404, True)


def test_whoever_asks_too_often_waits(alice: Person):
    path, unknown = path_of(alice), reverse("plan:feed", args=["nobody-knows-this-one"])

    known = [Client().get(path).status_code for _ in range(MOST_OF_ONE + 1)]
    strangers = {Client().get(unknown).status_code for _ in range(MOST_UNKNOWN)}
    too_often = Client().get(unknown)

    assert (known[:-1], known[-1]) == ([200] * MOST_OF_ONE, 429)
    assert (strangers, too_often.status_code, too_often["Retry-After"]) == ({404}, 429, "60")


def test_a_long_line_is_folded_between_letters():
    words = "Ёлка на площади, " * 40 + "конец\nи ещё \x00строка"
    event = Event("a@b", MONDAY, timedelta(minutes=15), words, "", MONDAY, 3, cancelled=False)

    content = write_calendar("План", [event])

    (parsed,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(parsed["SUMMARY"]) == words.replace("\x00", "")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
