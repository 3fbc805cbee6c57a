"""«Входящие» and the evidence through forms, without scripts."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, make_account, make_gap, make_message, make_shot
from tests.markup import element, spaced_once
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Gap, Message
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete
from veche.moderation.models import Proposal, Ruling
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person
from veche.style.check import check

LIST = "/inbox/"


def many(account: Account, number: int) -> list[Message]:
    made = [
        make_message(
            account, text=f"Вопрос {n}: " + "когда починят? " * 10, at=NOON + timedelta(minutes=n), author_id="1"
        )
        for n in range(number)
    ]
    propose_for_new()
    return made


def page_of(message: Message) -> str:
    return reverse("web:message", args=[message.pk])


def seen(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return spaced_once(answer.content.decode())


@pytest.mark.parametrize(("ago", "left"), [(0, "5 секунд"), (2, "3 секунды"), (4, "1 секунду"), (9, "1 секунду")])
def test_an_empty_queue_says_what_is_normal(browser: Client, account: Account, ago: int, left: str) -> None:
    Account.objects.update(inbox_checked_at=NOON - timedelta(seconds=ago))

    with time_machine.travel(NOON, tick=False):
        html = seen(browser, LIST)

    assert ("Всё разобрано" in html, f"Сети проверим через {left}<" in html) == (True, True)


def test_silent_networks_are_told(browser: Client, account: Account) -> None:
    Account.objects.update(inbox_checked_at=now() - timedelta(hours=1))

    assert "Сети молчат" in seen(browser, LIST)


def test_the_number_of_queries_is_the_same_for_many(browser: Client, account: Account, alice: Person) -> None:
    def asked(number: int) -> dict[str, int]:
        made = many(account, number)
        for _shot in range(number):
            make_shot(made[0])
        ruling = delete(message=made[0], by=alice, ground="spam")
        Act.objects.update(state=ActState.FAILED)
        pages = {
            "list": LIST,
            "message": page_of(made[0]),
            "evidence": reverse("moderation:evidence", args=[ruling.pk]),
            "deletions": reverse("moderation:list"),
        }
        return {name: queries_of(browser, url) for name, url in pages.items()}

    asked(1)
    counted = [asked(number) for number in (1, 3, 50)]

    assert counted == [counted[0]] * 3
    assert max(counted[0].values()) <= 40


def queries_of(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        seen(browser, url)
    return len(queries)


def test_a_post_with_three_hundred_comments_is_a_light_page(browser: Client, account: Account) -> None:
    made = many(account, 300)

    html = seen(browser, page_of(made[150]))

    assert len(html.encode()) < 100_000
    assert (html.count('class="q"'), "300\N{NO-BREAK SPACE}комментариев" in html) == (25, True)


@pytest.mark.parametrize(("score", "shown"), [(0.915, "92"), (0.9149, "91"), (1.0, "100")])
def test_the_score_is_the_same_in_the_list_and_beside(
    browser: Client, account: Account, score: float, shown: str
) -> None:
    message = make_message(account, text="Ваш дворник тупая скотина")
    propose_for_new()
    Proposal.objects.filter(message=message).update(scores={"insult": score})

    html = seen(browser, page_of(message))

    assert re.findall(r"оскорбление (\d+)\N{NO-BREAK SPACE}%", html) == [shown]
    assert re.findall(r"уверенность</small> (\d+)&nbsp;%", html) == [shown]


def test_the_words_of_a_resident_are_only_words(browser: Client, account: Account) -> None:
    evil = "<script>alert(1)</script> {{ request }} тупая скотина"
    message = make_message(account, text=evil, author_name="<b>Я</b>")
    propose_for_new()

    html = seen(browser, page_of(message))

    assert ("<script>alert" in html, "<b>Я</b>" in html) == (False, False)
    assert '<mark class="mark-bad">тупая скотина</mark>' in html


def test_only_the_proposed_ground_is_pressed(browser: Client, account: Account) -> None:
    asks, insults = make_message(account), make_message(account, text="Ты идиот")
    propose_for_new()

    assert [seen(browser, page_of(message)).count(" checked") for message in (asks, insults)] == [0, 1]


def test_deleting_leads_to_the_next_with_an_undo(browser: Client, account: Account) -> None:
    first, second = make_message(account), make_message(account, at=NOON + timedelta(minutes=1))

    answer = browser.post(
        reverse("moderation:delete", args=[first.pk]), {"ground": "spam", "seen": "0", "next": page_of(second)}
    )
    html = seen(browser, answer.headers["Location"])

    ruling = Ruling.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(second))
    assert ("Комментарий (спам) удалим" in html, reverse("moderation:undo", args=[ruling.pk]) in html) == (True, True)

    browser.post(reverse("moderation:undo", args=[ruling.pk]))
    first.refresh_from_db()
    assert first.state == MessageState.NEW
    assert "Отменили. Комментарий остался на месте." in seen(browser, page_of(first))


def test_a_form_that_was_sent_twice_makes_one_act(browser: Client, account: Account) -> None:
    message = make_message(account)
    for _press in range(2):
        browser.post(reverse("moderation:delete", args=[message.pk]), {"ground": "spam"})
    other = make_message(account)
    for _press in range(2):
        browser.post(reverse("web:message_answer", args=[other.pk]), {"text": "Завтра."})

    assert list(Act.objects.order_by("pk").values_list("verb", flat=True)) == ["delete_comment", "reply"]


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away(browser: Client, account: Account, onward: str) -> None:
    message = make_message(account)

    answer = browser.post(reverse("moderation:keep", args=[message.pk]), {"next": onward})

    assert answer.headers["Location"] == page_of(message)


def test_without_a_ground_one_hears_why(browser: Client, account: Account) -> None:
    message = make_message(account)

    answer = browser.post(reverse("moderation:delete", args=[message.pk]), {"next": LIST}, follow=True)

    assert "Критика основанием не бывает" in answer.content.decode()
    assert Act.objects.count() == 0


def test_the_second_of_two_sees_who_was_first(browser: Client, account: Account, bob: Person) -> None:
    message = make_message(account)
    delete(message=message, by=bob, ground="spam")

    answer = browser.post(reverse("moderation:keep", args=[message.pk]), follow=True)

    assert "Пока вы смотрели, решил другой сотрудник: bob, «удалить»." in answer.content.decode()


def test_an_answer_that_is_too_long_comes_back_whole(browser: Client, account: Account) -> None:
    message, text = make_message(account), "Отвечаем подробно. " * 400

    answer = browser.post(reverse("web:message_answer", args=[message.pk]), {"text": text})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert Answer.objects.count() == 0
    assert text.strip() in html
    assert "Слова целы." in html


def test_an_empty_answer_is_told_in_words(browser: Client, account: Account) -> None:
    answer = browser.post(reverse("web:message_answer", args=[make_message(account).pk]), {"text": "   "})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "В ответе нет ни слова" in html
    assert "Слова целы" not in html


def test_the_counter_counts_as_the_network_does(browser: Client, rubtsovsk: Administration, alice: Person) -> None:
    message = make_message(make_account(rubtsovsk, responsible=alice, network="telegram"))

    html = browser.post(reverse("web:message_count", args=[message.pk]), {"text": "ура 🔥"}).content.decode()

    assert "6 из 4096" in html
    assert html.lstrip().startswith("<span")


def test_an_answer_on_its_way_stands_in_the_talk(browser: Client, account: Account) -> None:
    message = make_message(account)
    browser.post(reverse("web:message_answer", args=[message.pk]), {"text": "Завтра откроем."})

    html = seen(browser, page_of(message))

    assert ("Завтра откроем." in html, "ответ уходит" in html) == (True, True)


def test_an_act_that_failed_says_why_and_what_to_do(browser: Client, account: Account, alice: Person) -> None:
    message = make_message(account)
    ruling = delete(message=message, by=alice, ground="spam")
    Act.objects.update(state=ActState.FAILED, reason="VK: у ключа нет права удалять. Замените ключ.")

    html = seen(browser, page_of(message))
    assert ("удалить не вышло" in html, "у ключа нет права удалять" in html) == (True, True)
    browser.post(reverse("moderation:say", args=[ruling.pk]), {"what": "drop"})

    message.refresh_from_db()
    assert message.state == MessageState.NEW


def test_telegram_says_that_nothing_comes_back(browser: Client, rubtsovsk: Administration, alice: Person) -> None:
    message = make_message(make_account(rubtsovsk, responsible=alice, network="telegram"))
    assert "Потом не вернуть." in seen(browser, page_of(message))
    Message.objects.update(state=MessageState.DELETED)

    html = seen(browser, page_of(message))

    assert ("Вернуть на место" in html, "не возвращает" in html) == (False, True)


def test_vk_offers_to_bring_it_back(browser: Client, account: Account) -> None:
    message = make_message(account, state=MessageState.DELETED)
    assert "Вернуть на место" in seen(browser, page_of(message))

    browser.post(reverse("moderation:restore", args=[message.pk]))

    message.refresh_from_db()
    assert (message.state, Act.objects.get().verb) == (MessageState.RESTORING, "restore_comment")


def test_a_read_only_role_gets_no_buttons(dave: Person, account: Account) -> None:
    html = seen(client_of(dave), page_of(make_message(account)))

    assert [word for word in ("Удалить</", 'name="ground"', 'name="text"', "moderation:delete") if word in html] == []
    assert "Решает пресс-служба" in html


def test_a_gap_is_told_until_somebody_has_looked(browser: Client, account: Account, alice: Person) -> None:
    gap = make_gap(account)
    assert gap.sentence in seen(browser, LIST)

    browser.post(reverse("inbox:gap", args=[gap.pk]))

    assert Gap.objects.get().seen_by == alice
    assert gap.sentence not in seen(browser, LIST)


@pytest.mark.parametrize("query", ["?show=x&net=y&page=z", "?page=999999", "?page=-1", "?page=²", "?step=decide"])
def test_a_strange_address_shows_the_inbox(browser: Client, account: Account, query: str) -> None:
    make_message(account)

    assert "Входящие" in seen(browser, LIST + query)


def test_a_picture_is_handed_out_as_what_it_is(browser: Client, account: Account) -> None:
    message = make_message(account)
    drawn = browser.get(reverse("inbox:picture", args=[make_shot(message).pk]))
    page = make_shot(message, content=b"<html><script>alert(1)</script></html>")
    handed = browser.get(reverse("inbox:picture", args=[page.pk]))

    assert (drawn.headers["Content-Type"], drawn.headers["Content-Disposition"][:6]) == ("image/png", "inline")
    assert (handed.headers["Content-Type"], handed.headers["Content-Disposition"][:10]) == (
        "application/octet-stream",
        "attachment",
    )
    for answer in (drawn, handed):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_picture_that_has_not_come_is_not_there(browser: Client, account: Account) -> None:
    shot = make_shot(make_message(account))
    type(shot).objects.update(sha256="")

    assert browser.get(reverse("inbox:picture", args=[shot.pk])).status_code == 404


def test_an_answer_is_proofread_beside_its_counter(browser: Client, account: Account) -> None:
    message = make_message(account)
    address, text = reverse("web:message_count", args=[message.pk]), "В целях решения вопроса осуществляем контроль."
    htmx = {"HX-Request": "true"}

    answers = (browser.post(address, {"text": words}, headers=htmx) for words in (text, " "))
    said, empty = (spaced_once(answer.content.decode()) for answer in answers)

    found = check(text, form="answer")
    assert f">{found.score}</b> из 100, {found.readability.words}" in said
    assert [one.message in said for one in found.findings[:2]] == [True, True]
    assert 'hx-swap-oob="outerMorph"' in said
    assert "из 100" not in empty
    assert "2 из 4096" not in empty


def test_an_answer_that_came_back_is_proofread_without_scripts(browser: Client, account: Account) -> None:
    text = "В целях решения вопроса осуществляем контроль. " * 200

    html = browser.post(reverse("web:message_answer", args=[make_message(account).pk]), {"text": text}).content.decode()

    assert "В целях" in element(html, "div#reply-proof")
