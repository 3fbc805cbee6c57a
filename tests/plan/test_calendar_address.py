"""A calendar is read at its address: through the guarded client, once an hour, and what fails is said in words."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.factories import make_calendar
from tests.markup import words
from tests.people import client_of
from tests.plan.test_calendars import MONDAY, OPENING, WEEKLY, ics
from veche.documents.calendar import read_calendar
from veche.journal.models import Entry
from veche.kernel.redaction import redacted_text
from veche.plan.domain import calendar_fetching
from veche.plan.domain.calendar_address import address_of, forget_address, read_soon, set_address
from veche.plan.domain.calendar_fetching import read_at_address, read_due
from veche.plan.errors import PlanError
from veche.plan.models import Calendar, Occasion
from veche.plan.tasks import read_calendars
from veche.staff.models import Person

SECRET = "/ical/9f8a7b6c5d4e3f2a1b0c.ics"

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(alice: Person, httpserver: HTTPServer, settings: Settings) -> Iterator[Calendar]:
    settings.CALENDAR_HOSTS = frozenset({(httpserver.host, httpserver.port)})
    calendar_fetching.client.cache_clear()
    made = make_calendar(alice.administration, by=alice, name="Календарь Главы")
    with time_machine.travel(MONDAY, tick=False):
        set_address(calendar=made, by=alice, address=httpserver.url_for(SECRET))
        yield made
    calendar_fetching.client.cache_clear()


def read_again(calendar: Calendar) -> Calendar:
    read_soon(calendar)
    assert read_due() == 1
    calendar.refresh_from_db()
    return calendar


def test_a_calendar_is_read_once_an_hour_and_changes_what_changed(calendar: Calendar, httpserver: HTTPServer):
    validators = {"ETag": '"one"', "Last-Modified": "Mon, 04 Jan 2027 01:00:00 GMT"}
    httpserver.expect_ordered_request(SECRET).respond_with_data(ics(WEEKLY), headers=validators)
    httpserver.expect_ordered_request(SECRET, headers={"If-None-Match": '"one"'}).respond_with_data(status=304)
    httpserver.expect_ordered_request(SECRET).respond_with_data(ics(WEEKLY, OPENING))

    assert (read_calendars.func(), read_calendars.func()) == (1, 0)
    calendar.refresh_from_db()
    assert (calendar.read_at, calendar.trouble) == (MONDAY, "")
    assert calendar.next_read_at == MONDAY + timedelta(hours=1)
    assert Occasion.objects.of(calendar.administration).count() == 4

    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        assert read_due() == 1
        calendar.refresh_from_db()
        assert (calendar.read_at, calendar.whole_at) == (MONDAY + timedelta(hours=1), MONDAY)
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        assert read_due() == 1
    assert [request.headers.get("If-None-Match") for request, _ in httpserver.log] == [None, '"one"', None]
    httpserver.check_assertions()
    assert Occasion.objects.of(calendar.administration).count() == 5
    read = Entry.objects.of(calendar.administration).filter(verb="calendar.read").order_by("number")
    assert [(one.actor_id, one.facts["added"]) for one in read] == [(None, 4), (None, 1)]


# Made by the test: each process imports this file.
FAILURES: dict[str, Callable[[], Response]] = {
    "Это не календарь ICS": lambda: Response("<html>Войдите</html>"),
    "По этому адресу календаря нет": lambda: Response(status=404),
    "Сервер отправляет на другой адрес": lambda: Response(status=302, headers={"Location": "http://10.0.0.1/"}),
    "Сервер не пустил": lambda: Response(status=403),
    "Сервер ответил ошибкой 500": lambda: Response(status=500),
    "Календарь пришёл пустым": lambda: Response(ics()),
    "Календарь больше 10 МБ": lambda: Response(b"BEGIN:VCALENDAR" + b" " * 50 * 1024 * 1024),
}


def test_what_fails_is_said_and_nothing_changes(calendar: Calendar, httpserver: HTTPServer, alice: Person):
    httpserver.expect_ordered_request(SECRET).respond_with_data(ics(WEEKLY))
    for answer in FAILURES.values():
        httpserver.expect_ordered_request(SECRET).respond_with_response(answer())
    read_again(calendar)
    before = list(Occasion.objects.of(calendar.administration).values())

    said = [read_again(calendar).trouble for _ in FAILURES]

    wrong = [(wanted, found) for wanted, found in zip(FAILURES, said, strict=True) if not found.startswith(wanted)]
    assert (wrong, [one for one in said if "Поводы не изменились" not in one]) == ([], [])
    assert list(Occasion.objects.of(calendar.administration).values()) == before
    page = client_of(alice).get(reverse("plan:calendar", args=[calendar.pk])).content.decode()
    assert "Календарь больше 10 МБ" in words(page)
    assert "9f8a7b6c" not in page


def test_what_one_calendar_fails_with_stops_no_other(
    calendar: Calendar, httpserver: HTTPServer, alice: Person, monkeypatch: pytest.MonkeyPatch
):
    other = make_calendar(alice.administration, by=alice, name="Календарь отдела")
    set_address(calendar=other, by=alice, address=httpserver.url_for("/other.ics"))
    httpserver.expect_request(SECRET).respond_with_data(ics(WEEKLY))
    httpserver.expect_request("/other.ics").respond_with_data(ics(OPENING))

    def fail_once(content: bytes, **how: Any) -> Any:
        if content == ics(WEEKLY):
            raise MemoryError
        return read_calendar(content, **how)

    monkeypatch.setattr("veche.plan.domain.calendar_fetching.read_calendar", fail_once)

    assert read_due() == 2
    calendar.refresh_from_db()
    assert calendar.trouble.startswith("Календарь пришёл, но Вече с ним не справилось")
    assert {one.calendar for one in Occasion.objects.of(calendar.administration)} == {other}
    page = client_of(alice).get(reverse("plan:calendar", args=[calendar.pk])).content.decode()
    assert ("Не прочитали" in words(page), "Ещё не прочитан" in words(page)) == (True, False)


def test_an_answer_that_takes_too_long_ends(
    calendar: Calendar, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(calendar_fetching, "SECONDS", 0.3)

    over = threading.Event()

    def silent(_request: Request) -> Response:
        over.wait(30)
        return Response(ics(WEEKLY))

    httpserver.expect_request(SECRET).respond_with_handler(silent)

    failed = read_again(calendar)
    over.set()

    assert failed.trouble.startswith("Сервер не ответил за")
    assert not Occasion.objects.of(calendar.administration).exists()


def test_an_address_that_leads_inside_is_not_asked(calendar: Calendar, httpserver: HTTPServer, settings: Settings):
    settings.CALENDAR_HOSTS = frozenset()
    calendar_fetching.client.cache_clear()

    failed = read_again(calendar)

    assert failed.trouble.startswith("Адрес ведёт во внутреннюю сеть")
    assert httpserver.log == []


def test_the_address_is_sealed_and_shown_nowhere(calendar: Calendar, alice: Person, httpserver: HTTPServer):
    dump = StringIO()
    call_command("dumpdata", "plan", "journal", stdout=dump)

    assert address_of(calendar).reveal() == httpserver.url_for(SECRET)
    assert "9f8a7b6c" not in dump.getvalue()
    assert "9f8a7b6c" not in redacted_text(f"GET {httpserver.url_for(SECRET)} failed")
    form = client_of(alice).get(reverse("plan:calendar_address", args=[calendar.pk])).content.decode()
    assert ("9f8a7b6c" in form, calendar.host in form) == (False, True)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://calendar.example.org/a.ics", "секрет увидят по дороге"),
        ("https://name:word@calendar.example.org/a.ics", "Имя и пароль"),
        ("ftp://calendar.example.org/a.ics", "не адрес календаря"),
        ("https://[::1/a.ics", "не адрес календаря"),
        ("календарь", "не адрес календаря"),
        ("https://calendar.example.org/9f8a7b6c" + "a" * 2000, "не адрес календаря"),
    ],
)
def test_a_wrong_address_is_refused(address: str, sentence: str, calendar: Calendar, alice: Person):
    before = calendar.sealed

    with pytest.raises(PlanError, match=sentence):
        set_address(calendar=calendar, by=alice, address=address)
    page = client_of(alice).post(reverse("plan:calendar_address", args=[calendar.pk]), {"address": address})

    calendar.refresh_from_db()
    assert (calendar.sealed, page.status_code) == (before, 422)
    assert f'value="{address}' not in page.content.decode()
    assert sentence in words(page.content.decode())


def test_an_address_that_was_removed_meanwhile_writes_nothing(
    calendar: Calendar, alice: Person, httpserver: HTTPServer
):
    httpserver.expect_request(SECRET).respond_with_data(ics(WEEKLY))
    being_read = Calendar.objects.of(calendar.administration).select_related("administration").get()

    forget_address(calendar=calendar, by=alice)
    read_at_address(being_read)

    calendar.refresh_from_db()
    assert (calendar.sealed, calendar.read_at, calendar.trouble) == ("", None, "")
    assert (len(httpserver.log), Occasion.objects.of(calendar.administration).exists()) == (1, False)
