"""A failed copy is reported to IT by letter, once for each failure."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.kernel.clock import now
from veche.kernel.copies import note_failed, note_made
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db
COPY = Path("/var/backups/veche/x.zip")


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_where_copies_are_made_otherwise_nobody_is_told(rubtsovsk: Administration, ivan: Person) -> None:
    assert notice() == 0


def test_a_failure_is_told_to_it_with_its_reason_once(
    mail: MailServer, data: Path, rubtsovsk: Administration, ivan: Person, carol: Person
) -> None:
    note_made(data, at=datetime(2026, 11, 24, 20, 30, tzinfo=UTC), path=COPY)
    note_failed(data, at=now(), why="На диске кончилось место.")

    assert [(notice(), send_waiting()), (notice(), send_waiting())] == [(1, 1), (0, 0)]

    (letter,) = mail.letters
    assert (letter["To"], letter["Subject"]) == (ivan.email, "Вече: «Копии данных» — не делаются")
    assert "Копия не сделана. На диске кончилось место. Последняя хорошая: 25.11.2026." in letter.get_content()


def test_copies_that_stopped_without_a_word_are_told(data: Path, rubtsovsk: Administration, ivan: Person) -> None:
    note_made(data, at=datetime(2026, 11, 25, tzinfo=UTC), path=COPY)

    with time_machine.travel("2026-11-26T11:00:00Z"):
        assert notice() == 0
    with time_machine.travel("2026-11-26T13:00:00Z"):
        assert notice() == 1


def test_after_a_good_copy_the_next_failure_is_told_again(data: Path, rubtsovsk: Administration, ivan: Person) -> None:
    told = []
    for step in (note_failed, note_made, note_failed):
        step(data, at=now(), **({"path": COPY} if step is note_made else {"why": "Нет места."}))
        told.append(notice())

    assert told == [1, 0, 1]
