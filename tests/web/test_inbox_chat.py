"""Private conversations through the ordinary forms, without scripts."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_letter, make_message, make_shot
from tests.markup import attribute, element, elements
from tests.people import client_of
from veche.accounts.models import Account, Passport
from veche.inbox.domain.answer import answer
from veche.inbox.models import Answer, Message, Wording
from veche.kernel.clock import now
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice, title="Рубцовск. Официально")


@pytest.fixture
def browser(alice: Person) -> Client:
    return client_of(alice)


def url_of(message: Message, name: str = "message") -> str:
    return reverse(f"web:{name}", args=[message.pk])


def seen(browser: Client, path: str) -> str:
    answered = browser.get(path)
    assert answered.status_code == 200
    return answered.content.decode()


def write(account: Account, number: int, by: Person, *, length: int = 60) -> Message:
    """Create a conversation of so many messages and answers, each with a picture and two versions."""
    start = now() - timedelta(days=1)
    for turn in range(number):
        text = f"Вопрос {turn}: " + "когда? " * (length // 7)
        last = make_letter(account, author_name="Анна", text=text, at=start + timedelta(minutes=turn))
        make_shot(last)
        Wording.objects.create(
            administration=account.administration, message=last, text="Здравствуйте", at=last.at, received_at=last.at
        )
        made = answer(message=last, by=by, text=f"Ответ {turn}. " + "Да. " * (length // 4))
        Answer.objects.filter(pk=made.pk).update(created_at=last.at + timedelta(seconds=30))
    return last


def test_the_queue_marks_what_is_private_and_counts_it(browser: Client, account: Account) -> None:
    make_message(account)
    make_letter(account, author_name="Анна")

    page = seen(browser, "/inbox/")

    assert page.count('aria-label="личное сообщение"') == 1
    chip = element(page, "a.chip[href=/inbox/?show=private]")
    assert ("Личные" in chip, "<b>1</b>" in chip) == (True, True)


def test_theirs_and_ours_stand_once_in_the_order_of_time(browser: Client, account: Account, alice: Person) -> None:
    first = make_letter(account, author_name="Анна", text="Как записаться?", at=now() - timedelta(hours=2))
    made = answer(message=first, by=alice, text="По телефону.")
    Act.objects.update(state="confirmed", proof="answer", remote_id="77")
    make_letter(account, text="По телефону.", remote_id="77", ours=True, author_id="", at=made.created_at)
    make_letter(account, text="Мы уже закрылись", remote_id="78", ours=True, author_id="", at=now())

    page = seen(browser, url_of(first))

    bubbles = elements(page, "li.letter")
    assert [("letter-ours" in bubble, "из самой сети" in bubble) for bubble in bubbles] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    assert "ответ доставлен" in bubbles[1]
    assert page.count('<p class="letter-text">По телефону.') == 1


def test_only_the_law_is_a_ground_here(browser: Client, account: Account) -> None:
    page = seen(browser, url_of(make_letter(account)))

    assert ("Ответ не нужен" in page, "0 из 4096" in page) == (True, True)
    grounds = [
        attribute(one, "input[name=ground]", "value") for one in elements(page, "label.choice") if "ground" in one
    ]
    assert grounds == ["illegal", "threat", "personal_data"]
    assert not any(word in page for word in ("keep-form", "Что с комментарием?"))


def test_an_answer_goes_and_a_refused_one_keeps_its_words(browser: Client, account: Account) -> None:
    letter = make_letter(account)

    refused = browser.post(url_of(letter, "message_answer"), {"text": "я" * 4097})
    sent = browser.post(url_of(letter, "message_answer"), {"text": "По телефону."})

    assert (refused.status_code, "я" * 4097 in refused.content.decode()) == (422, True)
    assert (sent.status_code, Act.objects.get().payload["text"]) == (302, "По телефону.")


def test_no_answer_is_needed_and_on_to_the_next(browser: Client, account: Account) -> None:
    letter = make_letter(account, text="Спасибо")

    answered = browser.post(url_of(letter, "message_close"), {"next": "/inbox/?show=private"})

    letter.refresh_from_db()
    assert answered.status_code == 302
    assert answered["Location"] == "/inbox/?show=private"
    assert letter.state == "closed"
    assert "Ответ не нужен</span>" not in seen(browser, url_of(letter))


def test_where_no_key_answers_the_talk_tells_why(browser: Client, account: Account) -> None:
    abilities = {"answer_message": {"mode": "absent", "why": "Нет ключа бота группы.", "steps": []}}
    Passport.objects.create(
        administration=account.administration, account=account, abilities=abilities, checked_at=now()
    )

    page = seen(browser, url_of(make_letter(account)))

    assert "Отсюда ответ сейчас не уйдёт. Нет ключа бота группы." in " ".join(page.split())


def test_the_chat_alone_is_asked_for_again(browser: Client, account: Account) -> None:
    letter = make_letter(account)

    answered = browser.get(url_of(letter), {"part": "chat"}, headers={"HX-Request": "true"})

    body = answered.content.decode().strip()
    assert (body.startswith('<div class="talk-body chat-body" id="chat"'), "id_text" in body) == (True, False)


def test_a_long_talk_costs_no_more_and_stays_light(browser: Client, account: Account, alice: Person) -> None:
    def cost(page_of: Message) -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = seen(browser, url_of(page_of))
        return len(asked), len(page.encode())

    few = write(account, 2, alice)
    cost(few)
    short = cost(few)
    number, weight = cost(write(account, 40, alice, length=1400))

    assert number == short[0]
    assert weight < 100_000


def test_a_long_talk_is_walked_to_and_fro(browser: Client, account: Account, alice: Person) -> None:
    last = write(account, 40, alice)

    page = seen(browser, url_of(last))
    earlier = attribute(page, "a.link-more", "href")
    before = seen(browser, earlier)

    assert "Вопрос 39" in page
    assert "Вопрос 15" not in page
    assert "Вопрос 10:" not in page
    assert "Вопрос 10:" in before
    assert "Ответ 10" in before
    assert "Позже" in before
    assert "Ответ 39" not in before


def test_today_says_how_many_wait_to_who_answers(browser: Client, account: Account, dave: Person) -> None:
    make_letter(account)
    make_letter(account, peer_id="43")

    assert "2\N{NO-BREAK SPACE}личных сообщения без ответа" in seen(browser, "/")
    assert "личных сообщения" not in seen(client_of(dave), "/")


def at(account: Account, seconds: int) -> None:
    account.inbox_checked_at = now() - timedelta(seconds=seconds)
    account.save()


@pytest.mark.parametrize(
    ("networks", "ago", "said"),
    [
        (("vk",), 3600, "Проверяем каждые 5 секунд."),
        (("ok",), 3600, "Проверяем каждые 20 секунд."),
        (("vk", "ok"), 3600, "Проверяем каждые 5 секунд, Одноклассники — каждые 20."),
        (("ok",), 4, "Сети проверим через 16 секунд"),
        (("ok",), 60, "Сети проверим через 1 секунду"),
    ],
    ids=str,
)
@time_machine.travel("2026-11-25T05:00:00Z", tick=False)
def test_an_empty_inbox_says_truly_how_often_it_asks(
    browser: Client, rubtsovsk: Administration, alice: Person, networks: tuple[str, ...], ago: int, said: str
) -> None:
    for network in networks:
        at(make_account(rubtsovsk, responsible=alice, network=network), ago)

    assert said in seen(browser, "/inbox/")


def test_networks_that_send_by_themselves_are_not_called_silent(browser: Client, account: Account) -> None:
    at(account, 3600)
    account.webhook_since = now()
    account.save()

    assert "Сети присылают новое сами" in seen(browser, "/inbox/")
