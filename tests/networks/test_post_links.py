"""A pasted address of a post: accepted for that page, or refused with a sentence and an example."""

import pytest

from veche.networks.addresses import NotAnAddress
from veche.networks.post_links import PostLink, example, post_link
from veche.networks.profile import PageAddress

PAGES = {
    "vk": PageAddress(number="220000001", names=("rubtsovsk_official",)),
    "ok": PageAddress(number="54000000000001", names=("rubtsovsk",)),
    "telegram": PageAddress(number="-1001234567890", names=("Rubtsovsk_Official",)),
    "max": PageAddress(number="-70801090403050", names=("rubtsovsk",)),
}
WALL = PostLink("https://vk.com/wall-220000001_57", "57")
TOPIC = PostLink("https://ok.ru/group/54000000000001/topic/155200300400", "155200300400")
PUBLIC = PostLink("https://t.me/Rubtsovsk_Official/42", "42")
TAKEN = {
    ("vk", "https://vk.com/wall-220000001_57"): WALL,
    ("vk", "  vk.com/wall-220000001_57 "): WALL,
    ("vk", "https://m.vk.com/wall-220000001_57?from=group"): WALL,
    ("vk", "https://vk.ru/wall-220000001_57#reply"): WALL,
    ("vk", "https://www.vk.com/wall-220000001_57?reply=3"): WALL,
    ("vk", "https://vk.com/rubtsovsk_official?w=wall-220000001_57"): WALL,
    ("vk", "https://vk.com/feed?section=search&w=wall-220000001_57%2Fall"): WALL,
    ("ok", "https://ok.ru/group/54000000000001/topic/155200300400"): TOPIC,
    ("ok", "m.ok.ru/group/54000000000001/topic/155200300400?st._aid=x"): TOPIC,
    ("ok", "https://ok.ru/group54000000000001/topic/155200300400"): TOPIC,
    ("ok", "https://ok.ru/rubtsovsk/topic/155200300400"): TOPIC,
    ("telegram", "https://t.me/rubtsovsk_official/42"): PUBLIC,
    ("telegram", "t.me/s/rubtsovsk_official/42?single"): PUBLIC,
    ("telegram", "https://telegram.me/rubtsovsk_official/42"): PUBLIC,
    ("telegram", "https://t.me/c/1234567890/42"): PUBLIC,
    ("max", "https://max.ru/c/-70801090403050/AZr2Xk9_-w"): PostLink("https://max.ru/c/-70801090403050/AZr2Xk9_-w", ""),
    ("max", "web.max.ru/rubtsovsk/AZr2Xk9"): PostLink("https://max.ru/rubtsovsk/AZr2Xk9", ""),
    ("max", "https://max.ru/-70801090403050/AZr2Xk9"): PostLink("https://max.ru/c/-70801090403050/AZr2Xk9", ""),
}
REFUSED = {
    ("vk", "https://vk.com/wall-111_57"): "Это запись другой страницы",
    ("vk", "https://vk.com/wall220000001_57"): "Это запись другой страницы",
    ("vk", "https://vk.com/other_city?w=wall-111_57"): "Это запись другой страницы",
    ("vk", "https://vk.com/rubtsovsk_official"): "По этому адресу не запись",
    ("vk", "https://vk.com/photo-220000001_57"): "По этому адресу не запись",
    ("vk", "https://vk.com/wall-220000001_0"): "По этому адресу не запись",
    ("vk", "https://vk.com/wall-220000001_٥٧"): "По этому адресу не запись",
    ("vk", "https://vk.com.evil.test/wall-220000001_57"): "Это адрес не из сети ВКонтакте",
    ("vk", "https://vk.com@evil.test/wall-220000001_57"): "Это адрес не из сети ВКонтакте",
    ("vk", "https://ok.ru/group/54000000000001/topic/1"): "Это адрес другой сети: Одноклассники",
    ("vk", "https://vk.cc/aBcDeF"): "Это короткая ссылка, по ней не видно, чья запись",
    ("vk", "https://clck.ru/3aBcDe"): "Это короткая ссылка, по ней не видно, чья запись",
    ("vk", "https://sun9-1.userapi.com/impg/shot.jpg?size=1"): "Это картинка, а не запись",
    ("vk", "https://gorod.ru/news/snimok.PNG"): "Это картинка, а не запись",
    ("vk", "https://disk.yandex.ru/i/aBcD"): "Это адрес не из сети ВКонтакте",
    ("vk", "javascript:alert(1)"): "Это не похоже на ссылку",
    ("vk", "ftp://vk.com/wall-220000001_57"): "Это не похоже на ссылку",
    ("vk", "http://["): "Это не похоже на ссылку",
    ("vk", "не ссылка"): "Это не похоже на ссылку",
    ("ok", "https://ok.ru/group/54000000000002/topic/155"): "Это запись другой страницы",
    ("ok", "https://ok.ru/profile/54000000000001/statuses/155"): "По этому адресу не запись",
    ("ok", "https://ok.ru/barnaul/topic/155"): "Это запись другой страницы",
    ("ok", "https://ok.ru/group/54000000000001"): "По этому адресу не запись",
    ("telegram", "https://t.me/barnaul/42"): "Это запись другого канала",
    ("telegram", "https://t.me/c/1234567899/42"): "Это запись другого канала",
    ("telegram", "https://t.me/rubtsovsk_official"): "По этому адресу не запись",
    ("telegram", "https://t.me/+AbCd"): "По этому адресу не запись",
    ("max", "https://max.ru/c/-70801090403051/AZr2"): "Это запись другого канала",
    ("max", "https://max.ru/c/-999/AaIpgShgAEA"): "Это запись другого канала",
    ("max", "https://max.ru/rubtsovsk"): "По этому адресу не запись",
    ("max", "https://max.ru/c/-70801090403050"): "По этому адресу не запись",
}


@pytest.mark.parametrize(("network", "written"), TAKEN)
def test_taken(network: str, written: str):
    assert post_link(network, written, PAGES[network]) == TAKEN[network, written]


@pytest.mark.parametrize(("network", "written"), REFUSED)
def test_refused_with_an_example(network: str, written: str):
    with pytest.raises(NotAnAddress) as caught:
        post_link(network, written, PAGES[network])

    assert caught.value.sentence.startswith(REFUSED[network, written])
    assert caught.value.sentence.endswith(
        f"Скопируйте адрес записи целиком, он выглядит так: {example(network, PAGES[network])}"
    )


@pytest.mark.parametrize(
    ("network", "page", "looks"),
    [
        ("vk", PageAddress(number="1"), "https://vk.com/wall-1_123"),
        ("ok", PageAddress(number="54000000000001"), "https://ok.ru/group/54000000000001/topic/123456789012"),
        ("telegram", PageAddress(number="-1001234567890"), "https://t.me/c/1234567890/123"),
        ("telegram", PAGES["telegram"], "https://t.me/Rubtsovsk_Official/123"),
        ("max", PageAddress(number="-70801090403050"), "https://max.ru/c/-70801090403050/AZr2Xk9bQmE"),
    ],
)
def test_the_example_is_of_this_page_and_would_be_taken(network: str, page: PageAddress, looks: str):
    assert example(network, page) == looks
    assert post_link(network, looks, page).url == looks


def test_a_story_has_an_address_of_its_own():
    page = PAGES["vk"]

    taken = post_link("vk", "https://vk.com/story-220000001_9", page, story=True)

    assert taken == PostLink("https://vk.com/story-220000001_9", "story9")
    for written, story in (("https://vk.com/story-220000001_9", False), ("https://vk.com/wall-220000001_9", True)):
        with pytest.raises(NotAnAddress):
            post_link("vk", written, page, story=story)


@pytest.mark.parametrize(
    ("network", "written", "taken"),
    [
        ("vk", "http://127.0.0.1:8001/vk.com/wall-220000001_57", WALL.url),
        ("ok", "http://127.0.0.1:8001/ok.ru/group/54000000000001/topic/155200300400", TOPIC.url),
        ("telegram", "http://127.0.0.1:8001/t.me/c/1234567890/42", PUBLIC.url),
        ("max", "http://127.0.0.1:8001/max.ru/c/-70801090403050/AZr2", "https://max.ru/c/-70801090403050/AZr2"),
    ],
)
def test_in_a_training_city_the_pages_stand_elsewhere(network: str, written: str, taken: str):
    own = {"vk": "vk.com", "ok": "ok.ru", "telegram": "t.me", "max": "max.ru"}[network]
    home = f"http://127.0.0.1:8001/{own}"
    page = PageAddress(PAGES[network].number, PAGES[network].names, home=home)

    there = post_link(network, written, page)

    assert there.url == taken.replace(f"https://{own}", home)
    assert example(network, page).startswith(home + "/")
    with pytest.raises(NotAnAddress):
        post_link(network, written, PAGES[network])
