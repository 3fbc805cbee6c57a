"""«Входящие» in Chromium: three columns on a desk, three steps on a phone, by keys and without scripts."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as chosen
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_account, make_act, make_conversation, make_message
from tests.people import client_of
from veche.inbox.models import Message, MessagePicture, Wording
from veche.kernel.clock import now
from veche.kernel.uploads import keep_bytes
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete
from veche.staff.models import Administration, Person

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
DESK, PHONE = (1366, 768), (390, 844)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def png(colour: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(drawn, "PNG")
    return drawn.getvalue()


def say(message: Message) -> Message:
    Wording.objects.create(
        administration=message.administration,
        message=message,
        text=message.text,
        at=message.at,
        received_at=message.received_at,
    )
    return message


@pytest.fixture
def talk(rubtsovsk: Administration, alice: Person, settings: Settings, tmp_path: Path) -> dict[str, Message]:
    """A post with its talk: an insult with a picture and two wordings, a question, an advertisement."""
    settings.MEDIA_ROOT = tmp_path / "media"
    vk = make_account(rubtsovsk, responsible=alice, title="Рубцовск. Официально")
    telegram = make_account(rubtsovsk, responsible=alice, title="Рубцовск", network="telegram")
    moment = now()
    act = make_act(
        vk, title="Тепло вернули в 14 домов на Громова", remote_url="https://vk.ru/wall-1_1", first_call_at=moment
    )
    post = make_conversation(vk)
    post.act, post.title, post.url, post.posted_at = act, act.title, act.remote_url, moment - timedelta(days=1)
    post.save()

    def write(account: object, name: str, text: str, minutes: int, **more: object) -> Message:
        at = moment - timedelta(minutes=minutes)
        return say(make_message(account, author_name=name, author_id=name, text=text, at=at, **more))  # type: ignore[arg-type]

    found = {
        "thanks": write(vk, "Мама двоих", "Наконец-то тёплые батареи, спасибо слесарям!", 900, state="kept"),
        "question": write(vk, "Пассажир семёрки", "Почему автобус № 7 не ходит после 20:00? Люди с работы едут", 300),
        "insult": write(
            vk,
            "Сосед с Тракторной",
            "Тепло дали, спасибо. А двор на Тракторной, 24 третий день не чищен. Ваш дворник тупая скотина, "
            "только курит у подъезда. Когда трактор будет?",
            40,
        ),
        "pity": write(vk, "Подписчица", "Зачем так про человека, он один на три двора", 30),
        "spam": write(telegram, "Подписчик 311", "Заработок от 5000 в день, пиши в личку", 20),
    }
    insult = found["insult"]
    Wording.objects.create(
        administration=rubtsovsk, message=insult, text="Тепло дали, спасибо.", at=insult.at, received_at=insult.at
    )
    kept = keep_bytes(png("#7a6a58"), name="двор", root=Path(settings.MEDIA_ROOT), max_bytes=10**6)
    MessagePicture.objects.create(
        administration=rubtsovsk,
        message=insult,
        ref="1",
        sha256=kept.sha256,
        mime=kept.mime,
        size=kept.size,
        fetched_at=now(),
    )
    MessagePicture.objects.create(administration=rubtsovsk, message=insult, ref="2", trouble="VK не отдал снимок")
    for number in range(30):
        write(vk, f"Житель {number}", f"Вопрос {number}: когда починят фонари во дворе?", 280 - number)
    propose_for_new()
    return found


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> Iterator[str]:
    server = LiveServer("localhost")
    yield server.url
    server.stop()


type Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Open]:
    contexts = []

    def opened(person: Person, path: str, size: tuple[int, int] = DESK, scheme: str = "light", **more: object) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        cookie = client_of(person).cookies[chosen.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": chosen.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(site + path, wait_until="networkidle")
        assert said == []
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_clean(
    open_page: Open, talk: dict[str, Message], alice: Person, size: tuple[int, int], scheme: str, tmp_path: Path
) -> None:
    deleted = delete(message=talk["spam"], by=alice, ground="spam")
    insult = talk["insult"].pk
    for name, path in {
        "queue": "/inbox/",
        "talk": f"/inbox/{insult}/",
        "decide": f"/inbox/{insult}/?step=decide",
        "gone": f"/inbox/{talk['spam'].pk}/?step=decide&show=deleted",
        "list": "/deletions/",
        "evidence": f"/deletions/{deleted.pk}/",
    }.items():
        page = open_page(alice, path, size, scheme)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=f"{shots}/{name}-{size[0]}-{scheme}.png")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (name, violations(page), width) == (name, [], size[0])
