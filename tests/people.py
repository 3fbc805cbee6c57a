"""Who the tests are about, and how they sign in.

alice, bob   press officers (owner of things, colleague)    dave, erin   curators of departments A and B
carol        head of press                                  ivan         IT department
helen        Head of the city                               audrey       auditor
dora         deputy of the Head
mallory      press officer of the other administration      anonymous    nobody
"""

import time
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as AUTHENTICATED_PERSON,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.db import transaction
from django.test import Client
from django.utils.crypto import get_random_string

from veche.journal.domain.heads import FOUNDED, keep_head
from veche.journal.domain.record import record
from veche.media.models import RightsPolicy
from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Department, Deputy, Person
from veche.staff.session_store import SessionStore, work_as

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "семь тихих яблонь"
SINCE = date(2020, 1, 1)
# Argon2 is slow on purpose; tests hash quickly (see conftest.py), and one hash serves all people.
PASSWORD_HASH = MD5PasswordHasher().encode(PASSWORD, get_random_string(22))
PARTS = {
    "alice": Role.PRESS_OFFICER,
    "bob": Role.PRESS_OFFICER,
    "carol": Role.PRESS_HEAD,
    "dave": Role.CURATOR,
    "erin": Role.CURATOR,
    "ivan": Role.IT,
    "helen": Role.HEAD,
    "dora": Role.DEPUTY_HEAD,
    "audrey": Role.AUDITOR,
    "mallory": Role.PRESS_OFFICER,
}
CAST = tuple(PARTS)

_numbers = count(1)


def make_administration(city: str = "Рубцовск") -> Administration:
    """Files without stated rights stop nothing there: few tests are about rights."""
    made = Administration.objects.create(name=f"Администрация города {city}", city=city, time_zone="Asia/Barnaul")
    RightsPolicy.objects.create(administration=made, asked_since=None)
    return made


def make_department(administration: Administration, name: str = "Отдел культуры") -> Department:
    return Department.objects.create(administration=administration, name=name)


def make_person(
    administration: Administration,
    *roles: Role,
    name: str = "",
    department: Department | None = None,
    second_factor: bool = True,
) -> Person:
    """A person. `second_factor`: with TOTP, as the sign-in policy requires."""
    name = name or f"person{next(_numbers)}"
    person: Person = Person.objects.create(
        email=f"{name}{administration.pk}@example.test",
        display_name=name,
        administration=administration,
        department=department,
        password=PASSWORD_HASH,
    )
    for role in roles:
        appoint(person, role)
    if second_factor:
        TOTP.activate(person, generate_totp_secret())
    return person


def make_member(person: Person, administration: Administration, *roles: Role, name: str = "") -> Person:
    """The same person in another administration: `person` signs in for the row."""
    member: Person = Person.objects.create(
        email=person.email,
        display_name=name or f"{person.display_name} elsewhere",
        administration=administration,
        signs_in_as=person,
        password=make_password(None),
    )
    for role in roles:
        appoint(member, role)
    return member


def play(name: str, administration: Administration, *, department: Department | None = None) -> Person:
    """A person of the cast, in the role of that name."""
    return make_person(administration, PARTS[name], name=name, department=department)


def appoint(person: Person, role: Role, *, since: date = SINCE, until: date | None = None) -> Appointment:
    return Appointment.objects.create(
        administration=person.administration, person=person, role=role, since=since, until=until
    )


def stand_in(person: Person, absent: Person, role: Role, *, since: date = SINCE, until: date | None = None) -> Deputy:
    return Deputy.objects.create(
        administration=absent.administration,
        absent=absent,
        stand_in=person,
        role=role,
        since=since,
        until=until or date(2099, 12, 31),
    )


def client_of(person: Person | None, **kwargs: Any) -> Client:
    """A client signed in as the person, with the second factor if there is one; anonymous for None.

    A person who works elsewhere too starts in this administration. The session is that of `Client.force_login`, stored
    at once: a quarter of its queries.
    """
    client = Client(**kwargs)
    if person is None:
        return client
    signs_in = person.signs_in_as or person
    records: list[dict[str, object]] = [{"method": "password", "at": time.time(), "email": person.email}]
    if factor := Authenticator.objects.filter(user=signs_in, type="totp").first():
        records.append({"method": "mfa", "at": time.time(), "id": factor.pk, "type": "totp"})
    session = SessionStore(get_random_string(32, VALID_KEY_CHARS))
    session._session_cache = {  # type: ignore[attr-defined]
        SESSION_KEY: str(signs_in.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: signs_in.get_session_auth_hash(),
        AUTHENTICATION_METHODS_SESSION_KEY: records,
        AUTHENTICATED_PERSON: str(signs_in.pk),
    }
    work_as(session, person)
    session.save(must_create=True)
    client._set_login_cookies(SimpleNamespace(session=session))  # type: ignore[attr-defined]
    update_last_login(Person, signs_in)
    return client


def sign_in(person: Person, browser: Client) -> None:
    """Sign in through the pages by password and code; a code works once, so once per person and test."""
    browser.post("/me/login/", {"login": person.email, "password": PASSWORD})
    factor = Authenticator.objects.get(user=person, type="totp")
    browser.post("/me/2fa/authenticate/", {"code": totp_code(decrypt(factor.data["secret"]))})


def again(browser: Client, **kwargs: Any) -> Client:
    """Another client with the same session: cookies set by its requests stay in it."""
    another = Client(**kwargs)
    another.cookies.load({name: cookie.value for name, cookie in browser.cookies.items()})
    return another


def totp_code(secret: str, *, steps: int = 0) -> str:
    """The code of the authenticator now, or `steps` half-minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def founded(administration: Administration) -> Administration:
    """The administration with the first journal entry and its external mark."""
    with transaction.atomic():
        first = record(administration=administration, actor=None, verb=FOUNDED, obj=administration)
    keep_head(administration.pk, first.number, first.hash)
    return administration
