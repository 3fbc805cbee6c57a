"""The number and hash of each day's mark are mailed to the Head and the auditor, whose copies no server can rewrite."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.factories import make_account, make_message
from tests.people import client_of, founded
from veche.alarms.domain.notice import notice
from veche.alarms.models import Alarm
from veche.alarms.tasks import tell
from veche.journal.domain.closing import close_heads
from veche.journal.domain.days import mark_day
from veche.journal.domain.heads import head_path
from veche.journal.models import Entry
from veche.journal.tasks import check_journal, check_rest
from veche.kernel.clock import now
from veche.moderation.domain.rule import delete
from veche.moderation.models import Ruling
from veche.staff.domain.mail import NOWHERE
from veche.staff.models import Administration, Person
from veche.upkeep.doctor import witnesses
from veche.upkeep.doctor.finding import Finding

pytestmark = pytest.mark.django_db


def test_each_night_the_head_and_the_auditor_get_the_mark(
    mail: MailServer,
    settings: Settings,
    rubtsovsk: Administration,
    helen: Person,
    audrey: Person,
    ivan: Person,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.ORIGIN = "https://veche.example.ru"
    (first,) = witnesses.check()

    with django_capture_on_commit_callbacks(execute=True):
        mark_day(founded(rubtsovsk))
    check_journal.func(rubtsovsk.pk)  # also if the nightly task runs again
    told = [tell.func(), tell.func()]

    assert told == [{"noticed": 2, "letters": 2}, {"noticed": 0, "letters": 0}]
    marked = Entry.objects.of(rubtsovsk).get(verb="journal.day_marked")
    assert sorted(letter["To"] for letter in mail.letters) == sorted([helen.email, audrey.email])
    for letter in mail.letters:
        assert letter["Subject"].startswith("Вече: «Журнал, ")
        assert letter["Subject"].endswith("» — контрольная сумма за день")
        body = letter.get_content().replace("\r\n", "\n")
        assert f"Запись № {marked.number}, её контрольная сумма:\n{marked.hash}\n" in body
        assert f"Сверить: https://veche.example.ru/journal/?number={marked.number}" in body
    assert first.words == "первое письмо уйдёт ночью"
    assert [finding.good for finding in witnesses.check()] == [True]
    with time_machine.travel(now() + timedelta(hours=37)):
        (late,) = witnesses.check()
    assert (late.good, late.words.startswith("последнее письмо ушло ")) == (False, True)

    page = client_of(audrey).get(reverse("journal:list"), {"number": marked.number}).content.decode()
    assert marked.hash in page


def test_what_was_closed_is_told_with_its_reason(
    mail: MailServer,
    rubtsovsk: Administration,
    audrey: Person,
    ivan: Person,
    django_capture_on_commit_callbacks: Any,
) -> None:
    reason = "Папку данных не перенесли при переезде"
    with django_capture_on_commit_callbacks(execute=True):
        mark_day(founded(rubtsovsk))
    head_path(rubtsovsk.pk).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        close_heads(administration=rubtsovsk, by=ivan, reason=reason)

    tell.func()

    (letter,) = mail.letters
    assert letter["To"] == audrey.email
    assert reason in letter.get_content()
    assert "Отметки, которые не сходились, закрыты" in letter.get_content()


def test_evidence_that_does_not_fit_is_told_to_it(
    mail: MailServer, rubtsovsk: Administration, alice: Person, ivan: Person
) -> None:
    ruling = delete(message=make_message(make_account(rubtsovsk, responsible=alice)), by=alice, ground="insult")
    Ruling.objects.update(ground="spam")
    check_rest.func(rubtsovsk.pk)

    assert [tell.func(), tell.func()] == [{"noticed": 1, "letters": 1}, {"noticed": 0, "letters": 0}]
    (letter,) = mail.letters
    assert (letter["To"], letter["Subject"]) == (ivan.email, "Вече: «Журнал доказательств» — нарушен")
    assert f"Решение об удалении № {ruling.pk}, с журналом не сходится: основание." in letter.get_content()


def test_without_anybody_to_keep_it_the_doctor_says_so(mail: MailServer, rubtsovsk: Administration) -> None:
    (found,) = witnesses.check()

    assert (found.about, found.words) == (f"Отметки журнала, {rubtsovsk}", "письма с ними некому получать")
    assert isinstance(found, Finding)
    assert found.todo.startswith("Дайте роль Главы или проверяющего")


def test_where_no_letter_leaves_none_waits(settings: Settings, rubtsovsk: Administration, audrey: Person) -> None:
    settings.MAILERS = {"default": {"BACKEND": NOWHERE}}
    assert mark_day(rubtsovsk) is not None

    assert (notice(), Alarm.objects.count()) == (0, 0)
    assert list(witnesses.check()) == []
