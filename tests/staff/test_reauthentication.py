"""Inviting people needs a re-authentication: an unattended browser cannot."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.test import Client
from django.urls import reverse

from tests.factories import make_account
from tests.people import PASSWORD, SINCE, client_of, stand_in, totp_code
from veche.accounts.domain.keys import put_key
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.staff.domain.invite import invite
from veche.staff.enums import Role
from veche.staff.models import Appointment, Invite, Person

AGAIN = "/me/2fa/reauthenticate/?next="
NEWCOMER = {"display_name": "Новый", "email": "new@example.test", "role": "curator"}

# Buttons with their data, and the pages that they lead back to.
PRESSED: dict[str, tuple[dict[str, Any], Callable[[int], str]]] = {
    "invite": (NEWCOMER, lambda _: "/people/invite/"),
    "invite_again": ({}, lambda pk: f"/people/{pk}/"),
    "appoint": ({"role": "it", "since": SINCE.isoformat()}, lambda pk: f"/people/{pk}/role/"),
    "appoint_deputy": ({}, lambda pk: f"/people/{pk}/deputy/"),
    "reset_second_factor": ({}, lambda pk: f"/people/{pk}/"),
}


def address(name: str, person: Person) -> str:
    return reverse(f"staff:{name}", args=[] if name == "invite" else [person.pk])


@pytest.fixture
def newcomer(ivan: Person) -> Person:
    made = invite(by=ivan, administration=ivan.administration, email="n@example.test", display_name="n", role=Role.HEAD)
    return made.person


def rows(person: Person) -> tuple[int, ...]:
    return (
        Person.objects.count(),
        Entry.objects.count(),
        Authenticator.objects.count(),
        Invite.objects.filter(person=person).get().pk,
    )


def press(browser: Client, name: str, person: Person) -> Any:
    with time_machine.travel(now() + timedelta(minutes=6)):
        return browser.post(address(name, person), PRESSED[name][0])


@pytest.mark.parametrize("name", PRESSED)
def test_whoever_signed_in_long_ago_is_asked_first(ivan: Person, newcomer: Person, name: str):
    browser, before = client_of(ivan), rows(newcomer)

    answer = press(browser, name, newcomer)

    assert unquote(answer.headers["Location"]) == AGAIN + PRESSED[name][1](newcomer.pk)
    assert rows(newcomer) == before


@pytest.mark.parametrize("name", PRESSED)
def test_the_demo_has_no_password_to_ask_for(ivan: Person, newcomer: Person, name: str, settings):
    settings.DEMO = True
    browser = client_of(ivan, SERVER_NAME="127.0.0.1")
    session = browser.session
    session["demo"] = True
    session.save()

    answer = press(browser, name, newcomer)

    assert not answer.headers.get("Location", "").startswith("/me/")


@pytest.mark.parametrize("name", ["invite", "appoint"])
def test_a_form_is_asked_before_it_is_filled_in(ivan: Person, newcomer: Person, name: str):
    browser = client_of(ivan)
    with time_machine.travel(now() + timedelta(minutes=6)):
        answer = browser.get(address(name, newcomer))

    assert unquote(answer.headers["Location"]) == AGAIN + address(name, newcomer)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("verb", ["dismiss", "relieve"])
def test_nobody_is_put_out_from_a_browser_left_open(ivan: Person, carol: Person, verb: str, method: str):
    pk = carol.pk if verb == "dismiss" else Appointment.objects.get(person=carol).pk
    browser, url = client_of(ivan), reverse(f"staff:{verb}", args=[pk])
    with time_machine.travel(now() + timedelta(minutes=6)):
        answer = getattr(browser, method)(url)

    assert unquote(answer.headers["Location"]) == AGAIN + url
    assert Appointment.objects.filter(person=carol, until=None, person__is_active=True).count() == 1


def test_a_password_is_no_second_step(ivan: Person, newcomer: Person):
    browser = client_of(ivan)
    with time_machine.travel(now() + timedelta(minutes=6)):
        asked = browser.post("/me/reauthenticate/?next=/people/", {"password": PASSWORD})
        answer = browser.post(address("invite_again", newcomer))

    assert unquote(asked.headers["Location"]) == AGAIN + "/people/"
    assert unquote(answer.headers["Location"]) == f"{AGAIN}/people/{newcomer.pk}/"


def test_a_code_is_one(ivan: Person, newcomer: Person):
    browser, factor = client_of(ivan), Authenticator.objects.get(user=ivan)
    with time_machine.travel(now() + timedelta(minutes=6)):
        browser.post("/me/2fa/reauthenticate/", {"code": totp_code(decrypt(factor.data["secret"]))})
        answer = browser.post(address("invite_again", newcomer))

    assert answer.status_code == 200


def test_no_deputy_is_ended_from_a_browser_left_open(ivan: Person, carol: Person, alice: Person):
    deputy = stand_in(alice, carol, Role.PRESS_HEAD)
    browser = client_of(ivan)
    with time_machine.travel(now() + timedelta(minutes=6)):
        answer = browser.post(reverse("staff:end_deputy", args=[deputy.pk]))

    assert unquote(answer.headers["Location"]) == f"{AGAIN}/people/{carol.pk}/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_key_is_revoked_from_a_browser_left_open(ivan: Person, method: str):
    account = make_account(ivan.administration, responsible=ivan)
    key = put_key(account=account, slot="admin", secret=Secret("vk1.a.Zm9yLXRoZS1rZXk"), by=ivan)
    browser, url = client_of(ivan), reverse("accounts:revoke_key", args=[key.pk])
    with time_machine.travel(now() + timedelta(minutes=6)):
        answer = getattr(browser, method)(url)

    key.refresh_from_db()
    assert (unquote(answer.headers["Location"]), key.revoked_at) == (AGAIN + url, None)
