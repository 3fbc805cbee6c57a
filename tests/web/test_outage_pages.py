"""A full disk is reported to the person as such, and not as an internal error."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.people import PASSWORD
from veche.staff.models import BrowserSession, Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite can be told how large its file may be"),
]


@pytest.fixture
def full(transactional_db: None) -> Iterator[None]:
    """SQLite answers «database or disk is full»: its file may not grow by a page."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        _fill()
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


def _fill() -> None:
    """Insert until no free space for a small row is left in the existing pages."""
    for size in (100_000, 10_000, 1000, 100, 10, 1):
        for number in range(10_000):
            try:
                BrowserSession.objects.create(
                    session_key=f"full-{size}-{number}", session_data="x" * size, expire_date=timezone.now()
                )
            except OperationalError:
                break


def test_signing_in_on_a_full_disk_says_so(ivan: Person, full: None) -> None:
    browser = Client(raise_request_exception=False)

    page = browser.post("/me/login/", {"login": ivan.email, "password": PASSWORD})

    assert (page.status_code, "На сервере кончилось место или диск не пишет" in page.content.decode()) == (503, True)
