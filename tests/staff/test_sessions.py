"""Ended sessions leave no data, strangers create none, and people see and end their own."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from tests.markup import element, words
from tests.people import BACKEND, PASSWORD, client_of, sign_in
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.domain.dismiss import dismiss
from veche.staff.domain.sessions import open_sessions
from veche.staff.models import BrowserSession, Person
from veche.staff.tasks import forget_sessions

pytestmark = pytest.mark.django_db


def test_what_is_over_is_forgotten_and_who_works_goes_on(helen: Person, audrey: Person):
    strangers = [Client().post("/posts/1/save/").status_code for _ in range(3)]
    made = BrowserSession.objects.count()
    for _ in range(3):
        client_of(audrey)

    with time_machine.travel(now() + timedelta(hours=13)):
        browser = client_of(helen)
        forget_sessions.call()

        assert strangers == [302] * 3
        assert made == 0
        assert BrowserSession.objects.count() == 1
        assert browser.get("/journal/").status_code == 200


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
YANDEX = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
    "YaBrowser/25.10.0.0 Safari/537.36"
)


def signed_in(person: Person, agent: str, address: str) -> Client:
    browser = client_of(person, headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert browser.get("/people/sessions/").status_code == 200
    return browser


def test_a_session_that_asked_for_no_page_is_listed(helen: Person):
    sign_in(helen, Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="192.0.2.7"))

    (row,) = open_sessions(helen)

    assert row.device == FIREFOX
    assert row.address == "192.0.2.7"
    assert row.since == row.seen


def is_in(browser: Client) -> bool:
    return browser.get("/people/sessions/").status_code == 200


def handles(browser: Client, path: str = "/people/sessions/") -> list[str]:
    return re.findall(r"sessions/([0-9a-f]{32})/end/", browser.get(path).content.decode())


def verbs(person: Person) -> list[tuple[str, int | None, dict[str, str]]]:
    entries = Entry.objects.of(person.administration_id).order_by("number")
    return [(entry.verb, entry.actor_id, entry.facts) for entry in entries]


def test_a_person_sees_where_they_are_signed_in_and_ends_one(helen: Person, audrey: Person):
    office, home = signed_in(helen, YANDEX, "192.0.2.1"), signed_in(helen, FIREFOX, "192.0.2.7")
    signed_in(audrey, FIREFOX, "192.0.2.9")

    first = client_of(helen).get("/people/sessions/").content.decode()
    page = office.get("/people/sessions/").content.decode()
    said = words(element(page, "main"))

    assert "этот сеанс" in first
    assert "Яндекс Браузер, Windows" in said
    assert "192.0.2.1 этот сеанс" in said
    assert "Firefox, Linux" in said
    assert "192.0.2.7 Закончить" in said
    assert "192.0.2.9" not in said
    assert str(office.session.session_key) not in page
    theirs = re.findall(r"[0-9a-f]{32}", page[page.index("192.0.2.7") :])[0]
    assert office.post(f"/people/sessions/{theirs}/end/").headers["Location"] == "/people/sessions/"
    assert is_in(office) is True
    assert is_in(home) is False
    assert len(handles(office)) == 1
    assert verbs(helen) == [("staff.session_ended", helen.pk, {})]


def test_or_all_others_at_once(helen: Person):
    office, *others = (signed_in(helen, FIREFOX, f"192.0.2.{number}") for number in range(3))

    office.post("/people/sessions/end-others/")

    assert [is_in(browser) for browser in (office, *others)] == [True, False, False]
    assert verbs(helen) == [("staff.other_sessions_ended", helen.pk, {})]


def test_it_ends_a_session_of_somebody_else(ivan: Person, helen: Person, mallory: Person):
    keeper, theirs, stranger = client_of(ivan), signed_in(helen, FIREFOX, "192.0.2.1"), client_of(mallory)
    path = f"/people/{helen.pk}/sessions/"
    (handle,) = handles(keeper, path)

    tries = [
        (stranger, f"{path}{handle}/end/"),
        *((one, f"/people/sessions/{handle}/end/") for one in (stranger, keeper)),
    ]
    assert [browser.post(tried).status_code for browser, tried in tries] == [404] * 3
    assert is_in(theirs)
    keeper.post(f"{path}{handle}/end/")

    assert not is_in(theirs)
    assert verbs(helen) == [("staff.session_ended", ivan.pk, {})]


def test_who_is_dismissed_or_changes_the_password_leaves_no_other(ivan: Person, helen: Person, audrey: Person):
    office, _home = signed_in(helen, FIREFOX, "192.0.2.1"), signed_in(helen, YANDEX, "192.0.2.2")
    signed_in(audrey, FIREFOX, "192.0.2.3")
    fresh = "совсем другой длинный пароль"

    office.post("/me/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    dismiss(by=ivan, person=audrey)

    rows = BrowserSession.objects.of(helen.administration_id)
    assert [row.address for row in rows.filter(person=helen)] == ["192.0.2.1"]
    assert not rows.filter(person=audrey).exists()


def test_what_is_idle_is_not_shown(helen: Person, ivan: Person):
    signed_in(helen, FIREFOX, "192.0.2.1")

    with time_machine.travel(now() + timedelta(minutes=61)):
        assert handles(client_of(ivan), f"/people/{helen.pk}/sessions/") == []


def test_the_clients_of_tests_are_signed_in_as_by_django(alice: Person):
    by_django, ours = Client(), client_of(alice)
    by_django.force_login(alice, backend=BACKEND)
    cookies = [dict(client.cookies[settings.SESSION_COOKIE_NAME]) for client in (by_django, ours)]

    assert ours.session.items() >= by_django.session.items()
    assert cookies[0] == cookies[1]
    assert Person.objects.unscoped().get(pk=alice.pk).last_login is not None
