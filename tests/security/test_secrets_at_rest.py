"""A token entered in the registry is nowhere in plain text: database, logs, journal, error pages,
HTML, error reports.
"""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.signals import got_request_exception
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from tests.people import client_of
from tests.security.access_table import TABLE
from tests.security.canary import seen_in
from tests.security.world import World
from veche.accounts.domain.clients import secrets_of
from veche.accounts.models import Key
from veche.journal.models import Entry
from veche.kernel import logging as our_logging
from veche.networks.protocol import Slot
from veche.staff.models import Administration, BrowserSession, Person

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "vk1.a.Canary-that-sings_when-it-is-seen-0451"
WRONG = "vk2.a.Canary-of-another-kind_also-to-be-kept-0452"


@pytest.fixture
def home(rubtsovsk: Administration, alice: Person) -> World:
    return World(rubtsovsk, alice)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All output of all loggers at DEBUG."""
    said = io.StringIO()
    before = logging.getLogger().handlers[:], logging.getLogger().level
    our_logging.configure("DEBUG", json=True, stream=said)
    yield said
    logging.getLogger().handlers[:], _ = before
    logging.getLogger().setLevel(before[1])


@pytest.fixture
def reports() -> Iterator[list[str]]:
    """Reports of each error that ends in a 500: as text and as a page, with all local variables."""
    made: list[str] = []

    def report(request: Any = None, **_: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        made.extend((reporter.get_traceback_text(), reporter.get_traceback_html()))

    got_request_exception.connect(report)
    yield made
    got_request_exception.disconnect(report)


def form_of(home: World) -> str:
    return reverse("accounts:replace_key", kwargs={"pk": home.account.pk, "slot": "admin"})


def everything_in_the_database() -> Iterator[tuple[str, bytes]]:
    """Each table as text on any database; sessions decoded; for SQLite the files themselves."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield f"table {table}", repr(cursor.fetchall()).encode()
    for session in BrowserSession.objects.all():
        yield f"session {session.pk}", repr(session.get_decoded()).encode()
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        for path in database.parent.glob(f"{database.name}*"):
            yield f"file {path.name}", path.read_bytes()


def pages(home: World, people: list[Person]) -> Iterator[tuple[str, bytes]]:
    for row in TABLE:
        if row.method == "GET":
            url = reverse(row.url, kwargs=row.kwargs(home))
            for person in people:
                yield f"{person} {url}", client_of(person).get(url).content


def test_a_key_that_was_entered_stands_nowhere_in_clear(home: World, ivan: Person, log: io.StringIO):
    entered = client_of(ivan).post(form_of(home), {"secret": CANARY, "owner_name": "Редактор"}, follow=True)
    refused = client_of(ivan).post(form_of(home), {"secret": WRONG})

    assert (entered.status_code, refused.status_code) == (200, 422)
    assert Entry.objects.of(home.administration).filter(verb="key.added").count() == 1
    assert secrets_of(home.account)[Slot.ADMIN].reveal() == CANARY  # it is stored, and opens with permission
    assert seen_in([("saved", entered.content), ("refused", refused.content)], CANARY, WRONG) == []
    assert seen_in(everything_in_the_database(), CANARY, WRONG) == []
    assert seen_in([("log", log.getvalue().encode())], CANARY, WRONG) == []


@pytest.mark.sweep
def test_no_page_shows_a_key_that_was_entered(home: World, carol: Person, ivan: Person, log: io.StringIO):
    client_of(ivan).post(form_of(home), {"secret": CANARY, "owner_name": "Редактор"})
    client_of(ivan).post(form_of(home), {"secret": WRONG})

    assert secrets_of(home.account)[Slot.ADMIN].reveal() == CANARY
    assert seen_in(pages(home, [carol, ivan]), CANARY, WRONG) == []
    assert seen_in(everything_in_the_database(), CANARY, WRONG) == []
    assert seen_in([("log", log.getvalue().encode())], CANARY, WRONG) == []


def test_the_search_finds_what_is_in_clear(home: World):
    """A search that finds nothing anywhere proves nothing."""
    home.account.title = f"x{CANARY}y"
    home.account.save()

    assert "table accounts_account" in seen_in(everything_in_the_database(), CANARY)


def full_disk(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith('INSERT INTO "accounts_key"'):
        raise DatabaseError("database or disk is full")
    return execute(sql, params, many, context)


def test_an_error_in_the_middle_tells_nothing(
    home: World, ivan: Person, log: io.StringIO, reports: list[str], settings: Any
):
    browser = client_of(ivan, raise_request_exception=False)

    with connection.execute_wrapper(full_disk):
        answer = browser.post(form_of(home), {"secret": CANARY})

    assert answer.status_code == 500
    assert len(reports) == 2
    assert Key.objects.filter(account=home.account).exists() is False
    told = [("page", answer.content), ("log", log.getvalue().encode()), *((r[:20], r.encode()) for r in reports)]
    assert "disk is full" in log.getvalue()
    assert seen_in(told, CANARY) == []
    assert seen_in(everything_in_the_database(), CANARY) == []


def test_a_form_that_django_refuses_tells_nothing(home: World, ivan: Person, log: io.StringIO):
    many = {f"field{number}": "1" for number in range(django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}

    too_many = client_of(ivan).post(form_of(home), {"secret": CANARY, **many})
    without_token = client_of(ivan, enforce_csrf_checks=True).post(form_of(home), {"secret": CANARY})
    in_the_address = client_of(ivan).get(reverse("outbox:accounts"), {"secret": CANARY})
    stranger = Client().post(form_of(home), {"secret": CANARY})

    answers = {"400": too_many, "403": without_token, "200": in_the_address, "302": stranger}
    assert {str(answer.status_code): answer for answer in answers.values()} == answers
    told = [(name, answer.content) for name, answer in answers.items()]
    assert seen_in([*told, ("log", log.getvalue().encode())], CANARY) == []
    assert seen_in(everything_in_the_database(), CANARY) == []


def test_a_lost_keyring_is_told_in_one_sentence(home: World, ivan: Person, settings: Any, tmp_path: Path):
    from veche.accounts.domain import clients

    browser = client_of(ivan)
    browser.get(form_of(home))
    settings.KEYRING, settings.KEYRING_PATH = "", tmp_path / "gone"
    clients.keyring.cache_clear()

    answer = browser.post(form_of(home), {"secret": CANARY})

    clients.keyring.cache_clear()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Файла ключей gone нет" in page
    assert CANARY not in page
