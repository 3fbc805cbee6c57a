"""«Решение»: the words and their author in one press; all of it or nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_account, make_conversation, make_letter
from tests.markup import words
from tests.moderation.measures import said, stands, weeklong
from tests.people import client_of
from veche.accounts.models import Account
from veche.appeals.models import AppealSettings
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.models import AskedRestriction, AuthorWarning, Restriction, Ruling
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def page_of(message: Message) -> str:
    return reverse("moderation:restrict", args=[message.pk])


def acts() -> list[str]:
    return sorted(Act.objects.values_list("verb", flat=True))


def decided(browser: Client, message: Message, **wish: str) -> int:
    page = browser.get(page_of(message))
    shown = {name: page.context[name] for name in ("seen", "answered", "ruled")}
    status = browser.post(page_of(message), {"ground": "insult", **shown, **wish}).status_code
    message.refresh_from_db()
    return status


@pytest.fixture
def browser(alice: Person) -> Client:
    return client_of(alice)


def test_the_page(browser: Client, account: Account, alice: Person) -> None:
    """Words marked, the thread, the program's opinion, norms, the ladder so far, and what the author will read."""
    AppealSettings.objects.create(administration=account.administration, is_open=True, slug="rubtsovsk")
    talk = make_conversation(account)
    said(account, "Когда вывезут мусор?", author_id="9", conversation=talk)
    other = said(account, "Ты идиот, убери мусор", author_id="77", conversation=talk)
    said(account, "Согласна", author_id="8", conversation=talk)
    stands(weeklong(said(account, "Дурак"), alice))
    assert "Об этом авторе уже решено" in browser.get(page_of(said(account, "Снова я"))).content.decode()

    propose_for_new()
    html = browser.get(page_of(other)).content.decode()
    seen = words(html)
    assert '<mark class="mark-bad">' in html
    for part in (
        "Когда вывезут мусор?",
        "Согласна",
        "программа согласна",
        "пункт 2.5",
        "Мы удалили ваш комментарий",
        "Решит другой сотрудник",
        "Не ограничивать",
    ):
        assert part in seen
    assert ('value="delete" checked' in html, 'value="insult" checked' in html) == (True, True)


def test_words_and_author_in_one_press(browser: Client, account: Account, alice: Person) -> None:
    first = said(account)
    assert decided(browser, first, what="delete", term="warning") == 302
    assert (first.state, acts(), AuthorWarning.objects.count()) == (MessageState.DELETING, ["delete_comment"], 1)

    second = said(account)
    assert decided(browser, second, what="delete", term="week") == 302
    assert acts() == ["delete_comment", "delete_comment", "restrict_author"]
    one = Restriction.objects.get()
    assert (one.message, Ruling.objects.latest("pk").message) == (second, second)
    stands(one)
    Restriction.objects.update(ended_at=one.at)

    third = said(account)  # again: two people, while the words go at once
    assert decided(browser, third, what="delete", term="month") == 302
    assert (third.state, AskedRestriction.objects.count(), Restriction.objects.count()) == (MessageState.DELETING, 1, 1)

    kept = said(account, "Позор", author_id="5")
    assert decided(browser, kept, what="stay", term="warning") == 302  # as the ladder is marked at first
    assert (kept.state, Ruling.objects.latest("pk").verb) == (MessageState.KEPT, "keep")
    alone = said(account, author_id="6")
    assert decided(browser, alone, what="delete", term="none") == 302
    assert (alone.state, AuthorWarning.objects.count()) == (MessageState.DELETING, 1)


def test_all_or_nothing(browser: Client, account: Account) -> None:
    """A refused step takes the deletion back, and the page keeps what was chosen."""
    message = said(account)
    for wish in (
        {"what": "delete", "term": "month"},  # harsher, without words
        {"what": "delete", "term": "none", "ground": "criticism"},
        {"what": "delete", "term": "none", "seen": "0"},  # the words have changed meanwhile
        {"what": "", "term": "none"},
        {"what": "delete", "term": ""},
    ):
        assert decided(browser, message, **wish) == 422
        assert (message.state, acts(), Ruling.objects.count()) == (MessageState.NEW, [], 0)
    html = browser.post(page_of(message), {"what": "delete", "term": "month", "ground": "spam"}).content.decode()
    assert ('value="delete" checked' in html, 'value="spam" checked' in html) == (True, True)
    assert 'value="month" required checked' in html


def test_ok_takes_the_comment_with_the_author_once(browser: Client, rubtsovsk: Administration, alice: Person) -> None:
    message = said(make_account(rubtsovsk, responsible=alice, network="ok"))
    assert decided(browser, message, what="delete", term="week", why="сто раз за день") == 302
    assert (message.state, acts(), Ruling.objects.count()) == (MessageState.DELETING, ["restrict_author"], 1)


def test_a_private_message_by_the_law_alone(browser: Client, account: Account) -> None:
    letter = make_letter(account, text="Дураки", author_id="311")
    html = browser.get(page_of(letter)).content.decode()
    assert ('value="illegal"' in html, 'value="insult"' in html) == (True, False)
    assert "пункт 2.5 разрешает удалять за них только комментарии" in html
    assert decided(browser, letter, what="delete", term="none") == 422
