"""Sign-in with a passkey in Chromium: if it fails, the page says so and offers the password."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.publishing.test_browser import site  # noqa: F401

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def test_at_another_address_the_page_says_why(site: str, chromium: Browser):  # noqa: F811
    page = chromium.new_page()
    page.goto(site.replace("localhost", "127.0.0.1") + reverse("account_login"))
    expect(page.locator("[data-passkey]")).to_be_hidden()

    page.get_by_role("button", name="Войти ключом доступа").click()

    expect(page.locator("[data-passkey]")).to_have_text(
        "По этому адресу ключ доступа не работает: нужен тот, на котором его завели. Можно обойтись паролем."
    )
