"""Changes of access are reported once to the person and to IT."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.people import SINCE, make_person
from veche.alarms.tasks import tell
from veche.journal.models import Entry
from veche.kernel.clock import today
from veche.staff.domain.appoint import appoint
from veche.staff.domain.confirm import confirm
from veche.staff.domain.deputise import appoint_deputy
from veche.staff.domain.dismiss import dismiss, reset_second_factor
from veche.staff.domain.grants import refuse
from veche.staff.domain.invite import accept_invite, invite, invite_again
from veche.staff.domain.second_step import note_wrong_code
from veche.staff.domain.sign_in import note
from veche.staff.enums import Role
from veche.staff.models import Administration, Grant, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_it(rubtsovsk: Administration) -> Person:
    return make_person(rubtsovsk, Role.IT, name="irina")


def bring(by: Person | None, city: Administration) -> Person:
    return invite(by=by, administration=city, email="new@example.test", display_name="new", role=Role.IT).person


def told(mail: MailServer) -> set[str]:
    """Recipients of the letters; sent twice, to see that nobody gets one twice."""
    tell.func()
    tell.func()
    reached = [str(letter["To"]).partition("@")[0].rstrip("0123456789") for letter in mail.letters]
    assert len(reached) == len(set(reached))
    return set(reached)


def guessed(carol: Person) -> None:
    for _ in range(20):
        note_wrong_code(carol, "totp")


def lend_to(ivan: Person, carol: Person) -> None:
    """Give a role of `dora`, who is away."""
    day, absent = today(carol.administration.time_zone), make_person(carol.administration, Role.CURATOR, name="dora")
    appoint_deputy(by=ivan, absent=absent, stand_in=carol, role=Role.CURATOR, since=day, until=day)


ACTS: dict[str, tuple[Callable[[Person, Person], object], set[str]]] = {
    "invited": (lambda ivan, _: bring(ivan, ivan.administration), {"irina"}),
    "appointed": (lambda ivan, carol: appoint(by=ivan, person=carol, role=Role.IT, since=SINCE), {"irina", "carol"}),
    "deputy": (lend_to, {"irina", "carol", "dora"}),
    "second factor reset": (lambda ivan, carol: reset_second_factor(by=ivan, person=carol), {"irina", "carol"}),
    "twenty wrong codes": (lambda _, carol: guessed(carol), {"irina", "ivan", "carol"}),
    "password changed": (lambda _, carol: note(carol, "staff.password_changed"), {"carol"}),
    "second factor added": (lambda _, carol: note(carol, "staff.second_factor_added", {"type": "totp"}), {"carol"}),
    "second factor gone": (lambda _, carol: note(carol, "staff.second_factor_removed", {"type": "totp"}), {"carol"}),
    "recovery codes": (lambda _, carol: note(carol, "staff.recovery_codes_made"), {"carol"}),
}


def ask(ivan: Person, dave: Person) -> Grant:
    made = appoint(by=ivan, person=dave, role=Role.PRESS_OFFICER, since=today(dave.administration.time_zone))
    assert isinstance(made, Grant)
    return made


ROLES: dict[str, tuple[Callable[[Person, Person], object], set[str]]] = {
    "asked": (ask, {"irina", "carol", "helen"}),
    "refused": (lambda ivan, dave: refuse(by=ivan, grant=ask(ivan, dave)), {"irina", "carol", "helen"}),
    "confirmed": (
        lambda ivan, dave: confirm(by=None, grant=ask(ivan, dave)),
        {"irina", "ivan", "carol", "helen", "dave"},
    ),
}


@pytest.mark.parametrize("what", ROLES)
def test_the_head_and_the_head_of_press_hear_of_roles_that_publish(
    mail: MailServer, ivan: Person, other_it: Person, carol: Person, helen: Person, dave: Person, what: str
) -> None:
    act, whom = ROLES[what]

    act(ivan, dave)

    assert told(mail) == whom
    if what == "asked":
        assert all("/people/waiting/" in letter.get_content() for letter in mail.letters)


@pytest.mark.parametrize("what", ACTS)
def test_the_person_and_the_others_of_it_are_told(
    mail: MailServer, ivan: Person, other_it: Person, carol: Person, what: str
) -> None:
    act, whom = ACTS[what]

    act(ivan, carol)

    assert told(mail) == whom


def test_the_only_one_of_it_hears_of_what_was_done_in_their_name(mail: MailServer, ivan: Person) -> None:
    made = bring(ivan, ivan.administration)
    assert told(mail) == {"ivan"}

    mail.letters.clear()
    invite_again(by=ivan, person=made)

    assert told(mail) == {"ivan"}


WAYS_IN: dict[str, tuple[Callable[[Person, Person], object], set[str]]] = {
    "another link": (lambda ivan, new: invite_again(by=ivan, person=new), {"irina", "carol", "helen"}),
    "a printed link": (lambda _, new: invite_again(by=None, person=new), {"irina", "ivan", "carol", "helen", "new"}),
}


@pytest.mark.parametrize("what", WAYS_IN)
def test_a_new_link_of_who_will_publish_is_told_those_who_confirm(
    mail: MailServer, ivan: Person, other_it: Person, carol: Person, helen: Person, what: str
) -> None:
    city, (act, whom) = ivan.administration, WAYS_IN[what]
    new = invite(by=ivan, administration=city, email="new@example.test", display_name="n", role=Role.HEAD).person
    told(mail)
    mail.letters.clear()

    act(ivan, new)

    assert told(mail) == whom


def test_who_was_dismissed_and_is_invited_again_is_told_those_who_confirm(
    mail: MailServer, ivan: Person, other_it: Person, carol: Person, helen: Person, bob: Person
) -> None:
    """Whatever the role, because the account keeps the person's former actions."""
    dismiss(by=ivan, person=bob)
    told(mail)
    mail.letters.clear()

    invite(by=ivan, administration=ivan.administration, email=bob.email, display_name="b", role=Role.AUDITOR)

    assert told(mail) == {"irina", "carol", "helen"}


def test_a_reset_of_the_second_step_of_who_publishes_is_told_those_who_confirm(
    mail: MailServer, ivan: Person, carol: Person, helen: Person, bob: Person
) -> None:
    asked = reset_second_factor(by=ivan, person=bob)
    assert asked is not None
    assert told(mail) == {"bob", "carol", "helen"}
    assert all("/people/waiting/" in letter.get_content() for letter in mail.letters)

    mail.letters.clear()
    confirm(by=helen, grant=asked)

    assert told(mail) == {"bob", "carol", "ivan"}


def test_the_first_person_is_not_told_that_they_were_invited(mail: MailServer, rubtsovsk: Administration) -> None:
    made = invite(by=None, administration=rubtsovsk, email="first@example.test", display_name="first", role=Role.IT)
    accept_invite(secret=made.secret.reveal(), password="семь тихих яблонь")

    assert told(mail) == set()


def test_a_daily_sign_in_is_told_nobody(mail: MailServer, ivan: Person, carol: Person) -> None:
    note(carol, "staff.signed_in", {"steps": ["password"]})

    assert told(mail) == set()


def test_the_letter_says_what_happened_and_what_to_do(
    mail: MailServer, settings: Settings, ivan: Person, carol: Person
) -> None:
    settings.ORIGIN = "https://veche.example.ru"
    appoint(by=ivan, person=carol, role=Role.IT, since=SINCE)

    tell.func()

    (letter,) = mail.letters
    assert (letter["To"], letter["Subject"]) == (carol.email, "Вече: «назначили роль: carol» — вход и роли")
    lines = letter.get_content().splitlines()
    assert lines[0] == "«назначили роль: carol» — вход и роли"
    assert lines[1].endswith(", ivan; роль: отдел ИТ; с: 1 января 2020")
    assert lines[2] == (
        "Если об этом никто не просил, сразу скажите отделу ИТ. Роли, сеансы и доступ: "
        f"https://veche.example.ru/people/{carol.pk}/"
    )
    entry, mailed = Entry.objects.of(carol.administration_id).order_by("number")
    assert (mailed.verb, mailed.facts) == ("alarm.mailed", {"entries": [entry.number]})


def test_several_at_once_are_one_letter(mail: MailServer, carol: Person) -> None:
    note(carol, "staff.second_factor_added", {"type": "totp"})
    note(carol, "staff.recovery_codes_made")

    assert told(mail) == {"carol"}
    assert mail.letters[0]["Subject"] == "Вече: вход и роли, изменений: 2"
