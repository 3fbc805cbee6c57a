"""Two people edit the same form: neither overwrites what the other saved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_account, make_occasion, make_plan_item
from tests.people import client_of
from veche.demo.chain.browser import _Reader
from veche.staff.models import Administration, Appointment, Person

type Opened = tuple[str, Any]


def plan_item(city: Administration, alice: Person) -> Opened:
    item = make_plan_item(city, author=alice, title="Каток", note="Спросить\nпро лёд")
    return reverse("web:item_change", args=[item.pk]), item


def occasion(city: Administration, alice: Person) -> Opened:
    made = make_occasion(city, by=alice, title="Каток")
    return reverse("plan:occasion_change", args=[made.pk]), made


def passport(city: Administration, alice: Person) -> Opened:
    account = make_account(city, responsible=alice, title="Каток", legal_basis="Приказ 1")
    return reverse("accounts:edit", args=[account.pk]), account


WINDOWS = [(plan_item, "note"), (occasion, "note"), (passport, "legal_basis")]


def fields_of(answer: Any) -> dict[str, str]:
    """The fields that a browser would send from the current form, with a browser's line ends."""
    reader = _Reader("")
    reader.feed(answer.content.decode())
    (form,) = [form for form in reader.forms if any(name == "title" for name, _value in form.fields)]
    return {name: value.replace("\n", "\r\n") for name, value in form.fields}


@pytest.mark.parametrize(("opened", "other"), WINDOWS)
def test_two_fields_of_two_people(rubtsovsk, alice, bob, carol, ivan, opened: Callable[..., Opened], other: str):
    address, thing = opened(rubtsovsk, alice)
    mine, theirs = client_of(carol), client_of(ivan if opened is passport else bob)
    my_window, their_window = fields_of(mine.get(address)), fields_of(theirs.get(address))

    answers = [
        theirs.post(address, their_window | {other: "Написал коллега"}).status_code,
        mine.post(address, my_window | {"title": "Каток открыт"}).status_code,
    ]

    thing.refresh_from_db()
    assert answers == [302, 302]
    assert thing.title == "Каток открыт"
    assert getattr(thing, other) == "Написал коллега"


@pytest.mark.parametrize(("opened", "other"), WINDOWS)
def test_one_field_of_two_people(rubtsovsk, alice, bob, carol, ivan, opened: Callable[..., Opened], other: str):
    address, thing = opened(rubtsovsk, alice)
    mine, theirs = client_of(carol), client_of(ivan if opened is passport else bob)
    my_window, their_window = fields_of(mine.get(address)), fields_of(theirs.get(address))
    theirs.post(address, their_window | {other: "Написал коллега", "title": "Каток и лыжня"})

    refused = mine.post(address, my_window | {other: "Написала я"})
    thing.refresh_from_db()
    between = getattr(thing, other)
    shown = fields_of(refused)
    again = mine.post(address, shown)

    thing.refresh_from_db()
    page = refused.content.decode()
    assert refused.status_code == 422
    assert between == "Написал коллега"
    assert again.status_code == 302
    assert "Пока вы писали, коллега сохранил здесь «Написал коллега»." in page
    assert (shown["title"], shown[other]) == ("Каток и лыжня", "Написала я")
    assert (thing.title, getattr(thing, other)) == ("Каток и лыжня", "Написала я")


def test_whom_nobody_can_choose_any_more_is_named_too(rubtsovsk, alice, bob, carol, ivan):
    """Also if the colleague's choice is a person who has left meanwhile."""
    address, account = passport(rubtsovsk, alice)
    mine, theirs = client_of(carol), client_of(ivan)
    my_window = fields_of(mine.get(address))
    theirs.post(address, fields_of(theirs.get(address)) | {"stand_in": bob.pk})
    Appointment.objects.of(rubtsovsk).filter(person=bob).delete()
    Person.objects.of(rubtsovsk).filter(pk=bob.pk).update(is_active=False)

    refused = mine.post(address, my_window | {"stand_in": carol.pk})

    account.refresh_from_db()
    assert (refused.status_code, account.stand_in) == (422, bob)
    assert f"коллега сохранил здесь «{bob}»" in refused.content.decode()
