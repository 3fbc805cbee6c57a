"""An account's page names what residents write there that comes to the inbox, and what does not."""

import pytest

from tests.factories import make_account
from tests.markup import words
from tests.people import client_of
from veche.networks.registry import NETWORKS
from veche.networks.vk.events import KINDS
from veche.staff.models import Administration, Person


@pytest.mark.parametrize(
    ("network", "comes", "unseen"),
    [("vk", "под фото и видео", "Упоминания страницы"), ("ok", "под темами группы", "под фотографиями")],
)
def test_the_page_names_what_comes_and_what_does_not(
    network: str, comes: str, unseen: str, rubtsovsk: Administration, alice: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice, network=network)
    page = words(client_of(alice).get(f"/accounts/{account.pk}/").content.decode())
    told, _, untold = page.partition("Приходит во «Входящие»")[2].partition("Не приходит")
    assert comes in told
    assert unseen in untold


def test_each_network_says_what_it_tells() -> None:
    assert all(network.reading.read for network in NETWORKS.values())


def test_what_is_named_is_not_read() -> None:
    assert not [kind for kind in KINDS if kind.startswith(("market_comment", "story"))]
