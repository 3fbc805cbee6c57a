"""Actions allowed with a passkey as the only second factor."""

import json
import time
from base64 import urlsafe_b64encode

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
    """Signed in by the first of them, the only second factor."""
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


def b64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def said(**changed: object) -> str:
    """Well-formed JSON; each test breaks something deeper."""
    client = {"type": "webauthn.get", "challenge": "AAAA", "origin": "http://127.0.0.1"}
    response = {
        "clientDataJSON": b64(json.dumps(client).encode()),
        "authenticatorData": b64(bytes(37)),
        "signature": b64(b"z"),
        "userHandle": b64(b"1"),
    }
    whole = {"id": b64(b"x" * 16), "rawId": b64(b"x" * 16), "type": "public-key", "clientExtensionResults": {}}
    return json.dumps({**whole, "response": response | changed})


BROKEN = {
    "deep": "[" * 100_000,
    "digits": "9" * 5000,
    "half": '{"id":"x","response":{}}',
    "a list": "[]",
    "a number": "1",
    "surrogate": r'{"id":"\ud800"}',
    "cut CBOR": said(authenticatorData=b64(bytes(32) + b"\x80" + bytes(4) + b"\xff")),
    "cut key": said(authenticatorData=b64(bytes(32) + b"\x40" + bytes(4))),
    "deep CBOR": said(authenticatorData=b64(bytes(32) + b"\x80" + bytes(4) + b"\x81" * 5000)),
    "huge person": said(userHandle=b64(b"9" * 30)),
    "no person": said(userHandle=None),
    "not text": said(userHandle=b64(b"\xff\xfe")),
    "no client": said(clientDataJSON=b64(b"[]")),
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("way", ["mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_add_webauthn"])
def test_nonsense_of_a_passkey_is_answered(ivan: Person, way: str, what: str):
    browser = Client() if way == "mfa_login_webauthn" else client_of(ivan)
    path = reverse(way)
    browser.get(path, headers={"X-Requested-With": "XMLHttpRequest"})

    answer = browser.post(path, {"credential": BROKEN[what], "name": "x"})

    assert answer.status_code in {200, 302}
    assert not Authenticator.objects.filter(user=ivan, type="webauthn").exists()
