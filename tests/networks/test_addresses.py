"""Texts pasted to name a page: links, numbers with and without a sign, short names."""

import pytest

from veche.networks.addresses import NotAnAddress, Written, understand

UNDERSTOOD = {
    ("vk", "club1"): Written("1"),
    ("vk", "https://vk.com/club220000001"): Written("220000001"),
    ("vk", "vk.com/public220000001?w=wall-220000001_5"): Written("220000001"),
    ("vk", "m.vk.ru/event7/"): Written("7"),
    ("vk", "-220000001"): Written("220000001"),
    ("vk", " 220000001 "): Written("220000001"),
    ("vk", "https://vk.com/wall-220000001_5"): Written("220000001"),
    ("vk", "vk.com/rubtsovsk_official"): Written(name="rubtsovsk_official"),
    ("vk", "vk.com/rubtsovsk.city"): Written(name="rubtsovsk.city"),
    ("vk", "@rubtsovsk_official"): Written(name="rubtsovsk_official"),
    ("vk", "rubtsovsk_official"): Written(name="rubtsovsk_official"),
    ("ok", "https://ok.ru/group/54000000000001"): Written("54000000000001"),
    ("ok", "ok.ru/group/54000000000001/topic/155"): Written("54000000000001"),
    ("ok", "ok.ru/group54000000000001"): Written("54000000000001"),
    ("ok", "54000000000001"): Written("54000000000001"),
    ("ok", "https://ok.ru/rubtsovsk"): Written(name="rubtsovsk"),
    ("ok", "-54000000000001"): Written("54000000000001"),
    ("telegram", "-1001234567890"): Written("-1001234567890"),
    ("telegram", "1001234567890"): Written("-1001234567890"),
    ("telegram", "1234567890"): Written("-1001234567890"),
    ("max", "70801090403050"): Written("-70801090403050"),
    ("telegram", "https://t.me/c/1234567890/42"): Written("-1001234567890"),
    ("telegram", "t.me/rubtsovsk_official/42"): Written(name="rubtsovsk_official"),
    ("telegram", "https://t.me/s/rubtsovsk_official"): Written(name="rubtsovsk_official"),
    ("telegram", "@rubtsovsk_official"): Written(name="rubtsovsk_official"),
    ("max", "-70801090403050"): Written("-70801090403050"),
    ("max", "https://max.ru/rubtsovsk"): Written(name="rubtsovsk"),
    ("max", "max.ru/-70801090403050"): Written("-70801090403050"),
    ("max", "@rubtsovsk"): Written(name="rubtsovsk"),
}


@pytest.mark.parametrize(("network", "written"), UNDERSTOOD)
def test_understood(network: str, written: str):
    assert understand(network, written) == UNDERSTOOD[network, written]


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
        understand(network, written)

    assert caught.value.sentence.startswith(begins)
    assert caught.value.sentence.endswith(".")


def test_an_installation_may_read_a_network_elsewhere() -> None:
    home = "http://127.0.0.1:8001/vk.com"

    assert understand("vk", f"{home}/club123", home=home) == Written(number="123")
    assert understand("vk", "https://vk.com/rubtsovsk", home=home) == Written(name="rubtsovsk")
    with pytest.raises(NotAnAddress):
        understand("vk", f"{home}/club123")
