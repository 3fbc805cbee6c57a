import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from tests.people import client_of
from veche.config import middleware
from veche.config.middleware import largest_body
from veche.staff.models import Person

TEMPLATES = Path(__file__).parents[2] / "src" / "veche"
PAGE = "/people/"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def ivans_page(ivan: Person):
    """The status of the page at a time: 200 when signed in, 302 when not."""
    with time_machine.travel(NOW, tick=False):
        client = client_of(ivan)
        assert client.get(PAGE).status_code == 200

    def status(after: timedelta) -> int:
        with time_machine.travel(NOW + after, tick=False):
            return client.get(PAGE).status_code

    return status


def test_an_hour_without_a_request_ends_the_session(ivans_page) -> None:
    assert (ivans_page(timedelta(minutes=60)), ivans_page(timedelta(minutes=121))) == (200, 302)


def test_a_session_that_only_asks_by_its_clock_ends_too(ivan: Person) -> None:
    """The client chooses the headers: with this one in each request no session would ever be idle."""
    browser = client_of(ivan)
    answers = []
    for minute in (0, 59, 61):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            answers.append(browser.get(PAGE, headers={"X-Poll": "1"}).status_code)

    assert answers == [200, 200, 302]


def test_a_page_that_asks_by_its_clock_keeps_nobody_signed_in(ivan: Person) -> None:
    """The inbox polls continuously: an unattended session ends all the same."""
    browser = client_of(ivan)
    asked = {"HX-Request": "true", "X-Poll": "1", "HX-Current-URL": "http://testserver/inbox/?show=all"}
    with time_machine.travel(NOW, tick=False):
        assert browser.get(PAGE).status_code == 200
    for minute in range(5, 61, 5):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            assert browser.get(PAGE, headers=asked).status_code == 200

    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        over = browser.get(PAGE, headers=asked)

    assert over.status_code == 200
    assert over.headers.get("HX-Redirect") == "/me/login/?next=/inbox/%3Fshow%3Dall"
    assert over.content == b""


def test_every_part_that_asks_by_its_clock_says_so() -> None:
    found = [
        tag
        for path in TEMPLATES.rglob("*.html")
        for tag in re.findall(r"hx-trigger=\"every [^>]*", path.read_text(encoding="utf-8"))
    ]

    assert len(found) >= 8
    assert [tag for tag in found if """hx-headers='{"X-Poll": "1"}'""" not in tag] == []


def test_twelve_hours_end_the_session_of_the_busiest(ivans_page) -> None:
    statuses = {ivans_page(timedelta(minutes=half * 30)) for half in range(25)}

    assert (statuses, ivans_page(timedelta(hours=12, minutes=1))) == ({200}, 302)


def test_the_session_is_written_once_a_minute(ivans_page) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first:
        ivans_page(timedelta(seconds=59))
    with CaptureQueriesContext(connection) as second:
        ivans_page(timedelta(seconds=61))

    def writes(queries: CaptureQueriesContext) -> int:
        return sum("UPDATE" in query["sql"] and "staff_browsersession" in query["sql"] for query in queries)

    assert (writes(first), writes(second)) == (0, 1)


@pytest.mark.django_db
def test_nobody_keeps_a_page_of_a_person(ivan: Person) -> None:
    assert client_of(ivan).get(PAGE).headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_every_answer_carries_the_headers_that_guard_it(client: Client) -> None:
    headers = client.get("/me/login/").headers

    wanted = {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; img-src 'self' data: blob:; media-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert {name: headers.get(name) for name in wanted} == wanted


def is_taken(client: Client, path: str, megabytes: int) -> bool:
    """Whether a body of this declared length would be read; none of it is sent."""
    kind, length = "multipart/form-data; boundary=x", str(megabytes * 1024 * 1024)
    answer = client.generic("POST", path, b"", content_type=kind, CONTENT_LENGTH=length)
    asked = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "HTTP_COOKIE": client.cookies.output(header="", sep=";")}
    assert (answer.status_code == 413) == (largest_body(asked) < megabytes * 1024 * 1024)  # as in the gateway
    return answer.status_code != 413


PHOTOS, SIGN_IN = "/posts/1/photos/", "/me/login/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "path", "megabytes", "taken"),
    [
        (None, PHOTOS, 3, False),
        (None, SIGN_IN, 3, False),
        (None, SIGN_IN, 2, True),
        ("ivan", PHOTOS, 3, False),
        ("audrey", PHOTOS, 3, False),
        ("alice", PHOTOS, 1000, True),
        ("alice", PHOTOS, 1100, False),
        ("alice", "/posts/1/save/", 1000, True),
        ("alice", "/posts/1/", 3, False),
        ("alice", "/accounts/1/page/", 3, False),
        ("carol", "/accounts/1/page/", 30, True),
        ("alice", SIGN_IN, 3, False),
        ("alice", "/journal/verify/", 3, False),
        ("alice", "/nowhere/", 3, False),
    ],
)
def test_files_are_taken_where_forms_bring_them_and_from_who_may(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    who: str | None,
    path: str,
    megabytes: int,
    taken: bool,
) -> None:
    """Bodies are stored on disk: otherwise anybody who finds the sign-in page could fill it."""
    # As in every request of Django's own test client: the test's connection outlives it.
    monkeypatch.setattr(middleware, "close_old_connections", lambda: None)
    person = request.getfixturevalue(who) if who else None

    assert is_taken(client_of(person), path, megabytes) is taken


def test_a_button_after_the_session_leads_back_to_its_page(ivan: Person) -> None:
    """Otherwise sign-in would lead to an address that only answers buttons."""
    browser = Client()
    from_page = browser.post("/posts/76/ask/", headers={"Referer": "http://testserver/posts/76/edit/?a=1"})
    told = browser.get(from_page.headers["Location"]).content.decode()
    others = [
        browser.post("/posts/76/ask/", headers={"Referer": referer}).headers["Location"]
        for referer in ("", "http://elsewhere.test/", "http://testserver/posts/76/ask/", "http://[")
    ]

    assert from_page.headers["Location"] == "/me/login/?next=/posts/76/edit/%3Fa%3D1"
    assert others == ["/me/login/?next=/posts/76/edit/"] * 4
    assert "Вы долго не заходили" in told


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/posts/76/ask/", "/posts/76/edit/"),
        ("/posts/76/photos/3/remove/", "/posts/76/edit/"),
        ("/posts/76/pin/", "/posts/76/"),
        ("/posts/76/live/obs/undo/", "/posts/76/live/obs/"),
        ("/posts/76/live/obs/", "/posts/76/live/"),
        ("/posts/76/live/", "/posts/76/"),
        ("/posts/decide/5/", "/approval/5/"),
        ("/outbox/5/happened/", "/outbox/5/"),
        ("/inbox/5/answer/", "/inbox/5/"),
        ("/inbox/deletions/comments/5/delete/", "/inbox/5/"),
        ("/freeze/release/", "/freeze/"),
    ],
)
def test_the_address_of_a_button_leads_to_its_page(ivan: Person, address: str, back: str) -> None:
    answer = client_of(ivan).get(address, headers={"Accept": "text/html"})
    program = client_of(ivan).get(address, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.headers.get("Location")) == (302, back)
    assert (program.status_code, program.content) == (405, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["\\000\\000aaaaaaaa", "A" * 32, "a" * 41])
def test_a_session_that_nobody_was_given_is_none(client: Client, key: str) -> None:
    answer = client.get("/me/login/", headers={"cookie": f'veche-session="{key}"'})

    assert answer.status_code == 200
    assert answer.wsgi_request.session.session_key is None


@pytest.mark.django_db
def test_the_page_that_a_browser_names_may_be_nonsense(client: Client) -> None:
    answer = client.get("/", headers={"hx-request": "true", "hx-current-url": "http://["})

    assert answer.headers["HX-Redirect"] == "/me/login/?next=/"
