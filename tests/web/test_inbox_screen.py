"""«Входящие» in Chromium: three columns on a desktop, three steps on a phone, with the keyboard and without scripts."""

import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as chosen
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_account, make_act, make_conversation, make_letter, make_message
from tests.people import client_of
from tests.screens import DESK, ON_A_DESK, ON_A_PHONE, PHONE
from tests.waiting import wait_in_page
from veche.inbox.domain.answer import answer
from veche.inbox.models import Answer, Message, MessagePicture, Wording
from veche.kernel.clock import now
from veche.kernel.uploads import keep_bytes
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete
from veche.moderation.domain.settle import settle
from veche.staff.models import Administration, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


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
    """A post with comments: an insult with a picture and two versions, a question, an advertisement."""
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
    # Farther apart than the period in which equal texts count as flood.
    for number in range(24):
        write(vk, f"Житель {number}", f"Вопрос {number}: когда починят фонари во дворе?", 280 - 11 * number)
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
            color_scheme=scheme,  # type: ignore[arg-type]
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


@pytest.mark.parametrize(("size", "scheme"), ON_A_DESK)
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
        "list": "/inbox/deletions/",
        "evidence": f"/inbox/deletions/{deleted.pk}/",
    }.items():
        page = open_page(alice, path, size, scheme)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=f"{shots}/{name}-{size[0]}-{scheme}.png")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert violations(page) == [], name
        assert width == size[0]


@pytest.mark.parametrize(("size", "scheme"), ON_A_PHONE)
def test_several_grounds_and_a_proofread_answer_are_clean(
    open_page: Open, talk: dict[str, Message], carol: Person, size: tuple[int, int], scheme: str
) -> None:
    both = "Делаем водительские права без экзаменов, быстро. А вы там все дебилы, звоните 8 913 000-00-01, кв. 12"
    vk = talk["question"].account
    both_of_them = say(make_message(vk, author_name="Житель", author_id="77", text=both, at=now()))
    propose_for_new()
    page = open_page(carol, f"/inbox/{both_of_them.pk}/", size, scheme)
    page.locator("#id_text").fill("В целях решения вопроса осуществляем контроль за уборкой.")
    page.locator("#reply-proof ul").wait_for()
    pages = {"several": page}
    pages["decide-several"] = open_page(carol, f"/inbox/{both_of_them.pk}/?step=decide", size, scheme)
    pages["thresholds"] = open_page(carol, "/inbox/deletions/thresholds/", size, scheme)

    marked = "".join(page.locator(".say-main mark").all_inner_texts())
    assert "дебилы" in marked
    assert "права" in marked
    assert pages["decide-several"].locator(".verdict-name").count() > 1
    for name, shown in pages.items():
        if shots := os.environ.get("SHOTS"):
            shown.screenshot(path=f"{shots}/{name}-{size[0]}-{scheme}.png")
        width = shown.evaluate("document.documentElement.scrollWidth")
        assert violations(shown) == [], name
        assert width == size[0]


@pytest.fixture
def letters(talk: dict[str, Message], alice: Person) -> Message:
    """A private conversation: a question, an answer, a refusal, and a further question with a picture."""
    vk = talk["question"].account
    ago = [now() - timedelta(minutes=minutes) for minutes in (95, 90, 30)]
    words = (
        "Здравствуйте! Как записаться на приём к главе города? Звонила в приёмную, там занято с утра.",
        "И можно ли прийти с мамой, она плохо слышит?",
        "Нашла объявление на двери, но на нём старые часы. Вот снимок. Какие верные?",
    )
    first, second, last = (
        say(make_letter(vk, author_name="Анна Ковалёва", text=text, at=at)) for text, at in zip(words, ago, strict=True)
    )
    Message.objects.filter(pk__in=[first.pk, second.pk]).update(followed=True)
    for text, state, reason, at in (
        ("Приём по вторникам с 14 до 17 часов, записаться можно по телефону 4-51-12.", "confirmed", "", 80),
        ("С мамой можно.", "failed", "Житель запретил сообщения от сообщества. Ответ цел.", 60),
    ):
        made = answer(message=second, by=alice, text=text)
        type(made.act).objects.filter(pk=made.act_id).update(state=state, reason=reason, proof="answer")
        Answer.objects.filter(pk=made.pk).update(created_at=now() - timedelta(minutes=at))
    kept = keep_bytes(png("#6a7a58"), name="дверь", root=Path(chosen.MEDIA_ROOT), max_bytes=10**6)
    MessagePicture.objects.create(
        administration=last.administration,
        message=last,
        ref="3",
        sha256=kept.sha256,
        mime=kept.mime,
        size=kept.size,
        fetched_at=now(),
    )
    return last


@pytest.mark.parametrize(("size", "scheme"), ON_A_PHONE)
def test_a_private_talk_is_clean(
    open_page: Open, letters: Message, alice: Person, size: tuple[int, int], scheme: str
) -> None:
    for name, path in {"private": "/inbox/?show=private", "chat": f"/inbox/{letters.pk}/#newest"}.items():
        page = open_page(alice, path, size, scheme)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=f"{shots}/{name}-{size[0]}-{scheme}.png")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert violations(page) == [], name
        assert width == size[0]


def test_a_private_talk_opens_at_its_end_and_is_answered(open_page: Open, letters: Message, alice: Person) -> None:
    page = open_page(alice, "/inbox/?show=private", PHONE)
    page.locator(".q", has_text="Анна Ковалёва").first.click()
    page.wait_for_url(re.compile("#newest$"))
    expect(page.locator("#newest")).to_be_in_viewport()

    page.locator("#id_text").fill("Верные часы на сайте.")
    page.get_by_text("21 из 4096").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Отправить").click()

    assert page.locator(".letter-ours").last.inner_text().count("Верные часы на сайте.") == 1
    assert Message.objects.get(pk=letters.pk).state == "answered"


def chosen_in(page: Page) -> str:
    return page.locator('[data-queue] [aria-current="true"] b').inner_text()


def press(page: Page, key: str) -> None:
    """Press a key that opens another page."""
    here = page.url
    with page.expect_navigation(url=lambda url: url != here):
        page.keyboard.press(key)


def test_by_keys_alone(open_page: Open, talk: dict[str, Message], alice: Person) -> None:
    page = open_page(alice, f"/inbox/{talk['insult'].pk}/?show=proposed")
    assert chosen_in(page) == "Сосед с Тракторной"
    press(page, "j")
    assert chosen_in(page) == "Подписчик 311"
    press(page, "k")

    press(page, "d")
    assert "Комментарий (оскорбление) удалим через" in page.locator(".talk-foot .undo").inner_text()
    assert Message.objects.get(pk=talk["insult"].pk).state == "deleting"
    press(page, "z")
    assert chosen_in(page) == "Сосед с Тракторной"
    assert Message.objects.get(pk=talk["insult"].pk).state == "new"

    page.keyboard.press("a")
    page.keyboard.type("день")
    assert page.evaluate("document.activeElement.value") == "день"
    page.keyboard.press("Escape")
    press(page, "n")
    assert Message.objects.get(pk=talk["insult"].pk).state == "kept"
    page.keyboard.press("?")
    expect(page.locator("dialog.keys-help")).to_be_visible()


def test_d_without_a_ground_deletes_nothing(open_page: Open, talk: dict[str, Message], alice: Person) -> None:
    page = open_page(alice, f"/inbox/{talk['question'].pk}/")

    page.keyboard.press("d")

    expect(page.locator("[name=ground]:invalid")).to_have_count(6)
    assert Message.objects.get(pk=talk["question"].pk).state == "new"


def test_a_draft_outlives_a_walk_and_the_counter_follows(
    open_page: Open, talk: dict[str, Message], alice: Person
) -> None:
    page = open_page(alice, f"/inbox/{talk['question'].pk}/")
    page.locator("#id_text").fill("Уточняем расписание")
    page.get_by_text("19 из 4096").wait_for()
    page.keyboard.press("Escape")
    press(page, "j")
    expect(page.locator("#id_text")).to_have_value("")
    press(page, "k")
    expect(page.locator("#id_text")).to_have_value("Уточняем расписание")

    with page.expect_navigation():
        page.get_by_role("button", name="Отправить").click()

    assert page.locator(".say-ours").inner_text().count("Уточняем расписание") == 1
    expect(page.locator("#id_text")).to_have_value("")


def only_step(page: Page, shown: str) -> None:
    for place in (".queue", ".talk", ".decide"):
        expect(page.locator(place)).to_be_visible(visible=place == shown)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_three_steps_on_a_phone(open_page: Open, talk: dict[str, Message], alice: Person, scripts: bool) -> None:
    page = open_page(alice, "/inbox/?show=proposed", PHONE, java_script_enabled=scripts)
    only_step(page, ".queue")

    page.locator(".q", has_text="Сосед с Тракторной").click()
    only_step(page, ".talk")

    page.get_by_role("link", name="Что с комментарием?").click()
    only_step(page, ".decide")
    page.get_by_role("button", name="Удалить").click()
    page.locator(".phone-undo").get_by_text("удалим").wait_for()

    page.locator(".phone-undo").get_by_role("button", name="Отменить").click()
    page.locator(".talk").wait_for()
    wait_in_page(page, lambda: Message.objects.get(pk=talk["insult"].pk).state == "new")


def test_what_was_decided_is_told_while_the_page_stands(
    open_page: Open, talk: dict[str, Message], alice: Person
) -> None:
    ruling = delete(message=talk["spam"], by=alice, ground="spam")
    page = open_page(alice, f"/inbox/{talk['spam'].pk}/?show=deleted")
    page.locator(".decide").get_by_text("удалим через несколько секунд").wait_for()

    assert ruling.act is not None
    type(ruling.act).objects.filter(pk=ruling.act.pk).update(state="confirmed", proof="answer")
    settle()

    page.locator(".decide").get_by_text("удалён, сеть подтвердила").wait_for()
