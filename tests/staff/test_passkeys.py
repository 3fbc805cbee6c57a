"""What may be done with a passkey that is all the second factor somebody has."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.people import client_of
from veche.journal.models import Entry
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


def with_passkeys(person: Person, *names: str) -> tuple[Client, list[int]]:
    """Signed in by the first of them, which is all the second factor there is."""
    Authenticator.objects.filter(user=person).delete()
    keys = [Authenticator.objects.create(user=person, type="webauthn", data={"name": name}) for name in names]
    browser = client_of(person)
    session = browser.session
    used = {"method": "mfa", "at": time.time(), "id": keys[0].pk, "type": "webauthn"}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [*session[AUTHENTICATION_METHODS_SESSION_KEY], used]
    session.save()
    return browser, [key.pk for key in keys]


def test_the_last_passkey_of_who_needs_one_cannot_be_removed(ivan: Person):
    browser, (stick, phone) = with_passkeys(ivan, "Флешка", "Телефон")

    browser.post(reverse("mfa_remove_webauthn", args=[phone]))
    answer = browser.post(reverse("mfa_remove_webauthn", args=[stick]), follow=True)

    assert list(Authenticator.objects.filter(user=ivan).values_list("pk", flat=True)) == [stick]
    assert "Без второго шага вам работать нельзя, ключ доступа остался." in answer.content.decode()
    assert Entry.objects.filter(verb="staff.second_factor_removed").count() == 1


def test_nobody_removes_the_passkey_of_another(helen: Person, ivan: Person):
    _, (theirs,) = with_passkeys(ivan, "Флешка")
    browser, _ = with_passkeys(helen, "Флешка")

    assert browser.post(reverse("mfa_remove_webauthn", args=[theirs])).status_code == 404


def test_an_unneeded_passkey_can(helen: Person):
    browser, (stick,) = with_passkeys(helen, "Флешка")

    browser.post(reverse("mfa_remove_webauthn", args=[stick]))

    assert not Authenticator.objects.filter(user=helen).exists()
