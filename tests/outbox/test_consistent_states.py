"""All pages and verbs agree about acts by hand, keys and deleted posts."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOON, make_account, make_act
from tests.markup import words
from tests.outbox.test_reasons import GONE
from tests.people import client_of
from tests.web.test_week import address, next_monday, planned
from veche.accounts.enums import KeySlot
from veche.accounts.models import Account, Key
from veche.kernel.clock import now
from veche.outbox.domain.person_decisions import send_now
from veche.outbox.errors import NotNow
from veche.staff.models import Person


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice, network="max", remote_id="-70801090403050")


def test_an_edit_of_a_gone_post_is_not_sent_again(account: Account, alice: Person):
    about = make_act(account, state="confirmed", proof="answer", proven_at=NOON, remote_id="1")
    act = make_act(account, verb="edit", state="failed", about=about, reason=GONE)

    with pytest.raises(NotNow, match="Этой записи в сети уже нет"):
        send_now(act=act, by=alice)

    act.refresh_from_db()
    assert act.state == "failed"


@time_machine.travel(NOON, tick=False)  # in the evening the second act would be due on another day
def test_the_list_for_hands_shows_also_what_is_not_due_yet(account: Account, alice: Person):
    for hours in (-1, 5):
        make_act(account, state="by_hand", due_at=now() + timedelta(hours=hours))

    page = client_of(alice).get(reverse("outbox:list") + "?state=by_hand")

    counts = {one["state"]: one["count"] for one in page.context["filters"]}
    assert (counts["by_hand"], [line.is_ahead for line in page.context["lines"]]) == (2, [True, False])


def test_an_item_is_expected_only_where_a_key_is(account: Account, alice: Person):
    monday = next_monday()
    planned(account, monday)
    browser = client_of(alice)
    before = words(browser.get(address(monday)).content.decode())
    Key.objects.create(
        administration=account.administration,
        account=account,
        slot=KeySlot.BOT,
        sealed="-",
        added_by=alice,
        revoked_at=now(),
    )

    after = words(browser.get(address(monday)).content.decode())

    assert ("По сетям: будет MAX 1" in before, "По сетям: будет MAX 1" in after) == (True, False)


def test_a_lost_part_of_a_key_is_told(alice: Person, ivan: Person):
    account = make_account(alice.administration, responsible=alice, network="ok")
    for slot in (KeySlot.ADMIN, KeySlot.APPLICATION, KeySlot.SECRET):
        revoked = now() if slot == KeySlot.SECRET else None
        Key.objects.create(
            administration=account.administration,
            account=account,
            slot=slot,
            sealed="-",
            added_by=ivan,
            revoked_at=revoked,
        )

    said = words(client_of(ivan).get("/").content.decode())

    assert "отозван секретный ключ" in said.partition("Ключи")[2]
