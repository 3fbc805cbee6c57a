import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.people import PASSWORD, client_of, make_person
from veche.journal.models import Entry
from veche.staff.domain.dismiss import dismiss, end_sessions
from veche.staff.domain.invite import invite
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.errors import LastKeeper, Oneself
from veche.staff.models import Administration, Appointment, Deputy, Invite, Person

LOGIN = "/me/login/"
SECOND_STEP = "/me/2fa/authenticate/"


def test_the_address_is_taken_in_any_spelling(helen: Person):
    browser = Client()

    answer = browser.post(LOGIN, {"login": f" {helen.email.upper()} ", "password": PASSWORD})

    assert answer.headers["Location"] == SECOND_STEP


@pytest.mark.parametrize("email", ["helen", "nobody"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(helen: Person, email: str):
    login = helen.email if email == "helen" else "nobody@example.test"

    answer = Client().post(LOGIN, {"login": login, "password": "не тот пароль"})

    assert answer.context["form"].non_field_errors() == [
        "Почта и пароль не подходят друг к другу. Проверьте раскладку и Caps Lock."
    ]


def test_guessing_is_stopped(helen: Person):
    for _ in range(5):
        Client().post(LOGIN, {"login": helen.email, "password": "не тот пароль"})

    answer = Client().post(LOGIN, {"login": helen.email, "password": PASSWORD})

    assert answer.context["form"].non_field_errors() == ["Попытки кончились. Подождите пять минут и войдите снова."]


@pytest.mark.parametrize("path", ["/me/signup/", "/me/email/", "/me/login/code/", "/me/confirm-email/"])
def test_doors_that_do_not_exist(path: str, helen: Person):
    assert (Client().get(path).status_code, client_of(helen).get(path).status_code) == (404, 404)


def test_signing_out_everywhere_ends_every_session(helen: Person):
    office, phone = client_of(helen), client_of(helen)
    assert phone.get("/journal/").status_code == 200

    answer = office.post(reverse("staff:sign_out_everywhere"))

    assert answer.headers["Location"] == LOGIN
    assert [browser.get("/journal/").status_code for browser in (office, phone)] == [302, 302]
    assert Client().post(LOGIN, {"login": helen.email, "password": PASSWORD}).headers["Location"] == SECOND_STEP


def test_it_ends_the_sessions_of_somebody_else(ivan: Person, helen: Person):
    browser, keeper = client_of(helen), client_of(ivan)

    keeper.post(reverse("staff:end_sessions", args=[helen.pk]))

    assert browser.get("/journal/").status_code == 302
    assert keeper.get("/journal/").status_code == 200
    entry = Entry.objects.of(helen.administration).get()
    assert entry.verb == "staff.sessions_ended"
    assert entry.actor_id == ivan.pk
    assert entry.object_id == str(helen.pk)


def test_a_changed_password_ends_the_other_sessions(helen: Person):
    browser, other = client_of(helen), client_of(helen)
    fresh = "совсем другой длинный пароль"
    browser.post("/me/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})

    assert [each.get("/journal/").status_code for each in (browser, other)] == [200, 302]
    assert Entry.objects.filter(verb="staff.password_changed", actor=helen).count() == 1


def test_a_dismissed_person_is_out_at_once(ivan: Person, carol: Person, dave: Person):
    browser = client_of(carol)
    Deputy.objects.create(
        administration=carol.administration,
        absent=carol,
        stand_in=dave,
        role=Role.PRESS_HEAD,
        since="2020-01-01",
        until="2099-01-01",
    )
    assert browser.get("/people/").status_code == 200

    dismiss(by=ivan, person=carol)

    assert browser.get("/people/").status_code == 302
    assert Client().post(LOGIN, {"login": carol.email, "password": PASSWORD}).headers["Location"] == "/me/inactive/"
    assert (roles_of(carol), roles_of(dave)) == (frozenset(), frozenset({Role.CURATOR}))
    assert not Appointment.objects.filter(person=carol, until=None).exists()
    assert Entry.objects.get(verb="staff.dismissed").facts == {}


def test_old_sessions_stay_dead_if_the_person_comes_back(ivan: Person, helen: Person):
    browser = client_of(helen)
    dismiss(by=ivan, person=helen)
    Person.objects.filter(pk=helen.pk).update(is_active=True)

    assert browser.get("/journal/").status_code == 302


def test_an_open_invitation_goes_with_the_person(ivan: Person):
    made = invite(
        by=ivan, administration=ivan.administration, email="n@example.test", display_name="n", role=Role.AUDITOR
    )

    dismiss(by=ivan, person=made.person)

    assert not Invite.objects.exists()
    assert Client().get(reverse("staff:accept_invite", args=[made.secret.reveal()])).status_code == 410


def test_nobody_dismisses_themselves(ivan: Person):
    with pytest.raises(Oneself):
        dismiss(by=ivan, person=ivan)


def test_the_last_keeper_is_not_dismissed(ivan: Person, carol: Person):
    with pytest.raises(LastKeeper):
        dismiss(by=carol, person=ivan)

    ivan.refresh_from_db()
    assert ivan.is_active


def test_ending_sessions_leaves_the_person_their_roles(helen: Person):
    end_sessions(by=helen, person=helen)

    assert roles_of(helen) == {Role.HEAD}


def test_a_superuser_flag_opens_nothing(rubtsovsk: Administration):
    """The rules decide, not Django's flag."""
    person = make_person(rubtsovsk)
    Person.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)

    assert client_of(person).get("/people/").status_code == 403


def test_registration_has_no_address():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
