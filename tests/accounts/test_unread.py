"""An account's page names what residents write there that does not reach Veche."""

import pytest

from tests.factories import make_account
from tests.markup import words
from tests.people import client_of
from veche.networks.registry import NETWORKS
from veche.networks.vk.events import KINDS
from veche.staff.models import Administration, Person


@pytest.mark.parametrize(("network", "said"), [("vk", "Предложенные записи"), ("ok", "под фотографиями"), ("max", "")])
def test_the_page_names_what_does_not_come(network: str, said: str, rubtsovsk: Administration, alice: Person) -> None:
    account = make_account(rubtsovsk, responsible=alice, network=network)
    page = words(client_of(alice).get(f"/accounts/{account.pk}/").content.decode())
    assert said in page
    assert ("Чего отсюда не видно" in page) == bool(NETWORKS[network].reading.unread)


def test_what_is_named_is_not_read() -> None:
    assert not [kind for kind in KINDS if kind.startswith(("photo_comment", "video_comment", "board_post"))]
