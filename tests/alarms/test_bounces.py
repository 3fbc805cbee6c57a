"""Letters that come back to the sender's mailbox: IT reads whose they were and why."""

import uuid
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.alarms.mailbox_server import MailboxServer
from tests.factories import make_account, make_act
from tests.people import client_of
from tests.web.test_numbers import main_of
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.alarms.models import Alarm
from veche.alarms.tasks import read_mailbox
from veche.kernel.bounces import Bounce, parse_bounce
from veche.kernel.clock import now
from veche.staff.domain import invite, new_password, private_links
from veche.staff.enums import Role
from veche.staff.models import Administration, Invite, Person
from veche.upkeep.doctor import outside

pytestmark = pytest.mark.django_db

# As Postfix 3.10 writes it (bounce(5)); `{letter}` is the Message-ID of what came back.
POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.test (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: veche@rubtsovsk.test
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test
X-Postfix-Sender: rfc822; veche@rubtsovsk.test

Final-Recipient: rfc822; alice@rubtsovsk.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--edge
Content-Type: {copy}

Message-ID: {letter}
Subject: =?utf-8?b?0JLQtdGH0LU=?=

--edge--
"""
# Exim's form without a report.
EXIM = """\
X-Failed-Recipients: alice@rubtsovsk.test
From: Mail Delivery System <Mailer-Daemon@mail.test>
In-Reply-To: {letter}
Content-Type: text/plain

This message was created automatically by mail delivery software.
"""


def bounce(letter: str, *, action: str = "failed", status: str = "5.1.1", copy: str = "text/rfc822-headers") -> bytes:
    text = POSTFIX.format(letter=letter, action=action, status=status, copy=copy)
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def box(settings: Settings) -> Iterator[MailboxServer]:
    with MailboxServer() as made:
        settings.MAILBOX = made.setting()
        yield made


@pytest.fixture
def sent(mail: MailServer, rubtsovsk: Administration, alice: Person) -> EmailMessage:
    """A letter that has left."""
    make_act(make_account(rubtsovsk, responsible=alice), state="failed", due_at=now())
    notice()
    send_waiting()
    return mail.letters[0]


@pytest.mark.parametrize("copy", ["text/rfc822-headers", "message/rfc822"])
def test_a_letter_that_came_back_is_said_to_it_and_on_the_page_of_the_person(
    mail: MailServer, box: MailboxServer, sent: EmailMessage, alice: Person, ivan: Person, copy: str
) -> None:
    person_wrote = b"From: citizen@example.ru\r\nSubject: hello\r\n\r\nHello\r\n"
    box.letters = [person_wrote, bounce(sent["Message-ID"], copy=copy)]

    assert [read_mailbox.func(), read_mailbox.func()] == [1, 0]

    assert box.seen == {1}
    page = main_of(client_of(ivan).get(f"/people/{alice.pk}/"))
    assert f"Письмо на адрес {alice.email} вернулось, код 5.1.1." in page
    assert send_waiting() == 1
    letter = mail.letters[-1]
    assert (letter["To"], letter["Subject"]) == (ivan.email, f"Вече: «{alice}» — письма могут не доходить")
    assert send_waiting() == 0  # the letter itself is not repeated


def test_a_delay_a_stranger_and_a_forgery_change_nothing(box: MailboxServer, sent: EmailMessage) -> None:
    domain = "@rubtsovsk.test>"
    box.letters = [
        bounce(sent["Message-ID"], action="delayed", status="4.4.1"),
        bounce(f"<{uuid.uuid4()}{domain}"),
        bounce("<something.else@example.ru>"),
        b"Content-Type: multipart/report; boundary=edge\r\n\r\n--edge\r\n\xff\xfe\x00" + b"\x80" * 1000,
        EXIM.format(letter="").encode(),
    ]

    assert read_mailbox.func() == 0

    assert len(box.seen) == 5
    assert set(Alarm.objects.values_list("trouble", flat=True)) == {""}


def test_a_return_without_a_report_counts_too(sent: EmailMessage) -> None:
    number = uuid.UUID(sent["Message-ID"][1:37])

    assert parse_bounce(EXIM.format(letter=sent["Message-ID"]).encode()) == Bounce(number, "5.0.0")


def test_an_invitation_that_did_not_arrive_is_said_on_the_page(
    mail: MailServer, box: MailboxServer, rubtsovsk: Administration, ivan: Person
) -> None:
    made = invite.invite(
        by=ivan, administration=rubtsovsk, display_name="Пётр", email="petr@rubtsovsk.test", role=Role.PRESS_OFFICER
    )
    person = made.person
    mail.whim = "refuse"
    private_links.send_link(person, tries=0)
    page = f"/people/{person.pk}/"
    refused = main_of(client_of(ivan).get(page))
    mail.whim = ""
    private_links.send_link(person, tries=9)
    well = main_of(client_of(ivan).get(page))
    box.letters = [bounce(mail.letters[-1]["Message-ID"])]

    assert read_mailbox.func() == 1

    assert "на адрес petr@rubtsovsk.test не дошло, ответ почтового сервера: 550. Проверьте адрес." in refused
    assert "не дошло" not in well
    assert Invite.objects.get(person=person).trouble == "5.1.1"


def test_a_password_letter_that_came_back_is_told_to_it_and_said_on_the_page_until_another_leaves(
    mail: MailServer, box: MailboxServer, alice: Person, ivan: Person
) -> None:
    page = f"/people/{alice.pk}/"
    new_password.send_link(alice, tries=9)
    box.letters = [bounce(mail.letters[-1]["Message-ID"])]

    assert read_mailbox.func() == 1

    said = f"Письмо с новым паролем на адрес {alice.email} не дошло, ответ почтового сервера: 5.1.1."
    assert said in main_of(client_of(ivan).get(page))
    assert send_waiting() == 1
    assert (mail.letters[-1]["To"], said in mail.letters[-1].get_content().replace("\n", " ")) == (ivan.email, True)
    new_password.send_link(alice, tries=9)
    assert "не дошло" not in main_of(client_of(ivan).get(page))


def test_a_mailbox_that_does_not_open_stops_nothing(box: MailboxServer, settings: Settings) -> None:
    assert [finding.words for finding in outside.mailbox()] == ["ящик открывается"]
    settings.MAILBOX = box.setting(password="wrong")

    assert read_mailbox.func() == 0
    (found,) = outside.mailbox()
    assert (found.words, "VECHE_EMAIL_BOX" in found.todo) == ("ящик не открывается (error)", True)
