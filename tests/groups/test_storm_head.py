"""The head of the groups in a storm: how much comes in, from where, and who is there."""

from datetime import timedelta

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOON, make_account, make_message
from tests.groups.test_groups import LIST, RAID, account, send, values  # noqa: F401 -- a fixture
from tests.markup import attribute, element, elements, words
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.domain.comment_rate import comment_rate
from veche.inbox.domain.holds import take
from veche.inbox.enums import MessageState
from veche.moderation.domain.propose import propose_for_new
from veche.staff.models import Duty, Person


@time_machine.travel(NOON, tick=False)
def test_the_head_compares_the_last_hour_with_the_same_hour_of_weeks_before(
    account: Account,  # noqa: F811
    alice: Person,
    bob: Person,
) -> None:
    """In one query; beside it who is on duty, who has taken what, and how many comments wait in each network."""
    for weeks, number in ((5, 9), (2, 3), (1, 2)):
        for _ in range(number):
            make_message(
                account, text="Спасибо", at=NOON - timedelta(weeks=weeks, minutes=30), state=MessageState.CLOSED
            )
    asked = [make_message(account, text=RAID, at=NOON - timedelta(minutes=20), author_id=str(n)) for n in range(12)]
    other = make_account(alice.administration, responsible=alice, network="max")
    for number in range(18):
        make_message(other, text=RAID, at=NOON - timedelta(minutes=4), author_id=str(number))
    propose_for_new()
    take(message=asked[0], by=bob)
    Duty.objects.create(administration=alice.administration, person=alice, since=NOON.date(), until=NOON.date())

    with CaptureQueriesContext(connection) as queries:
        rate = comment_rate(alice.administration)
    assert len(queries) == 1
    assert (rate.hour, rate.usual) == (30, 1)
    assert rate.steps[-5:] == [12, 0, 0, 0, 18]
    browser = client_of(alice)
    page = browser.get(LIST).content.decode()
    assert words(element(page, "h1")) == "За час 30 комментариев"
    assert "Обычно в это время 1. Пишут всё чаще." in words(element(page, ".groups-head"))
    assert f"Дежурит {alice.display_name} , это вы" in words(element(page, ".on-duty"))
    assert f"Разбирает {bob.display_name} , в работе 1" in words(element(page, ".on-duty"))
    assert f"разбирает {bob.display_name}" in words(element(page, ".group-here"))
    assert [words(one) for one in elements(element(page, ".chips"), "a")][2:] == ["VK 12", "MAX 18"]
    narrowed = browser.get(f"{LIST}?net=max").content.decode()
    assert len(values(narrowed)) == 18
    # What is decided there leads on there, and so does its undo.
    decided = send(browser, narrowed, verb="delete", ground="spam", net="max")
    assert attribute(decided, "[name=net]", "value") == "max"
    undo = attribute(element(decided, "#group-fates"), "form", "action")
    back = browser.post(undo, {"net": "max"})
    assert "net=max" in back["Location"]
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        later = client_of(alice).get(LIST).content.decode()
    assert words(element(later, ".on-duty")) == "Рабочее время: отвечает пресс-служба"
    assert words(element(later, "h1")) == "Входящие группами"
