"""Sixty mixed comments of a stormy day in Chromium, cleared by the keyboard alone: the presses are counted."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_account, make_message
from tests.web.test_inbox_screen import open_page, site  # noqa: F401 -- fixtures
from veche.cases.models import CaseMessage
from veche.demo.content.storm import BUS, RAID, RAIDERS, TALK, WATER
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.staff.models import Administration, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
ANSWER = "Воду вернём сегодня до 23:00. Бочка с водой стоит у школы № 19."


class Keys:
    """Presses on a page, counted; words that are typed into a field are not."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.number += 1
            self.page.keyboard.press(key)

    def decide(self, *keys: str) -> None:
        """Press, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.press(*keys)


def test_sixty_comments_take_four_keys_each_at_most(
    request: pytest.FixtureRequest, rubtsovsk: Administration, alice: Person
) -> None:
    messages = stormy(rubtsovsk, alice)
    assert len(messages) == 60
    page: Page = request.getfixturevalue("open_page")(alice, "/inbox/")
    keys = Keys(page)
    while left := still_open():
        before = keys.number
        while (shown := number_of(page)) not in left:
            keys.decide("j")  # past what stands in a case already
        text = messages[shown].text
        if text == RAID:
            keys.decide("4", "d")
        elif text in BUS:
            keys.decide("c")
        elif text in WATER[:3]:
            keys.press("a")
            page.keyboard.insert_text(ANSWER)
            keys.decide("Control+Enter")
            keys.decide("j")
        else:
            keys.decide("n")
        assert keys.number - before <= 4, text
    assert keys.number <= 60 * 4
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states[MessageState.DELETING] == RAIDERS
    assert (states[MessageState.ANSWERED], CaseMessage.objects.count()) == (3, len(BUS))

    # Nothing is stolen from who types, nor from who has turned the keys off.
    page.locator("#id_q").focus()
    keys.press("n", "j", "g")
    expect(page.locator("#id_q")).to_have_value("njg")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="все клавиши").click()
    page.get_by_role("checkbox", name="Работать клавишами").uncheck()
    page.get_by_role("button", name="Закрыть").click()
    here = page.url
    keys.press("g", "?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url == here
    page.get_by_role("button", name="все клавиши").click()
    page.get_by_role("checkbox", name="Работать клавишами").check()
    page.get_by_role("button", name="Закрыть").click()
    keys.decide("g")
    expect(page.get_by_role("heading", name="Входящие группами")).to_be_visible()


def stormy(administration: Administration, alice: Person) -> dict[int, Message]:
    """The comments of the demo's stormy day, mixed, by id."""
    texts = [*WATER, *BUS, *TALK, *[RAID] * RAIDERS]
    Random(1).shuffle(texts)
    account = make_account(administration, responsible=alice)
    found = [
        make_message(account, text=text, at=now() - timedelta(minutes=100 - n), author_id=str(n))
        for n, text in enumerate(texts)
    ]
    propose_for_new()
    return {one.pk: one for one in found}


def still_open() -> set[int]:
    """Ids of what nobody has decided, answered or put into a case."""
    return set(Message.objects.filter(state=MessageState.NEW, in_case=None).values_list("pk", flat=True))


def number_of(page: Page) -> int:
    """Id of the comment that stands open."""
    action = page.locator("#keep-form").get_attribute("action")
    assert action
    return int(action.split("/")[-3])
