"""The sign-in policy, through the real pages."""

import re
from pathlib import Path

import pytest
import time_machine
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.messages import get_messages
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories import NOON
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import PASSWORD, client_of, make_person, totp_code
from veche.engine.lanes import Lane
from veche.journal.models import Entry
from veche.outbox.models import Freeze
from veche.staff import adapter
from veche.staff.adapter import SignIn
from veche.staff.enums import Role
from veche.staff.models import Administration, BrowserSession, Grant, Person

PEOPLE = "/people/"
LOGIN = "/me/login/"
SECOND_STEP = "/me/2fa/authenticate/"
SET_UP = "/people/second-factor/"
TOTP_FORM = "/me/2fa/totp/activate/"
TEMPLATES = Path(adapter.__file__).parents[1]


def sign_in(person: Person, browser: Client | None = None) -> Client:
    browser = browser or Client()
    browser.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return browser


def set_totp_up(browser: Client) -> str:
    secret: str = browser.get(TOTP_FORM).context["form"].secret
    # The previous code: the test may have used the present one, and a code works once.
    answer = browser.post(TOTP_FORM, {"code": totp_code(secret, steps=-1)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def give_totp(person: Person) -> str:
    Authenticator.objects.filter(user=person).delete()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return str(secret)


@pytest.mark.parametrize("role", [*Role, None])
def test_everybody_sets_a_second_step_up_before_anything_else(rubtsovsk: Administration, role: Role | None):
    browser = sign_in(make_person(rubtsovsk, *([role] if role else []), second_factor=False))

    answers = [
        browser.get("/"),
        browser.get("/journal/"),
        browser.post(reverse("outbox:freeze"), {"reason": "Проверка"}),
    ]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, SET_UP)] * 3
    assert not Freeze.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_head_freezes_and_releases_with_two_steps(rubtsovsk: Administration):
    head = make_person(rubtsovsk, Role.HEAD, second_factor=False)
    browser = sign_in(head)
    set_totp_up(browser)

    frozen = browser.post(reverse("outbox:freeze"), {"reason": "Проверка"})
    again = sign_in(head)
    refused = again.post(reverse("outbox:release"))

    assert (frozen.status_code, refused.headers["Location"]) == (302, f"{LOGIN}?next={reverse('outbox:freeze')}")
    assert Freeze.objects.of(rubtsovsk).filter(released_at=None).exists()
    assert browser.post(reverse("outbox:release")).status_code == 302
    assert not Freeze.objects.of(rubtsovsk).filter(released_at=None).exists()


def test_without_a_second_factor_nothing_else_opens(rubtsovsk: Administration):
    browser = sign_in(make_person(rubtsovsk, Role.IT, second_factor=False))

    answers = {
        path: browser.get(path).headers.get("Location")
        for path in (PEOPLE, "/people/invite/", "/me/password/change/", "/me/2fa/", "/me/2fa/recovery-codes/")
    }

    assert answers == dict.fromkeys(answers, SET_UP)
    assert browser.post("/people/invite/", {}).headers["Location"] == SET_UP
    assert browser.get(SET_UP).status_code == 200


def test_htmx_is_led_to_the_whole_page(rubtsovsk: Administration):
    browser = sign_in(make_person(rubtsovsk, Role.IT, second_factor=False))

    answer = browser.get(PEOPLE, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, SET_UP)


@pytest.mark.django_db(transaction=True)
def test_from_the_first_sign_in_to_the_second_step(rubtsovsk: Administration):
    person = make_person(rubtsovsk, Role.IT, second_factor=False)
    first = sign_in(person)
    secret = set_totp_up(first)

    assert first.get(PEOPLE).status_code == 200  # this session showed the factor when setting it up

    second = Client()
    answer = second.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == SECOND_STEP
    assert second.get(PEOPLE).headers["Location"] == f"{LOGIN}?next={PEOPLE}"

    refused = second.post(SECOND_STEP, {"code": "000000"})
    assert refused.context["form"].errors == {
        "code": ["Код не подошёл или уже сменился. Введите новый, осталось 4 попытки."]
    }

    entered = second.post(SECOND_STEP, {"code": totp_code(secret)})
    assert (entered.status_code, entered.headers["Location"]) == (302, "/")
    assert second.get(PEOPLE).status_code == 200


def test_a_code_works_once(ivan: Person):
    secret = give_totp(ivan)
    code = totp_code(secret)
    sign_in(ivan).post(SECOND_STEP, {"code": code})

    again = sign_in(ivan).post(SECOND_STEP, {"code": code})

    assert again.context["form"].errors["code"] == [
        "Код не подошёл или уже сменился. Введите новый, осталось 4 попытки."
    ]


def test_a_code_that_changed_while_it_was_typed_is_taken(ivan: Person):
    secret = give_totp(ivan)
    browser = sign_in(ivan)

    stale = browser.post(SECOND_STEP, {"code": totp_code(secret, steps=-2)})
    taken = browser.post(SECOND_STEP, {"code": totp_code(secret, steps=-1)})

    assert stale.context["form"].errors["code"] == [
        "Код не подошёл или уже сменился. Введите новый, осталось 4 попытки."
    ]
    assert (taken.status_code, taken.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("seconds", [35, 59])
def test_a_used_code_is_not_taken_again_while_it_is_good(ivan: Person, seconds: int):
    secret = give_totp(ivan)
    with time_machine.travel(NOON, tick=False) as traveller:
        code = totp_code(secret, steps=1)
        assert sign_in(ivan).post(SECOND_STEP, {"code": code}).status_code == 302
        traveller.shift(seconds)
        again = sign_in(ivan).post(SECOND_STEP, {"code": code})
    assert again.context["form"].errors["code"] == [
        "Код не подошёл или уже сменился. Введите новый, осталось 4 попытки."
    ]


def test_tries_come_to_an_end(ivan: Person):
    browser = sign_in(ivan)

    texts = [browser.post(SECOND_STEP, {"code": "000000"}).context["form"].errors["code"][0] for _ in range(6)]

    assert texts == [
        "Код не подошёл или уже сменился. Введите новый, осталось 4 попытки.",
        "Код не подошёл или уже сменился. Введите новый, осталось 3 попытки.",
        "Код не подошёл или уже сменился. Введите новый, осталось 2 попытки.",
        "Код не подошёл или уже сменился. Введите новый, осталась одна попытка.",
        "Код не подошёл, попытки кончились. Подождите пять минут и войдите снова.",
        "Попытки кончились. Подождите пять минут и войдите снова.",
    ]


def test_a_session_older_than_the_second_factor_is_over(rubtsovsk: Administration):
    head = make_person(rubtsovsk, Role.HEAD, second_factor=False)
    browser = sign_in(head)
    assert browser.get(SET_UP).status_code == 200
    give_totp(head)

    answer = browser.get("/journal/")

    assert answer.headers["Location"] == LOGIN
    assert "_auth_user_id" not in browser.session


def test_whoever_loses_the_last_factor_sets_up_another(ivan: Person):
    browser = client_of(ivan)
    Authenticator.objects.filter(user=ivan).delete()

    assert browser.get(PEOPLE).headers["Location"] == SET_UP


def test_recovery_codes_alone_are_no_second_factor(ivan: Person):
    browser = client_of(ivan)
    Authenticator.objects.filter(user=ivan).update(type=Authenticator.Type.RECOVERY_CODES)

    assert browser.get(PEOPLE).headers["Location"] == SET_UP


@pytest.mark.parametrize("role", [Role.IT, Role.HEAD])
def test_the_only_second_factor_cannot_be_removed(rubtsovsk: Administration, role: Role):
    person = make_person(rubtsovsk, role)

    answer = sign_in_with_totp(person).post("/me/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert "Без второго шага вам работать нельзя" in answer.content.decode()


def test_a_lost_telephone(ivan: Person, carol: Person, helen: Person):
    browser = client_of(carol)

    client_of(ivan).post(reverse("staff:reset_second_factor", args=[carol.pk]))
    client_of(helen).post(reverse("staff:confirm_grant", args=[Grant.objects.get().pk]))

    assert not Authenticator.objects.filter(user=carol).exists()
    assert browser.get(PEOPLE).headers["Location"] == f"{LOGIN}?next={PEOPLE}"
    assert sign_in(carol).get(PEOPLE).headers["Location"] == SET_UP
    entry = Entry.objects.get(verb="staff.second_factor_reset")
    assert entry.actor_id == helen.pk
    assert entry.object_id == str(carol.pk)
    assert entry.facts == {"role": "press_head", "asked_by": ivan.pk}


def test_a_secret_being_set_up_lies_sealed_in_the_session(rubtsovsk: Administration):
    browser = sign_in(make_person(rubtsovsk, Role.IT, second_factor=False))
    secret = browser.get(TOTP_FORM).context["form"].secret

    (row,) = BrowserSession.objects.all()

    assert secret not in str(signing.loads(row.session_data, salt="django.contrib.sessions.SessionStore"))
    assert browser.session["mfa.totp.secret"] == secret


@pytest.mark.django_db(transaction=True)
def test_the_code_that_set_the_application_up_opens_no_sign_in(rubtsovsk: Administration):
    person = make_person(rubtsovsk, Role.IT, second_factor=False)
    secret = set_totp_up(sign_in(person))
    second = Client()
    second.post(LOGIN, {"login": person.email, "password": PASSWORD})
    answer = second.post(SECOND_STEP, {"code": totp_code(secret, steps=-1)})

    assert answer.context["form"].errors["code"] == [
        "Код не подошёл или уже сменился. Введите новый, осталось 4 попытки."
    ]


def test_nobody_resets_their_own(ivan: Person):
    page = client_of(ivan).post(reverse("staff:reset_second_factor", args=[ivan.pk]), follow=True)

    assert "Свой второй шаг так не сбрасывают" in page.content.decode()
    assert Authenticator.objects.filter(user=ivan).exists()


@pytest.mark.parametrize("path", ["/me/2fa/webauthn/add/", "/me/2fa/", "/me/2fa/reauthenticate/"])
def test_the_pages_of_the_sign_in_library_open(path: str, helen: Person):
    assert sign_in_with_totp(helen).get(path).status_code == 200


def said_on(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.django_db(transaction=True)
def test_earlier_recovery_codes_are_spoken_of_only_where_there_were_some(rubtsovsk: Administration):
    person = make_person(rubtsovsk, Role.IT, second_factor=False)
    browser = sign_in(person)
    secret = browser.get(TOTP_FORM).context["form"].secret
    first = browser.post(TOTP_FORM, {"code": totp_code(secret)})
    assert [words for words in said_on(first) if "коды" in words] == ["Запасные коды готовы: напечатайте их"]
    browser.get(reverse("mfa_view_recovery_codes"))

    again = browser.post(reverse("mfa_generate_recovery_codes"))

    assert [words for words in said_on(again) if "коды" in words] == [
        "Новые запасные коды готовы, прежние не действуют"
    ]


PASSKEY_PAGES = [*TEMPLATES.glob("staff/templates/mfa/**/*.*"), TEMPLATES / "staff/templates/account/login.html"]
PASSKEY_PAGES += [TEMPLATES / "staff/templates/staff/second_factor.html"]
EXPLAINED = "отпечаток, лицо или ключ-флешка"


def test_the_passkey_has_one_name():
    """It is called «Ключ доступа», explained where one is added."""
    other = re.compile(r"\b(?:отпечат\w*|пальц\w*|ключ\w*)\b(?! доступа)", re.IGNORECASE)
    said = {f"{page.parent.name}/{page.name}": page.read_text(encoding="utf-8") for page in PASSKEY_PAGES}
    assert "webauthn/authenticator_list.html" in said

    own = {name: re.sub(f"{EXPLAINED}|(храните|хранит) ключи", "", text) for name, text in said.items()}
    found = {name: other.findall(text) for name, text in own.items()}

    assert {name: words for name, words in found.items() if words} == {}
    assert {name for name, text in said.items() if EXPLAINED in text} == {
        "mfa/index.html",
        "webauthn/add_form.html",
        "staff/second_factor.html",
    }


def test_the_library_calls_it_so_too(rubtsovsk: Administration):
    person = make_person(rubtsovsk, Role.IT)
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Стол"})
    request = RequestFactory().get("/")
    request.user = person

    with request_context(request):
        ways = SignIn(request).get_reauthentication_methods(person)

    assert sorted(str(way["description"]) for way in ways) == ["Ключом доступа", "Кодом из приложения"]


@pytest.mark.django_db(transaction=True)
def test_password_reset_does_not_pass_the_second_step(ivan: Person, mailoutbox: list):
    Client().post("/me/password/reset/", {"email": ivan.email})
    Lane(queue="mail").run_next()
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    browser = Client()
    form = browser.get(link, follow=True)
    fresh = "четыре новых тихих слова"

    browser.post(form.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})

    assert browser.get(PEOPLE).headers["Location"] == f"{LOGIN}?next={PEOPLE}"
    again = browser.post(LOGIN, {"login": ivan.email, "password": fresh})
    assert again.headers["Location"] == SECOND_STEP


@pytest.mark.django_db(transaction=True)
def test_the_journal_tells_of_signing_in(rubtsovsk: Administration):
    person = make_person(rubtsovsk, Role.IT, second_factor=False)
    Client().post(LOGIN, {"login": person.email, "password": "не тот"})
    Client().post(LOGIN, {"login": "nobody@example.test", "password": "не тот"})
    secret = set_totp_up(sign_in(person))
    browser = sign_in(person)
    browser.post(SECOND_STEP, {"code": "000000"})
    browser.post(SECOND_STEP, {"code": totp_code(secret)})

    entries = Entry.objects.of(rubtsovsk).order_by("number")

    assert {entry.object_id for entry in entries} == {str(person.pk)}
    assert [(entry.verb, entry.actor_id, entry.facts) for entry in entries] == [
        ("staff.sign_in_failed", None, {"times": 1}),
        ("staff.signed_in", person.pk, {"steps": ["password"]}),
        ("staff.second_factor_added", person.pk, {"type": "totp"}),
        ("staff.recovery_codes_made", person.pk, {}),
        ("staff.second_factor_failed", None, {"type": "totp"}),
        ("staff.signed_in", person.pk, {"steps": ["password", "totp"]}),
    ]


def sign_in_with_totp(person: Person) -> Client:
    secret = give_totp(person)
    browser = sign_in(person)
    browser.post(SECOND_STEP, {"code": totp_code(secret)})
    return browser
