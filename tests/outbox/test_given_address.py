"""A person gives the address of a post later, and soon learns whether the post exists."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_act
from tests.outbox.test_by_person import account, address, card, entries, said
from tests.outbox.test_changes import out_vk
from tests.people import client_of
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.payload import act_to_json
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.domain.divergence import unseen_divergences
from veche.outbox.domain.person_decisions import give_address, say_happened
from veche.outbox.domain.queries import line_of
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.outbox.tasks import read_back_act
from veche.staff.models import Person

__all__ = ["account", "out_vk"]


def test_the_address_comes_after_the_card_was_closed_without_one(account: Account, alice: Person, bob: Person):
    act = said(card(account), alice)
    browser, page = client_of(bob), reverse("outbox:detail", args=[act.pk])
    before = browser.get(page).content.decode()

    refused = browser.post(reverse("outbox:address", args=[act.pk]), {"url": "https://vk.com/wall-111_7"})
    nothing = browser.post(reverse("outbox:address", args=[act.pk]), {"url": " "})
    taken = browser.post(reverse("outbox:address", args=[act.pk]), {"url": address(7)})

    act.refresh_from_db()
    after = browser.get(page).content.decode()
    assert refused.status_code == 422
    assert nothing.status_code == 422
    assert taken.headers["Location"] == page
    assert "Это запись другой страницы. Ничего не записали." in refused.content.decode()
    assert "Записать адрес" in before
    assert act.remote_id == "7"
    assert act.remote_url == address(7)
    assert act.confirmed_by == alice
    assert [entry[:2] for entry in entries(act)] == [
        ("подтвердил человек", "alice"),
        ("записали адрес записи, со слов человека", "bob"),
    ]
    assert ("подтвердил человек: alice" in after, "Сменить адрес" in after) == (True, True)


def test_a_number_that_a_call_of_ours_got_is_not_replaced(account: Account, alice: Person):
    act = said(card(account, state="sent", remote_id="5", last_call_at=now()), alice)

    with pytest.raises(NotNow):
        give_address(act=act, by=alice, url=address(7))


@pytest.mark.django_db(transaction=True)
def test_an_address_without_a_post_is_told_at_once(alice: Person, out_vk: Act):
    wanted = act_to_json(Publish(OutgoingPost("Каток открыт")))
    hour = now() - timedelta(minutes=5)
    act = make_act(out_vk.account, due_at=hour, state="by_hand", payload=wanted)
    there = f"https://vk.com/wall-{out_vk.account.remote_id}_"

    say_happened(act=act, by=alice, url=f"{there}999999")
    act.refresh_from_db()
    checking = line_of(act).is_being_checked
    read_back_act.func(act.pk)
    found = [(one.act_id, one.kind) for one in unseen_divergences(act.administration)]

    act.refresh_from_db()
    assert checking is True
    assert line_of(act).is_being_checked is False
    assert found == [(act.pk, "gone")]
    give_address(act=act, by=alice, url=f"{there}999998")
    act.refresh_from_db()
    assert (act.remote_id, list(unseen_divergences(act.administration))) == ("999998", [])
    assert line_of(act).is_being_checked
