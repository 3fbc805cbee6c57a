"""From the decision to the training network and back."""

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.inbox.conftest import Stand
from tests.markup import words
from tests.people import client_of
from veche.accounts.domain.clients import open_account
from veche.alarms.models import Alarm
from veche.commenting.domain import compare as comparing
from veche.commenting.domain.close import close
from veche.commenting.domain.compare import compare
from veche.commenting.domain.reopen import reopen
from veche.commenting.models import Closure, ModeDifference
from veche.kernel.clock import now
from veche.networks.protocol import CommentMode, SetCommentMode
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_account_is_closed_and_opened_again(stand: Stand, alice: Person) -> None:
    post = stand.publish("Паводок", alice)
    why = "Паника под записью"

    made = close(account=stand.account, publication=None, by=alice, mode="closed", reason=why, until=None)

    act = stand.carry_out(made.act)
    assert (act.state, bool(act.parts["before"])) == (ActState.CONFIRMED, True)
    with pytest.raises(AssertionError, match="are closed"):
        stand.resident(post, "А где эвакуация?")
    opened = stand.carry_out(reopen(closure=made, by=alice).reopening)
    assert (opened.state, stand.resident(post, "Спасибо")["text"]) == (ActState.CONFIRMED, "Спасибо")


def sets(stand: Stand, mode: CommentMode, post: str = "") -> None:
    """Somebody does it in the network itself."""
    network = open_account(stand.account, patience=None)
    network.perform(SetCommentMode(mode, post), {}, key=uuid4(), deadline=time.monotonic() + 10)


def test_what_somebody_opens_or_closes_in_the_network_is_noticed_and_settled(stand: Stand, alice: Person) -> None:
    said: dict[str, Any] = {
        "account": stand.account,
        "publication": None,
        "by": alice,
        "mode": "closed",
        "reason": "Паника",
    }
    made = close(**said, until=None)
    assert compare(stand.account) == 0  # on its way
    stand.carry_out(made.act)
    assert compare(stand.account) == 0

    sets(stand, CommentMode.OPEN)
    assert (compare(stand.account), compare(stand.account)) == (1, 0)
    [one] = ModeDifference.objects.filter(ended_at=None)
    assert {row.kind for row in Alarm.objects.all()} == {"commenting.differs"}
    browser, register = client_of(alice), reverse("commenting:list")
    page = words(browser.get(register).content.decode())
    assert "В сети комментарии открыты, у нас закрыты. Заметили" in page
    page = words(browser.get(reverse("outbox:account", args=[stand.account.pk])).content.decode())
    assert "В сети комментарии открыты, у нас закрыты Решить" in page
    browser.post(reverse("commenting:put_back", args=[one.pk]))
    one.refresh_from_db()
    assert compare(stand.account) == 0  # on its way back
    assert stand.carry_out(one.act).state == ActState.CONFIRMED
    assert (compare(stand.account), ModeDifference.objects.filter(ended_at=None).count()) == (0, 0)

    sets(stand, CommentMode.OPEN)
    assert compare(stand.account) == 1
    browser.post(reverse("commenting:accept", args=[ModeDifference.objects.get(ended_at=None).pk]))
    assert (Closure.objects.filter(ended_at=None).count(), compare(stand.account)) == (0, 0)

    sets(stand, CommentMode.CLOSED)
    assert compare(stand.account) == 1
    assert "у нас открыты" in words(browser.get(register).content.decode())
    stand.carry_out(close(**said, until=None).act)  # recorded: the network has it already
    assert (compare(stand.account), ModeDifference.objects.filter(ended_at=None).count()) == (0, 0)


def test_older_posts_are_read_in_turn_within_one_call(
    vk: Stand, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [vk.publish(f"Запись {number}", alice) for number in range(5)]
    Act.objects.filter(remote_id__in=map(str, posts[:4])).update(due_at=now() - timedelta(days=100))
    for post in (*posts[:3], posts[4]):
        sets(vk, CommentMode.CLOSED, str(post))
    monkeypatch.setattr(comparing, "MOST_POSTS", 3)

    before = len(vk.sandbox.calls("vk", "wall.getById"))
    assert 1 <= compare(vk.account) <= 3
    assert len(vk.sandbox.calls("vk", "wall.getById")) == before + 1
    assert ModeDifference.objects.filter(publication__remote_id=posts[4]).exists()  # the newest is read each time
    for _ in range(60):
        if ModeDifference.objects.count() == 4:
            break
        compare(vk.account)
    assert ModeDifference.objects.count() == 4
