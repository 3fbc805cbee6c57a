from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.people import client_of
from veche.staff.models import Person

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
        return sum("UPDATE" in query["sql"] and "django_session" in query["sql"] for query in queries)

    assert (writes(first), writes(second)) == (0, 1)


@pytest.mark.django_db
def test_nobody_keeps_a_page_of_a_person(ivan: Person) -> None:
    assert client_of(ivan).get(PAGE).headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_every_answer_carries_the_headers_that_guard_it(client: Client) -> None:
    headers = client.get("/me/login/").headers

    wanted = {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; img-src 'self' data: blob:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert {name: headers.get(name) for name in wanted} == wanted


def length_refused(client: Client, megabytes: int) -> int:
    """What a body of this declared length hears; not a byte of it is sent."""
    kind, length = "multipart/form-data; boundary=x", str(megabytes * 1024 * 1024)
    return client.generic("POST", "/me/login/", b"", content_type=kind, CONTENT_LENGTH=length).status_code


@pytest.mark.django_db
def test_who_has_not_signed_in_sends_no_files(client: Client, ivan: Person) -> None:
    """Files wait on the disk: otherwise anybody who finds the sign-in page could fill it."""
    assert (length_refused(client, 3), length_refused(client_of(ivan), 200)) == (413, 302)


@pytest.mark.django_db
def test_nobody_sends_more_than_ten_photos_hold(ivan: Person) -> None:
    assert length_refused(client_of(ivan), 1100) == 413
