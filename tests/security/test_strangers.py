"""People who have not signed in create no session rows at a door (others: test_access.py) and lock nobody out."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client, RequestFactory

from tests.people import PASSWORD, sign_in
from veche.kernel.clock import now
from veche.staff import passkey_state
from veche.staff.domain.new_password import send_link
from veche.staff.models import BrowserSession, Person

LOGIN = "/me/login/"
SECOND_STEP = "/me/2fa/authenticate/"
NEW = "восемь громких синиц в саду"
OPEN = ("/me/login/", "/me/password/reset/", "/me/reauthenticate/", "/me/2fa/authenticate/", "/me/2fa/webauthn/login/")
JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
def test_a_door_writes_no_session_for_a_stranger(path: str, headers: dict[str, str], db: None):
    before, stranger = BrowserSession.objects.count(), Client(headers=headers)

    stranger.get(path)
    stranger.post(
        path, {"login": "nobody@example.test", "password": "x", "email": "a@example.test", "credential": "{}"}
    )

    assert BrowserSession.objects.count() == before


def test_what_a_stranger_is_told_comes_in_a_cookie_once(db: None):
    stranger = Client()
    stranger.post("/people/sign-out/")

    first, second = (stranger.get(LOGIN).content.decode() for _ in range(2))

    said = "Вы долго не заходили, и кнопка не сработала."
    assert (said in first, said in second) == (True, False)


def try_password(person: Person, browser: Client, password: str = "не тот пароль", **where: Any) -> str:
    """The address after a right password, or the page's error."""
    answer = browser.post(LOGIN, {"login": person.email, "password": password}, **where)
    return answer.headers["Location"] if answer.status_code == 302 else answer.context["form"].non_field_errors()[0]


def besiege(person: Person) -> str:
    """Try as often as possible from four addresses; returns the last error."""
    for address in range(4):
        for _ in range(5):
            try_password(person, Client(REMOTE_ADDR=f"192.0.2.{address}"))
    return try_password(person, Client(REMOTE_ADDR="192.0.2.9"), PASSWORD)


def test_strangers_do_not_shut_out_a_browser_that_has_signed_in_before(helen: Person):
    office = Client()
    sign_in(helen, office)
    office.post("/me/logout/")

    assert besiege(helen).startswith("На эту почту слишком часто входят с неверным паролем.")
    assert try_password(helen, office, PASSWORD) == SECOND_STEP


def test_a_known_browser_has_five_tries(helen: Person):
    office = Client()
    sign_in(helen, office)
    office.post("/me/logout/")
    for _ in range(5):
        try_password(helen, office)

    assert try_password(helen, office, PASSWORD) == "Попытки кончились. Подождите пять минут и войдите снова."


def test_a_browser_is_known_to_one_person_only(helen: Person, audrey: Person):
    office = Client()
    sign_in(audrey, office)
    office.post("/me/logout/")
    besiege(helen)

    assert try_password(helen, office, PASSWORD).startswith("На эту почту слишком часто входят")
    assert try_password(audrey, office, PASSWORD) == SECOND_STEP


def test_a_cookie_of_ones_own_making_is_none(helen: Person):
    besiege(helen)
    forged = Client()
    forged.cookies["veche-device"] = "eyJhIjoiYiJ9:1vOpen:not-signed"

    assert try_password(helen, forged, PASSWORD).startswith("На эту почту слишком часто входят")


def test_a_new_password_by_letter_frees(helen: Person, settings: Any):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    besiege(helen)
    send_link(helen, tries=0)
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    browser = Client()

    form = browser.get(urlsplit(link).path, follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert try_password(helen, browser, NEW) == SECOND_STEP


def test_an_ipv6_network_counts_as_one_address(helen: Person):
    for host in range(5):
        try_password(helen, Client(REMOTE_ADDR=f"2001:db8::{host}"))

    same, another = ("2001:db8::ffff:1", "2001:db8:0:1::1")
    assert try_password(helen, Client(REMOTE_ADDR=same), PASSWORD).startswith("Попытки кончились.")
    assert try_password(helen, Client(REMOTE_ADDR=another), PASSWORD) == SECOND_STEP


def handed_out() -> str:
    """The cookie with the challenge of a passkey."""
    stranger = Client(headers=JSON)
    stranger.get("/me/2fa/webauthn/login/")
    return str(stranger.cookies["veche-passkey"].value)


def taken_back(cookie: str) -> bool:
    request: Any = RequestFactory().post("/me/2fa/webauthn/login/")
    request.COOKIES, request.session = {"veche-passkey": cookie}, {}
    passkey_state.take_back(request)
    return bool(request.session)


def test_a_challenge_of_a_passkey_is_good_for_one_answer(db: None):
    cookie = handed_out()

    assert [taken_back(cookie), taken_back(cookie), taken_back(cookie + "x")] == [True, False, False]


def test_a_challenge_of_a_passkey_is_good_for_five_minutes(db: None):
    cookie = handed_out()

    with time_machine.travel(now() + timedelta(minutes=6)):
        assert not taken_back(cookie)
