"""A password set by IT on the server is in the journal, and the person gets a letter."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from tests.people import PASSWORD, client_of
from veche.alarms.domain.notice import notice
from veche.alarms.models import Alarm
from veche.journal.models import Entry
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db

NEW = "девять высоких сосен"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The input of a hidden prompt."""

    def typed(*words: str) -> None:
        said = iter(words)
        monkeypatch.setattr("getpass.getpass", lambda _: next(said))

    return typed


def verbs(city: Administration) -> list[tuple[str, int | None, str]]:
    return list(Entry.objects.of(city).order_by("number").values_list("verb", "actor_id", "object_id"))


def test_it_works_stands_in_the_journal_and_is_told(
    typed: Callable[..., None], rubtsovsk: Administration, alice: Person, ivan: Person
) -> None:
    before, browser = verbs(rubtsovsk), client_of(alice)
    typed(NEW, NEW)

    call_command("changepassword", alice.email.upper())

    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert verbs(rubtsovsk)[len(before) :][-1:] == [("staff.password_set", None, str(alice.pk))]
    assert browser.get("/").status_code == 302
    notice()
    entry = Entry.objects.of(rubtsovsk).get(verb="staff.password_set")
    told = Alarm.objects.of(rubtsovsk).filter(kind="access", subject=entry.pk)
    assert sorted(told.values_list("person", flat=True)) == sorted([alice.pk, ivan.pk])


@pytest.mark.parametrize("words", [(NEW, "other") * 3, ("123456", "123456") * 3])
def test_what_will_not_do_changes_nothing(
    typed: Callable[..., None], rubtsovsk: Administration, alice: Person, words: tuple[str, ...]
) -> None:
    before = verbs(rubtsovsk)
    typed(*words)

    with pytest.raises(CommandError, match="Пароль не задан, ничего не изменено"):
        call_command("changepassword", alice.email)

    alice.refresh_from_db()
    assert (alice.check_password(PASSWORD), verbs(rubtsovsk)) == (True, before)


def test_a_stranger_is_said(alice: Person) -> None:
    with pytest.raises(CommandError, match=r"Человека с почтой no@example\.test нет"):
        call_command("changepassword", "no@example.test")
