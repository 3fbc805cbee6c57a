"""A forgotten password: a link by mail, or whom to ask where no letters leave."""

import pytest
from django.core.mail.backends.dummy import EmailBackend as Nowhere
from django.test import Client
from pytest_django import Settings

from veche.staff.models import Person

pytestmark = pytest.mark.django_db

LOGIN, RESET = "/me/login/", "/me/password/reset/"


@pytest.fixture
def no_mail(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{Nowhere.__module__}.{Nowhere.__qualname__}"}}


def page(path: str) -> str:
    return Client().get(path).content.decode()


def test_where_letters_leave_a_link_is_offered():
    assert [RESET in page(LOGIN), 'name="email"' in page(RESET)] == [True, True]


def test_where_none_leave_the_pages_say_whom_to_ask(no_mail: None):
    sign_in, reset = page(LOGIN), page(RESET)

    assert [RESET in sign_in, 'name="email"' in reset] == [False, False]
    assert "Забыли пароль? Позвоните в отдел ИТ." in sign_in
    assert "Писем это Вече не шлёт. Позвоните в отдел ИТ: новый пароль задают на сервере." in reset


def test_and_no_link_is_printed_anywhere(no_mail: None, ivan: Person, capfd: pytest.CaptureFixture[str]):
    Client().post(RESET, {"email": ivan.email})

    assert "password/reset/key" not in "".join(capfd.readouterr())
