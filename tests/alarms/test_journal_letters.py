"""People of the IT get one letter about a broken journal."""

from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.people import founded
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.alarms.models import Alarm
from veche.alarms.tasks import tell
from veche.journal import triggers
from veche.journal.domain.checked import REWRITTEN
from veche.journal.domain.heads import head_path
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(rubtsovsk: Administration) -> None:
    """Cut off the journal's tail in the database."""
    founded(rubtsovsk)
    triggers.lift(connection)
    Entry.objects.of(rubtsovsk).delete()
    triggers.install(connection)


def test_a_broken_journal_is_told_to_it_once(
    mail: MailServer, settings: Settings, broken: None, rubtsovsk: Administration, ivan: Person, carol: Person
) -> None:
    settings.ORIGIN = "https://veche.example.ru"

    told = [tell.func(), tell.func()]

    assert told == [{"noticed": 1, "letters": 1}, {"noticed": 0, "letters": 0}]
    (letter,) = mail.letters
    assert (letter["To"], letter["Subject"]) == (ivan.email, "Вече: «Журнал» — нарушен")
    assert REWRITTEN in letter.get_content()
    assert "Посмотреть: https://veche.example.ru/journal/" in letter.get_content()
    assert Entry.objects.of(rubtsovsk).get(verb="alarm.mailed").facts == {}


def test_without_it_the_heads_of_the_press_service_hear_of_it(broken: None, carol: Person) -> None:
    assert notice() == 1
    assert Alarm.objects.get().person == carol


def test_a_broken_journal_does_not_grow_old(mail: MailServer, broken: None, ivan: Person) -> None:
    notice()
    Alarm.objects.update(created_at=now() - timedelta(days=2))

    assert send_waiting() == 1


def test_a_journal_that_is_whole_again_may_break_again(broken: None, rubtsovsk: Administration, ivan: Person) -> None:
    assert notice() == 1
    mark = head_path(rubtsovsk.pk)
    kept = mark.read_bytes()

    mark.unlink()
    assert (notice(), Alarm.objects.count()) == (0, 0)
    mark.write_bytes(kept)

    assert notice() == 1
