"""Texts pasted to name a page: links, numbers with and without a sign, short names."""

import pytest

from veche.networks.addresses import NotAnAddress, ParsedAddress, parse_address

UNDERSTOOD = {
    ("vk", "club1"): ParsedAddress("1"),
    ("vk", "https://vk.com/club220000001"): ParsedAddress("220000001"),
    ("vk", "vk.com/public220000001?w=wall-220000001_5"): ParsedAddress("220000001"),
    ("vk", "m.vk.ru/event7/"): ParsedAddress("7"),
    ("vk", "-220000001"): ParsedAddress("220000001"),
    ("vk", " 220000001 "): ParsedAddress("220000001"),
    ("vk", "https://vk.com/wall-220000001_5"): ParsedAddress("220000001"),
    ("vk", "vk.com/rubtsovsk_official"): ParsedAddress(name="rubtsovsk_official"),
    ("vk", "vk.com/rubtsovsk.city"): ParsedAddress(name="rubtsovsk.city"),
    ("vk", "@rubtsovsk_official"): ParsedAddress(name="rubtsovsk_official"),
    ("vk", "rubtsovsk_official"): ParsedAddress(name="rubtsovsk_official"),
    ("ok", "https://ok.ru/group/54000000000001"): ParsedAddress("54000000000001"),
    ("ok", "ok.ru/group/54000000000001/topic/155"): ParsedAddress("54000000000001"),
    ("ok", "ok.ru/group54000000000001"): ParsedAddress("54000000000001"),
    ("ok", "54000000000001"): ParsedAddress("54000000000001"),
    ("ok", "https://ok.ru/rubtsovsk"): ParsedAddress(name="rubtsovsk"),
    ("ok", "-54000000000001"): ParsedAddress("54000000000001"),
    ("telegram", "-1001234567890"): ParsedAddress("-1001234567890"),
    ("telegram", "1001234567890"): ParsedAddress("-1001234567890"),
    ("telegram", "1234567890"): ParsedAddress("-1001234567890"),
    ("max", "70801090403050"): ParsedAddress("-70801090403050"),
    ("telegram", "https://t.me/c/1234567890/42"): ParsedAddress("-1001234567890"),
    ("telegram", "t.me/rubtsovsk_official/42"): ParsedAddress(name="rubtsovsk_official"),
    ("telegram", "https://t.me/s/rubtsovsk_official"): ParsedAddress(name="rubtsovsk_official"),
    ("telegram", "@rubtsovsk_official"): ParsedAddress(name="rubtsovsk_official"),
    ("max", "-70801090403050"): ParsedAddress("-70801090403050"),
    ("max", "https://max.ru/rubtsovsk"): ParsedAddress(name="rubtsovsk"),
    ("max", "max.ru/-70801090403050"): ParsedAddress("-70801090403050"),
    ("max", "@rubtsovsk"): ParsedAddress(name="rubtsovsk"),
}


@pytest.mark.parametrize(("network", "written"), UNDERSTOOD)
def test_understood(network: str, written: str):
    assert parse_address(network, written) == UNDERSTOOD[network, written]


@pytest.mark.parametrize(
    ("network", "written", "begins"),
    [
        ("vk", "https://t.me/rubtsovsk", "Это адрес другой сети: Телеграм."),
        ("telegram", "vk.com/club1", "Это адрес другой сети: ВКонтакте."),
        ("max", "ok.ru/group/54000000000001", "Это адрес другой сети: Одноклассники."),
        ("vk", "https://example.ru/club1", "Это адрес не из сети ВКонтакте."),
        ("telegram", "t.me/+AbCdEf123", "Это приглашение в закрытый канал"),
        ("vk", "", "По этому адресу страницы не найти."),
        ("vk", "https://vk.com/", "По этому адресу страницы не найти."),
        ("vk", "0", "По этому адресу страницы не найти."),
        ("ok", "ok.ru/группа", "По этому адресу страницы не найти."),
        ("vk", "club١٢٣", "По этому адресу страницы не найти."),
        ("max", "-١٢٣٤٥٦", "По этому адресу страницы не найти."),
        ("max", "javascript:alert(1)", "По этому адресу страницы не найти."),
    ],
)
def test_refused_in_words(network: str, written: str, begins: str):
    with pytest.raises(NotAnAddress) as caught:
        parse_address(network, written)

    assert caught.value.sentence.startswith(begins)
    assert caught.value.sentence.endswith(".")


def test_an_installation_may_read_a_network_elsewhere() -> None:
    home = "http://127.0.0.1:8001/vk.com"

    assert parse_address("vk", f"{home}/club123", home=home) == ParsedAddress(number="123")
    assert parse_address("vk", "https://vk.com/rubtsovsk", home=home) == ParsedAddress(name="rubtsovsk")
    with pytest.raises(NotAnAddress):
        parse_address("vk", f"{home}/club123")
