"""The public page: what a resident sees, and what must never be shown or run."""

import re
from html.parser import HTMLParser
from typing import Any

import httpx2
import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import Bot, picture, promise

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> Texts:
    texts = Texts()
    texts.feed(html)
    return texts


def _origin(bot: Bot) -> str:
    control: str = bot.sandbox.info["control"]
    return control.removesuffix("/control")


def _wall(bot: Bot, query: str = "") -> httpx2.Response:
    return bot.http.get(f"{_origin(bot)}/wall/telegram/{bot.channel}{query}")


def _write(bot: Bot, data: dict[str, Any], photo: bytes = b"", **headers: str) -> httpx2.Response:
    url = f"{_origin(bot)}/wall/telegram/{bot.channel}/comments"
    return bot.http.post(url, data=data, files={"photo": ("a.png", photo)}, headers=headers)


def test_index_lists_the_accounts(bot: Bot) -> None:
    page = bot.http.get(f"{_origin(bot)}/")

    links = [attrs.get("href") for tag, attrs in _read(page.text).tags if tag == "a"]
    assert f"/wall/telegram/{bot.channel}" in links
    assert f"/wall/vk/{bot.sandbox.info['vk']['group_id']}" in links
    assert "Учебная сеть" in page.text


def test_wall_shows_posts_newest_first_with_comments(bot: Bot) -> None:
    bot.post("Раньше")
    post = bot.result("sendPhoto", {"photo": picture()}, chat_id=bot.channel, caption="Позже")["message_id"]
    bot.sandbox.write_comment("telegram", post, "Анна", "Красиво", [picture()], account=bot.channel)

    page = _wall(bot)

    text = _read(page.text).text
    assert text.index("Позже") < text.index("Красиво") < text.index("Раньше")
    sources = re.findall(r'<img src="(/photos/[^"]+)"', page.text)
    assert [bot.http.get(_origin(bot) + source).headers["content-type"] for source in sources] == ["image/png"] * 2
    assert page.headers["content-security-policy"] == POLICY
    assert page.headers["x-content-type-options"] == "nosniff"


def test_deleted_things_are_not_shown(bot: Bot) -> None:
    post, gone = bot.post("Стоит"), bot.post("Снято")
    comment = bot.sandbox.write_comment("telegram", post, "Спамер", "Купите", account=bot.channel)
    bot.result("deleteMessage", chat_id=bot.channel, message_id=gone)
    bot.result("deleteMessage", chat_id=bot.group, message_id=comment["id"])

    text = _read(_wall(bot).text).text

    assert "Стоит" in text
    assert "Снято" not in text
    assert "Купите" not in text


def test_nothing_that_people_write_becomes_markup(bot: Bot) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    post = bot.post(evil)
    bot.sandbox.write_comment("telegram", post, f'"{evil}', evil, account=bot.channel)
    link = '<a href="javascript:alert(3)">тут</a>'
    bot.result("sendMessage", chat_id=bot.channel, text=link, parse_mode="HTML")

    page = _read(_wall(bot).text)

    assert page.text.count("<script>alert(1)</script>") == 3
    assert [tag for tag, _ in page.tags if tag in {"script", "img", "iframe", "style"}] == []
    assert [attrs for _, attrs in page.tags if any(name.startswith("on") or name == "style" for name in attrs)] == []
    hrefs = [str(attrs.get("href")) for tag, attrs in page.tags if tag == "a"]
    assert [href for href in hrefs if "javascript" in href and not href.startswith("http://")] == []


def test_marked_text_is_shown_marked(bot: Bot) -> None:
    text = '<b>Важно</b>: <a href="https://example.org/?a=1&amp;b=2">правила</a>'
    bot.result("sendMessage", chat_id=bot.channel, text=text, parse_mode="HTML")

    page = " ".join(_wall(bot).text.split())

    assert '<span class="e-bold ">Важно</span>: ' in page
    assert 'href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener noreferrer">правила</a>' in page


def test_answers_of_the_account_are_marked_as_its_own(bot: Bot) -> None:
    comment = bot.sandbox.write_comment("telegram", bot.post(), "Анна", "Когда?", account=bot.channel)
    bot.result("sendMessage", chat_id=bot.group, text="В среду", reply_parameters={"message_id": comment["id"]})

    page = _read(_wall(bot).text)

    marked = {attrs["id"]: str(attrs["class"]).split() for _, attrs in page.tags if "comment" in str(attrs.get("id"))}
    assert marked == {"comment-902": ["comment"], "comment-903": ["comment", "ours"]}


def test_resident_writes_a_comment_by_the_form(bot: Bot) -> None:
    post = bot.post()

    answer = _write(bot, {"post_id": post, "author": "Анна", "text": "Когда?"}, picture(70, 60))

    assert (answer.status_code, answer.headers["location"]) == (303, f"/wall/telegram/{bot.channel}#post-{post}")
    assert [(item["author"], item["text"]) for item in bot.comments()] == [("Анна", "Когда?")]
    message = bot.updates()[-1]["message"]
    assert (message["caption"], message["photo"][-1]["width"]) == ("Когда?", 70)


@pytest.mark.parametrize(
    ("author", "text", "photo", "sentence"),
    [
        ("  ", "Да", b"", "Напишите, как вас зовут."),
        ("А" * 61, "Да", b"", "Имя длиннее 60 знаков, сократите его."),
        ("Анна", " \n", b"", "Комментарий пуст: напишите текст или приложите картинку."),
        ("Анна", "ж" * 4097, b"", "Комментарий длиннее 4096 знаков, сократите его."),
        ("Анна", "Да", b"MZ not a picture", "Это не картинка: подойдёт JPEG, PNG, GIF или WebP."),
        (
            "Анна",
            "Да",
            promise(9000, 1001),
            "Картинка слишком велика: ширина и высота вместе не больше 10 000 точек.",
        ),
        ("Анна", "Да", b"0" * 10485761, "Картинка больше 10 МБ, выберите другую."),
    ],
)
def test_mistake_in_the_form_is_explained_and_the_text_kept(
    bot: Bot, author: str, text: str, photo: bytes, sentence: str
) -> None:
    post = bot.post()

    answer = _write(bot, {"post_id": post, "author": author, "text": text}, photo)

    assert answer.status_code == 400
    page = _read(answer.text)
    assert sentence in page.text
    assert {"name": "author", "value": author}.items() <= next(
        attrs.items() for tag, attrs in page.tags if attrs.get("name") == "author"
    )
    assert bot.comments() == []


def test_form_of_a_foreign_page_is_refused(bot: Bot) -> None:
    data = {"post_id": bot.post(), "author": "Анна", "text": "Да"}

    assert _write(bot, data, Origin="https://evil.example").status_code == 403
    assert _write(bot, data, Origin=_origin(bot)).status_code == 303
    assert len(bot.comments()) == 1


def test_comment_to_a_removed_post_says_so(bot: Bot) -> None:
    post = bot.post()
    bot.result("deleteMessage", chat_id=bot.channel, message_id=post)

    answer = _write(bot, {"post_id": post, "author": "Анна", "text": "Да"})

    assert "Этой записи больше нет на стене, комментарий не отправлен." in answer.text


def test_channel_without_a_group_shows_no_form(lonely_bot: Bot) -> None:
    post = lonely_bot.post()

    page = _wall(lonely_bot)
    answer = _write(lonely_bot, {"post_id": post, "author": "Анна", "text": "Да"})

    assert "<form" not in page.text
    assert "комментарии закрыты" in page.text
    assert "У этого канала нет обсуждения, комментарий не отправлен." in answer.text


def test_long_wall_has_older_pages(bot: Bot) -> None:
    for number in range(22):
        bot.post(f"Запись №{number:02}")

    first = _wall(bot).text
    older = re.search(r'href="(\?before=\d+)"', first)

    assert older is not None
    second = _wall(bot, older[1]).text
    assert re.findall(r"№(\d\d)", first) == [f"{number:02}" for number in range(21, 1, -1)]
    assert re.findall(r"№(\d\d)", second) == ["01", "00"]


def test_missing_things_are_not_found(bot: Bot) -> None:
    paths = ("/wall/telegram/1", "/wall/vk/абв", "/wall/myspace/1", f"/wall/telegram/{bot.group}", "/photos/none")

    assert [bot.http.get(_origin(bot) + path).status_code for path in paths] == [404] * 5


@pytest.mark.parametrize("network", ["vk", "telegram"])
def test_a_changed_and_a_pinned_post_say_so(sandbox: SandboxProcess, network: str) -> None:
    place = sandbox.info[network]
    account = place["group_id"] if network == "vk" else place["channel_id"]
    post = sandbox.write_post(network, "Каток открыт", account=account)

    changed = sandbox.ask("POST", network, "posts/edit", {"id": post["id"], "text": "Каток закрыт", "account": account})
    base = sandbox.info[network]["base"]
    if network == "vk":
        pin = {"access_token": place["admin_token"], "v": "5.199", "owner_id": -account, "post_id": post["id"]}
        loopback.post(f"{base}/method/wall.pin", data=pin)
    else:
        loopback.post(f"{base}/bot{place['token']}/pinChatMessage", data={"chat_id": account, "message_id": post["id"]})
    page = loopback.get(f"{sandbox.info['control'].removesuffix('/control')}/wall/{network}/{account}").text

    assert changed["text"] == "Каток закрыт"
    assert "изменено" in page
    assert "закреплено" in page
