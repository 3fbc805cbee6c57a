"""The queue beside an open comment, and the author shown for our own comments under a post."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import NOON, make_account, make_conversation, make_message
from tests.markup import element, words
from tests.people import client_of
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.staff.models import Person


def test_our_own_words_bear_the_name_of_the_page_and_are_no_comments_of_residents(alice: Person):
    """VK's events about them have the number of the page and no name."""
    account = make_account(alice.administration, responsible=alice, title="Рубцовск. Официально")
    asked = make_message(account)
    make_message(account, author_id="-220000001", author_name="", text="Завтра.", ours=True)

    page = client_of(alice).get(reverse("web:message", args=[asked.pk])).content.decode()

    assert "Автор -220000001" not in page
    assert "<b>Рубцовск. Официально</b>" in page
    assert "1 комментарий" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_the_queue_remembers_where_the_answered_comment_stood(alice: Person):
    account = make_account(alice.administration, responsible=alice)
    talk = make_conversation(account)
    first, second, third = (
        make_message(account, conversation=talk, at=NOON + timedelta(minutes=minute)) for minute in range(3)
    )
    browser = client_of(alice)
    marks = {}
    for chosen in (first, second, third):
        Message.objects.filter(pk=chosen.pk).update(state=MessageState.ANSWERED)
        page = browser.get(reverse("web:message", args=[chosen.pk])).content.decode()
        marks[chosen.pk] = re.findall(r'href="/inbox/(\d+)/" data-gap', page)
        Message.objects.filter(pk=chosen.pk).update(state=MessageState.NEW)

    assert marks == {first.pk: [str(second.pk)], second.pk: [str(third.pk)], third.pk: []}


@pytest.mark.parametrize("path", ["/inbox/", "/inbox/groups/"])
def test_readers_are_told_of_no_key_that_decides(path: str, alice: Person, dave: Person):
    press, reader = (words(element(client_of(one).get(path).content.decode(), "dialog")) for one in (alice, dave))
    assert ["основание по порядку" in said for said in (press, reader)] == [True, False]
    assert ("отменить последнее" in reader, "показать новые" in reader) == (False, True)
