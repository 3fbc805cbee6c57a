"""The inbox by words, by author and page by page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import words
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.domain.queries import MOST_COUNTED
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.queries import PAGE
from veche.search.domain.indexing import index_everything
from veche.staff.models import Administration, Person

INBOX = "/inbox/"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def lines(browser: Client, query: str = "") -> list[str]:
    """Texts of the lines."""
    answer = browser.get(INBOX + query)
    assert answer.status_code == 200
    html = answer.content.decode()
    return [words(found) for found in re.findall(r'<span class="q-text">.*?</span>', html, re.DOTALL)]


def test_comments_are_found_by_forms_of_words(account: Account, alice: Person, dave: Person) -> None:
    """Also by their author's name and in every state; a private message only by who may read it."""
    browser = client_of(alice)
    asks = make_message(account, text="Когда дадут воду на Комсомольской?", at=NOON)
    gone = make_message(account, text="Вода ржавая!", at=NOON + timedelta(hours=1), state=MessageState.DELETED)
    make_message(account, text="Спасибо за каток", at=NOON + timedelta(hours=2), author_name="Водянова Зоя")
    make_letter(account, text="Пишу про воду лично", at=NOON - timedelta(hours=1))
    make_message(account, text="Вода: ответ администрации", ours=True)
    propose_for_new()
    index_everything()

    assert lines(browser, "?show=all&q=вода") == [gone.text, asks.text, "Пишу про воду лично"]
    assert lines(client_of(dave), "?show=all&q=вода") == [gone.text, asks.text]
    assert lines(browser, "?q=водой") == ["Пишу про воду лично", asks.text]
    assert lines(browser, "?show=deleted&q=воды") == [gone.text]
    assert lines(browser, "?show=all&q=зоя") == ["Спасибо за каток"]
    assert lines(browser, "?show=all&q=вода&net=ok") == lines(browser, "?show=all&q=снег") == []
    # the index follows a new wording
    Message.objects.of(account.administration).filter(pk=gone.pk).update(text="Всё хорошо")
    index_everything()
    assert lines(browser, "?show=all&q=ржавая") == []


@pytest.mark.parametrize("order", ["", "&order=sharp"])
def test_pages_follow_a_cursor(account: Account, alice: Person, order: str) -> None:
    """No line is shown twice or left out, though lines come and go meanwhile; «Предыдущие» leads back."""
    browser = client_of(alice)
    texts = [f"Вопрос {number}?" for number in range(2 * PAGE + 3)]
    for number, text in enumerate(texts):
        make_message(account, text=text, at=NOON + timedelta(minutes=number // 3))
    propose_for_new()
    first = f"{INBOX}?show=questions{order}"
    pages = [browser.get(first).content.decode()]
    Message.objects.of(account.administration).filter(text=texts[0]).update(state=MessageState.KEPT)
    while later := link(pages[-1], "Следующие"):
        pages.append(browser.get(later).content.decode())
    said = [text for page in pages for text in re.findall(r"Вопрос \d+\?(?=</span>)", page)]
    assert said == texts
    back = browser.get(link(pages[2], "Предыдущие")).content.decode()
    assert re.findall(r"Вопрос \d+\?(?=</span>)", back) == texts[PAGE : 2 * PAGE]


def link(html: str, word: str) -> str:
    found = re.search(rf'<a class="link-more" href="([^"]+)">(?:(?!</a>).)*{word}', html, re.DOTALL)
    return found[1].replace("&amp;", "&") if found else ""


def test_words_are_paged_too_and_odd_cursors_show_the_first_page(account: Account, alice: Person) -> None:
    for number in range(2 * PAGE):
        make_message(account, text=f"Вода {number}", at=NOON + timedelta(seconds=number // 2))
    index_everything()
    browser = client_of(alice)
    first = browser.get(f"{INBOX}?show=all&q=вода").content.decode()
    second = browser.get(link(first, "Следующие")).content.decode()
    both = [number for page in (first, second) for number in re.findall(r"</mark> (\d+)<", page)]
    assert (sorted(map(int, both)), link(second, "Следующие")) == (list(range(2 * PAGE)), "")
    assert link(browser.get(link(second, "Предыдущие")).content.decode(), "Предыдущие") == ""
    for odd in (
        "after=x",
        "after=1_2_3",
        "before=9223372036854775807_1",
        "after=nan_1",
        "after=" + "9" * 5000,
        "before=-1_0.5",
    ):
        assert len(lines(browser, f"?show=all&{odd}")) == PAGE, odd
        assert lines(browser, f"?show=all&q=вода&{odd}"), odd


def test_an_author_has_a_history_in_this_account(account: Account, alice: Person, mallory: Person) -> None:
    """As many lines as the sentence about the author says, which counts no more than a thousand; of another city's
    author nothing."""
    browser = client_of(alice)
    mine = [make_message(account, text=f"Моё {n}", author_id="7", at=NOON + timedelta(hours=n)) for n in range(3)]
    make_message(account, text="Чужое", author_id="8")
    make_letter(account, peer_id="7", text="Личное")
    html = browser.get(reverse("web:message", args=[mine[0].pk])).content.decode()
    assert "3\N{NO-BREAK SPACE}комментария автора здесь" in html
    assert f"?show=all&amp;author={mine[0].pk}" in html
    assert lines(browser, f"?show=all&author={mine[0].pk}") == ["Моё 2", "Моё 1", "Моё 0"]
    stranger = make_message(make_account(mallory.administration, responsible=mallory), text="Не наш", author_id="7")
    assert len(lines(browser, f"?show=all&author={stranger.pk}")) == 5
    later = NOON + timedelta(days=1)
    for_years = {"account": account, "conversation": mine[0].conversation, "author_id": "7", "state": "deleted"}
    Message.objects.bulk_create(
        Message(administration=alice.administration, at=later, received_at=later, remote_id=f"y{n}", **for_years)
        for n in range(MOST_COUNTED)
    )
    html = words(browser.get(reverse("web:message", args=[mine[0].pk])).content.decode())
    assert "Больше 1 000 комментариев автора здесь, удалили 1 000." in html.replace("\xa0", " ")
