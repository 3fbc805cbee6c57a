"""«Переносы»: the last twenty moves of the plan, and taking one back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_account, make_plan_item
from tests.markup import attribute, element, elements, words
from tests.people import client_of
from tests.written import approved
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.outbox.models import Act
from veche.plan.domain.items import cancel_item, move_item
from veche.plan.errors import PlanError
from veche.plan.models import PlanItem
from veche.publishing.domain.change import move
from veche.publishing.domain.moves import UNDONE, last_moves, move_back
from veche.staff.models import Person

HOUR = timedelta(hours=1)


@pytest.fixture
def item(alice: Person) -> PlanItem:
    account = make_account(alice.administration, responsible=alice)
    noon = (now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    return make_plan_item(alice.administration, author=alice, accounts=(account,), publish_at=noon, title="Каток")


@pytest.fixture
def press(alice: Person) -> Client:
    return client_of(alice)


def undo(press: Client, item: PlanItem, number: int) -> str:
    """What the page says after «Вернуть»."""
    page = press.post(reverse("web:item_move_back", args=[item.pk]), {"move": number}, follow=True).content.decode()
    return words(" ".join([*elements(page, "div.toast"), *elements(page, "div.alert")]))


def test_moves_are_taken_back_one_after_the_other(press: Client, item: PlanItem, alice: Person, bob: Person):
    noon = item.publish_at
    move(item=item, by=alice, publish_at=noon + HOUR)
    move(item=item, by=bob, publish_at=noon + 2 * HOUR)
    later, earlier = last_moves(item.administration)
    page = press.get(reverse("web:moves")).content.decode()

    assert (later.stays, earlier.stays) == ("", "после этого его перенесли ещё раз")
    assert page.count("Вернуть<span") == 1
    assert spoken(noon, "Asia/Barnaul") in page
    assert "после этого его перенесли ещё раз" in undo(press, item, earlier.number)
    assert undo(press, item, later.number) == f"Вернули: {spoken(noon + HOUR, 'Asia/Barnaul')}."
    assert UNDONE in undo(press, item, later.number)
    page = press.get(reverse("web:moves")).content.decode()
    assert (page.count("Вернуть<span"), page.count("Вернули.")) == (1, 1)
    assert undo(press, item, earlier.number) == f"Вернули: {spoken(noon, 'Asia/Barnaul')}."
    assert "Такого переноса не было" in undo(press, item, 0)
    item.refresh_from_db()
    assert item.publish_at == noon
    assert [(one.number, one.undone) for one in last_moves(item.administration)] == [
        (later.number, True),
        (earlier.number, True),
    ]


def test_a_move_to_the_same_hour_is_none(press: Client, item: PlanItem, alice: Person):
    move(item=item, by=alice, publish_at=item.publish_at + HOUR)
    [before] = last_moves(item.administration)
    page = press.get(reverse("web:item", args=[item.pk])).content.decode()
    day, time = (attribute(page, f"[name={name}]", "value") for name in ("day", "time"))

    said = press.post(
        reverse("web:item_move", args=[item.pk]), {"day": day, "time": time}, follow=True
    ).content.decode()

    assert words(element(said, "div.toast")) == f"Время прежнее: {spoken(item.publish_at, 'Asia/Barnaul')}."
    assert last_moves(item.administration) == [before]


def test_an_approved_post_goes_back_with_its_acts(alice: Person, carol: Person):
    version = approved(alice, boss=carol)
    item = version.post.plan_item
    was = item.publish_at
    move(item=item, by=alice, publish_at=was + HOUR)

    move_back(item=item, by=alice, number=last_moves(item.administration)[0].number)

    item.refresh_from_db()
    assert item.publish_at == was
    assert set(Act.objects.unscoped().values_list("due_at", flat=True)) == {was}


def test_what_prevents_it_is_said(item: PlanItem, alice: Person):
    move_item(item=item, by=alice, publish_at=now() - HOUR, agreed=True)
    move_item(item=item, by=alice, publish_at=now() + HOUR)
    newest = last_moves(item.administration)[0]

    with pytest.raises(PlanError, match="прежнее время уже прошло"):
        move_back(item=item, by=alice, number=newest.number)
    cancel_item(item=item, by=alice)
    with pytest.raises(PlanError, match="пункт сняли с плана"):
        move_back(item=item, by=alice, number=newest.number)


def test_the_last_twenty_moves_of_one_item_are_all_taken_back(item: PlanItem, alice: Person):
    hours = [item.publish_at]
    for n in range(1, 23):
        hours.append(hours[-1] + n * HOUR)
        move_item(item=item, by=alice, publish_at=hours[-1])

    listed = last_moves(item.administration)
    for one in listed:
        move_back(item=item, by=alice, number=one.number)

    item.refresh_from_db()
    assert (len(listed), item.publish_at) == (20, hours[2])


@pytest.mark.parametrize("shown_at", ["", "вчера", "nan", "9e99", "2026-12-01"])
def test_a_move_without_the_moment_of_its_page_goes_through(press: Client, item: PlanItem, shown_at: str):
    day = (item.publish_at + timedelta(days=1)).date().isoformat()

    answer = press.post(reverse("web:item_move", args=[item.pk]), {"day": day, "time": "12:00", "shown_at": shown_at})

    assert answer.status_code == 302


def test_who_drags_what_a_colleague_has_moved_is_told_once(press: Client, item: PlanItem, bob: Person):
    shown_at, noon = now().timestamp(), item.publish_at
    move(item=item, by=bob, publish_at=noon + HOUR)
    typed = {"day": (noon + timedelta(days=1)).date().isoformat(), "time": "12:00"}
    address = reverse("web:item_move", args=[item.pk])

    told = press.post(address, typed | {"shown_at": str(shown_at)})
    item.refresh_from_db()
    stood = item.publish_at
    again = press.post(address, typed)

    assert told.status_code == 422
    assert "Коллега уже перенёс этот пункт" in told.content.decode()
    assert stood == noon + HOUR
    assert again.status_code == 302
