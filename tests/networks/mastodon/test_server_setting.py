"""The server in the settings: refused at start if it is missing or no address."""

import pytest

from veche.config import environment
from veche.networks.registry import NETWORKS


@pytest.mark.parametrize("address", ["ftp://x", "mastodon.example", "https://", "https://x:port"])
def test_an_address_of_a_network_is_one(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("VECHE_MASTODON_URL", address)

    with pytest.raises(
        environment.WrongValue, match=r"^VECHE_MASTODON_URL: не разобрать, нужно https://узел, а задано "
    ):
        environment.server_of("mastodon", offered=False)
    monkeypatch.setenv("VECHE_VK_PAGES", address)
    with pytest.raises(environment.WrongValue, match=r"^VECHE_VK_PAGES: не разобрать, нужно https://узел, а задано "):
        environment.pages_of("vk")


def test_a_network_without_a_server_of_its_own_is_offered_only_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECHE_MASTODON_URL", "https://mastodon.example/")
    named = environment.server_of("mastodon", offered=True)
    monkeypatch.delenv("VECHE_MASTODON_URL")

    assert named == "https://mastodon.example/"
    found = {slug: environment.server_of(slug, offered=slug != "mastodon") for slug in NETWORKS}
    assert found == {slug: network.server.api for slug, network in NETWORKS.items()}
    with pytest.raises(environment.WrongValue) as refused:
        environment.server_of("mastodon", offered=True)
    assert str(refused.value) == (
        "VECHE_MASTODON_URL не задан, а Mastodon включён в VECHE_NETWORKS: впишите адрес своего сервера, "
        "https://узел, или уберите mastodon из VECHE_NETWORKS."
    )
