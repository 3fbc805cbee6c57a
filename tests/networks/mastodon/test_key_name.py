"""Its key is called as Mastodon's own settings call it, never «ключ бота»."""

import pytest
from django.urls import reverse
from pytest_django import Settings

from tests.factories import make_account
from tests.markup import words
from tests.people import client_of
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Passport
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.staff.models import Administration, Person


@pytest.mark.django_db
def test_each_page_names_it_in_mastodons_word(rubtsovsk: Administration, ivan: Person, settings: Settings) -> None:
    settings.OFFERED_NETWORKS = ("mastodon",)
    account = make_account(rubtsovsk, responsible=ivan, network="mastodon")
    key = put_key(account=account, slot="bot", secret=Secret("a" * 43), by=ivan)
    ability = {"mode": "auto", "why": "", "slot": "bot", "steps": []}
    Passport.objects.create(
        administration=rubtsovsk, account=account, checked_at=now(), abilities={"publish_text": ability}
    )
    addresses = (
        reverse("accounts:connect_mastodon"),
        reverse("outbox:account", args=[account.pk]),
        reverse("accounts:replace_key", args=[account.pk, "bot"]),
        reverse("accounts:revoke_key", args=[key.pk]),
    )

    pages = [words(client_of(ivan).get(address).content.decode()) for address in addresses]

    assert ["Токен доступа" in page for page in pages] == [True] * len(pages)
    assert [page for page in pages if "люч бота" in page or "люча бота" in page] == []
    assert "хватает токена доступа" in pages[1]
