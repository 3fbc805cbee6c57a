import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client, override_settings
from django.urls import reverse

from tests.people import PASSWORD, client_of, make_department
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.domain.invite import accept_invite, invite, invite_again
from veche.staff.domain.mail import NOWHERE
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.errors import AlreadyHere, EmailTaken, InviteSpent, NotHere
from veche.staff.models import Administration, Invite, Person


def bring(by: Person, email: str = "New@Example.test"):
    return invite(by=by, administration=by.administration, email=email, display_name="Новый", role=Role.AUDITOR)


def test_an_invited_person_can_do_nothing_yet(ivan: Person):
    made = bring(ivan)

    assert made.person.email == "new@example.test"
    assert made.person.is_active is False
    assert made.person.has_usable_password() is False
    assert roles_of(made.person) == frozenset()


def test_the_secret_is_kept_nowhere(ivan: Person):
    made = bring(ivan)

    stored = [*Invite.objects.of(ivan.administration).values_list(), *Entry.objects.values_list()]

    assert made.secret.reveal() not in str(stored)
    assert "example" not in str(Entry.objects.values_list())
    assert made.secret.reveal() not in repr(made)


def test_the_link_works_once(ivan: Person):
    made = bring(ivan)

    person = accept_invite(secret=made.secret.reveal(), password=PASSWORD)

    assert (person.is_active, person.check_password(PASSWORD)) == (True, True)
    assert roles_of(person) == {Role.AUDITOR}
    with pytest.raises(InviteSpent):
        accept_invite(secret=made.secret.reveal(), password="другой пароль потом")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_the_link_lives_72_hours(ivan: Person, hours: int, works: bool):
    made = bring(ivan)

    with time_machine.travel(now() + timedelta(hours=hours), tick=False):
        response = Client().get(reverse("staff:accept_invite", args=[made.secret.reveal()]))

    assert response.status_code == (200 if works else 410)


def test_a_new_link_ends_the_old_one(ivan: Person):
    old = bring(ivan)

    new = invite_again(by=ivan, person=old.person)

    with pytest.raises(InviteSpent):
        accept_invite(secret=old.secret.reveal(), password=PASSWORD)
    assert accept_invite(secret=new.secret.reveal(), password=PASSWORD) == old.person


def test_whoever_came_in_needs_no_new_link(ivan: Person, alice: Person):
    with pytest.raises(AlreadyHere):
        invite_again(by=ivan, person=alice)


def test_an_address_is_invited_once_in_any_spelling(ivan: Person):
    bring(ivan, "new@example.test")

    with pytest.raises(EmailTaken):
        bring(ivan, " NEW@example.TEST ")

    assert Person.objects.filter(email="new@example.test").count() == 1


def test_the_department_is_of_the_same_administration(ivan: Person, other_city: Administration):
    with pytest.raises(NotHere):
        invite(
            by=ivan,
            administration=ivan.administration,
            email="x@example.test",
            display_name="x",
            role=Role.CURATOR,
            department=make_department(other_city, "Чужой отдел"),
        )


@override_settings(MAILERS={"default": {"BACKEND": NOWHERE}})
def test_without_mail_the_form_shows_the_link_and_the_person_sets_a_password(ivan: Person):
    page = client_of(ivan).post(
        reverse("staff:invite"), {"display_name": "Новый", "email": "new@example.test", "role": "auditor"}
    )
    newcomer = Client()

    link = urlsplit(page.context["link"]).path
    weak = newcomer.post(link, {"password": "rubtsovsk123"})
    answer = newcomer.post(link, {"password": PASSWORD})

    assert list(weak.context["form"].errors) == ["password"]
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))
    entered = newcomer.post(reverse("account_login"), {"login": "new@example.test", "password": PASSWORD})
    assert (entered.status_code, entered.headers["Location"]) == (302, "/")
    assert newcomer.session["_auth_user_id"] == str(Person.objects.get(email="new@example.test").pk)


def test_an_unknown_link_says_what_to_do(db: None):
    response = Client().get(reverse("staff:accept_invite", args=["nonsense"]))

    assert response.status_code == 410
    assert str(InviteSpent()) in response.content.decode()


def test_the_journal_tells_of_it(ivan: Person):
    made = bring(ivan)
    accept_invite(secret=made.secret.reveal(), password=PASSWORD)

    entries = Entry.objects.of(ivan.administration).order_by("number")

    assert [(entry.verb, entry.actor_id, entry.object_id, entry.facts) for entry in entries] == [
        ("staff.invited", ivan.pk, str(made.person.pk), {"role": "auditor"}),
        ("staff.invite_accepted", made.person.pk, str(made.person.pk), {}),
    ]


def test_the_command_brings_the_first_person(db: None, capsys: pytest.CaptureFixture[str], settings):
    call_command("invite", "--email", "it@example.test", "--name", "Отдел ИТ")

    link = capsys.readouterr().out.strip()
    administration = Administration.objects.get()
    assert administration.name == settings.CITY
    assert Client().get(urlsplit(link).path).status_code == 200
    assert [entry.verb for entry in Entry.objects.of(administration).order_by("number")] == [
        "staff.founded",
        "staff.invited",
    ]


def test_the_command_refuses_what_it_cannot_do(rubtsovsk: Administration, other_city: Administration):
    with pytest.raises(CommandError, match="--administration"):
        call_command("invite", "--email", "it@example.test", "--name", "ИТ")
    with pytest.raises(CommandError):
        call_command("invite", "--email", "not an address", "--name", "ИТ", "--administration", str(rubtsovsk.pk))
    with pytest.raises(CommandError, match="99999"):
        call_command("invite", "--email", "it@example.test", "--name", "ИТ", "--administration", "99999")

    assert Person.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
def test_of_two_new_links_asked_for_at_once_the_last_works(ivan: Person):
    person = bring(ivan).person
    start, made, failed = threading.Barrier(2), [], []

    def press() -> None:
        start.wait(60)
        try:
            made.append(invite_again(by=ivan, person=Person.objects.get(pk=person.pk)))
        except Exception as error:  # noqa: BLE001 -- the thread's error is the test's finding
            failed.append(repr(error))
        finally:
            connections.close_all()

    for _ in range(10):
        threads = [threading.Thread(target=press) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    assert failed == []
    assert len(made) == 20
    assert Invite.objects.filter(person=person).count() == 1
