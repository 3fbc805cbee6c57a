"""A key pasted into an address field is not shown again."""

import pytest
from django.urls import reverse

from tests.people import client_of
from veche.staff.models import Person

KEYS = [
    "vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5",
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
    "tkn1AbCdEfGhIjKlMnOpQrStUv",
    "f9LHodD0cOLzAbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcD",
]
SAID = "Это похоже на ключ, а ему место в поле для ключа."


@pytest.mark.parametrize("key", KEYS)
def test_it_is_said_in_words_instead(ivan: Person, key: str) -> None:
    browser = client_of(ivan)

    connecting = browser.post(reverse("accounts:connect_vk"), {"address": f" {key}"})
    registering = browser.post(
        reverse("accounts:new"), {"network": "vk", "remote_id": key, "url": key, "title": "Город"}
    )

    for page in (connecting, registering):
        assert (key in page.content.decode(), SAID in page.content.decode()) == (False, True)
    assert set(connecting.context["form"].errors["address"]) == {f"{SAID} Мы его не сохранили и не покажем."}
    assert "Город" in registering.content.decode()
