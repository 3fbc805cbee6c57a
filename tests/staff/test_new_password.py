"""A forgotten password: a link by mail, or a contact where no mail is sent."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.mail.backends.dummy import EmailBackend as Nowhere
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.alarms.mail_server import MailServer, use
from veche.engine.lanes import Lane
from veche.kernel.clock import now
from veche.staff.models import Person

# A lane opens and closes connections of its own.
pytestmark = pytest.mark.django_db(transaction=True)

LOGIN, RESET = "/me/login/", "/me/password/reset/"


@pytest.fixture
def no_mail(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{Nowhere.__module__}.{Nowhere.__qualname__}"}}


def page(path: str) -> str:
    return Client().get(path).content.decode()


def test_where_letters_leave_a_link_is_offered():
    assert [RESET in page(LOGIN), 'name="email"' in page(RESET)] == [True, True]


def test_where_none_leave_the_pages_say_whom_to_ask(no_mail: None):
    sign_in, reset = page(LOGIN), page(RESET)

    assert [RESET in sign_in, 'name="email"' in reset] == [False, False]
    assert "Забыли пароль? Позвоните в отдел ИТ." in sign_in
    assert "Писем это Вече не шлёт. Позвоните в отдел ИТ: новый пароль задают на сервере." in reset


def test_and_no_link_is_printed_anywhere(no_mail: None, ivan: Person, capfd: pytest.CaptureFixture[str]):
    Client().post(RESET, {"email": ivan.email})

    assert "password/reset/key" not in "".join(capfd.readouterr())
    assert not Lane(queue="mail").run_next()


def asked(email: str, **headers: str) -> tuple[str, list[str]]:
    """The address after the form, and the beginnings of the database queries."""
    with CaptureQueriesContext(connection) as queries:
        answer = Client(headers=headers).post(RESET, {"email": email})
    return answer.headers["Location"], [query["sql"].split()[0] for query in queries]


def test_the_page_answers_alike_whether_anybody_has_the_address(ivan: Person, dave: Person, mailoutbox: list):
    Person.objects.filter(pk=dave.pk).update(is_active=False)
    asked("the-first-of-this-address@example.test")
    known, unknown, dismissed = asked(ivan.email), asked("nobody@example.test"), asked(dave.email)
    lane = Lane(queue="mail")
    while lane.run_next():
        pass

    assert known == unknown == dismissed
    assert known[0] == "/me/password/reset/done/"
    assert [letter.to for letter in mailoutbox] == [[ivan.email]]


def test_the_letter_leads_to_the_site_and_not_where_a_stranger_says(ivan: Person, settings: Settings):
    settings.ORIGIN = "https://veche.example.ru"
    with MailServer() as server:
        use(settings, server.port)
        asked(ivan.email.upper(), host="localhost:666")
        assert server.letters == []
        Lane(queue="mail").run_next()

    (letter,) = server.letters
    link = next(word for word in letter.get_content().split() if "/password/reset/key/" in word)
    assert (letter["To"], letter["Subject"]) == (ivan.email, "Вече: новый пароль")
    assert link.startswith("https://veche.example.ru/me/password/reset/key/")
    form = Client().get(urlsplit(link).path, follow=True)
    assert "Придумайте новый пароль" in form.content.decode()


def test_while_the_server_is_away_it_waits_and_then_leaves(ivan: Person, settings: Settings):
    with MailServer() as server:
        use(settings, server.port)
    asked(ivan.email)
    lane = Lane(queue="mail")
    lane.run_next()
    with MailServer() as server, time_machine.travel(now() + timedelta(minutes=1)):
        use(settings, server.port)
        lane.run_next()
        lane.run_next()

    assert len(server.letters) == 1


def test_in_doubt_it_is_not_repeated(ivan: Person, settings: Settings):
    with MailServer("vanish") as server:
        use(settings, server.port)
        asked(ivan.email)
        lane = Lane(queue="mail")

        assert [lane.run_next(), lane.run_next(), len(server.letters)] == [True, False, 1]
