"""IT invites people; links go by letter, and those of the Head and the press give IT no access to their accounts."""

import re
from io import StringIO
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.dummy import EmailBackend as Nowhere
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.markup import words
from tests.people import PASSWORD, client_of
from veche.engine.lanes import Lane
from veche.journal.models import Entry
from veche.kernel.clock import today
from veche.staff.domain import link_letters, private_links
from veche.staff.domain.appoint import appoint
from veche.staff.domain.invite import accept_invite, invite, invite_again
from veche.staff.domain.mail import MailNotSent
from veche.staff.enums import Role
from veche.staff.errors import InviteSpent
from veche.staff.models import Grant, Invite, Person

# A lane opens and closes connections of its own.
pytestmark = pytest.mark.django_db(transaction=True)
AUDITOR = {"display_name": "Проверяющий", "email": "audit@example.test", "role": "auditor"}
NEWCOMER = {"display_name": "Глава", "email": "head@example.test", "role": "head"}
LINK = re.compile(r"/people/invite/[A-Za-z0-9_-]{43}/")


@pytest.fixture
def no_mail(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{Nowhere.__module__}.{Nowhere.__qualname__}"}}


def run_mail() -> None:
    lane = Lane(queue="mail")
    while lane.run_next():
        pass


def link_in(letter: EmailMessage) -> str:
    (found,) = LINK.findall(str(letter.body))
    return str(found)


def test_the_link_of_the_head_goes_by_letter_and_is_not_shown_to_it(ivan: Person, mailoutbox: list[EmailMessage]):
    browser = client_of(ivan)
    first = browser.post(reverse("staff:invite"), NEWCOMER)
    head = Person.objects.get(email="head@example.test")
    again = browser.post(reverse("staff:invite_again", args=[head.pk]))
    run_mail()

    for answer in (first, again):
        assert "Ссылку отправляем письмом" in answer.content.decode()
        assert (answer.context["link"], answer.context["made"].secret.reveal()) == ("", "")
        assert not LINK.search(answer.content.decode())
    assert {tuple(letter.to) for letter in mailoutbox} == {("head@example.test",)}
    assert Client().get(link_in(mailoutbox[-1])).status_code == 200
    told = Entry.objects.of(ivan.administration).filter(verb="staff.invited_again")
    assert [entry.facts for entry in told] == [{"role": "head"}]


def test_every_other_link_goes_by_letter_too(ivan: Person, mailoutbox: list[EmailMessage]):
    browser = client_of(ivan)
    first = browser.post(reverse("staff:invite"), AUDITOR)
    again = browser.post(reverse("staff:invite_again", args=[Person.objects.get(email=AUDITOR["email"]).pk]))
    run_mail()

    for answer in (first, again):
        assert "Ссылка уходит самому человеку на audit@example.test." in words(answer.content.decode())
        assert not LINK.search(answer.content.decode())
    assert {tuple(letter.to) for letter in mailoutbox} == {("audit@example.test",)}
    assert Client().get(link_in(mailoutbox[-1])).status_code == 200


def test_after_a_letter_that_did_not_leave_the_next_link_is_shown(
    ivan: Person, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
):
    """What IT reads of it, and that the repeated try of the letter does not end the link that IT has handed over."""
    browser = client_of(ivan)
    with monkeypatch.context() as away:
        away.setattr(link_letters, "send_letter", Mock(side_effect=MailNotSent("ConnectionRefusedError", away=True)))
        browser.post(reverse("staff:invite"), AUDITOR)
        run_mail()
    person = Person.objects.get(email=AUDITOR["email"])
    pages = [browser.get(path).content.decode() for path in ("/", "/people/", f"/people/{person.pk}/")]
    shown = browser.post(reverse("staff:invite_again", args=[person.pk])).content.decode()
    private_links.send_link(person, tries=1)

    assert [page.count("письмо с приглашением не дошло") for page in pages] == [1, 1, 1]
    assert "ответ почтового сервера: ConnectionRefusedEr" in pages[-1]
    assert "Письмо с прошлой ссылкой, похоже, не дошло, поэтому эту передайте сами." in shown
    assert (Client().get(LINK.findall(shown)[0]).status_code, mailoutbox) == (200, [])


def test_without_mail_the_server_prints_it(ivan: Person, no_mail: None):
    page = client_of(ivan).post(reverse("staff:invite"), NEWCOMER).content.decode()
    printed = StringIO()
    call_command("invite_link", "Head@example.test", stdout=printed)

    assert "veche manage invite_link head@example.test" in page
    assert not LINK.search(page)
    assert Client().get(urlsplit(printed.getvalue().strip()).path).status_code == 200
    (entry,) = Entry.objects.of(ivan.administration).filter(verb="staff.invited_again")
    assert (entry.actor_id, entry.facts) == (None, {"role": "head"})
    with pytest.raises(CommandError):
        call_command("invite_link", ivan.email)


def test_a_role_asked_later_ends_the_link_that_it_has_seen(ivan: Person):
    city = ivan.administration
    made = invite(by=ivan, administration=city, email="new@example.test", display_name="n", role=Role.AUDITOR)
    appoint(by=ivan, person=made.person, role=Role.PRESS_HEAD, since=today(city.time_zone))

    with pytest.raises(InviteSpent):
        accept_invite(secret=made.secret.reveal(), password=PASSWORD)
    assert Invite.objects.of(city).filter(person=made.person, used_at=None).count() == 1
    assert Grant.objects.of(city).get().person == made.person


def test_a_confirmer_sees_the_address_and_whether_the_link_was_used(ivan: Person, helen: Person):
    city = ivan.administration
    made = invite(by=ivan, administration=city, email="press@example.test", display_name="n", role=Role.PRESS_HEAD)
    browser = client_of(helen)
    before = browser.get("/people/waiting/").content.decode()
    accept_invite(secret=invite_again(by=None, person=made.person).secret.reveal(), password=PASSWORD)
    after = browser.get("/people/waiting/").content.decode()

    assert "press@example.test" in before
    assert "приглашением ещё не воспользовались" in before
    assert "спросите самого человека, он ли это" in after
