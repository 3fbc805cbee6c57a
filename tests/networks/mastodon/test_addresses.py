"""Parsing of profile and post addresses, of the installation's server only."""

import pytest

from veche.networks.addresses import NotAnAddress, ParsedAddress, parse_address
from veche.networks.post_links import PostLink, post_link
from veche.networks.profile import PageAddress

HOME = "https://mastodon.example"
PAGE = PageAddress("113577300000000000", ("gorod",), HOME)


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        (f"{HOME}/@gorod", ParsedAddress(name="gorod")),
        (f"{HOME}/@gorod/113577300123456789?from=menu#top", ParsedAddress(name="gorod")),
        ("@gorod", ParsedAddress(name="gorod")),
        ("gorod", ParsedAddress(name="gorod")),
        ("113577300000000000", ParsedAddress(number="113577300000000000")),
    ],
)
def test_a_profile_is_understood(written: str, understood: ParsedAddress) -> None:
    assert parse_address("mastodon", written, home=HOME) == understood


@pytest.mark.parametrize("written", ["https://other.example/@gorod", "@gorod@mastodon.example", f"{HOME}/", "город"])
def test_a_profile_elsewhere_is_none(written: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        parse_address("mastodon", written, home=HOME)

    assert refusal.value.sentence.endswith(".")


def test_another_network_s_address_is_told() -> None:
    with pytest.raises(NotAnAddress, match=r"^Это адрес другой сети: ВКонтакте\."):
        parse_address("mastodon", "https://vk.com/gorod", home=HOME)


def test_a_post_is_ours_by_its_profile() -> None:
    url = f"{HOME}/@gorod/113577300123456789"

    assert post_link("mastodon", f"{url}?from=menu", PAGE) == PostLink(url, "113577300123456789")
    for other in (f"{HOME}/@sosedi/113577300123456789", "https://other.example/@gorod/1", f"{HOME}/about"):
        with pytest.raises(NotAnAddress, match=f"{HOME}/@gorod/113577300123456789$"):
            post_link("mastodon", other, PAGE)
