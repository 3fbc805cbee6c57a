"""Occasions ahead, with what is planned from each, and the near ones of which nothing is planned."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_occasion, make_plan_item
from tests.markup import words
from tests.people import client_of
from veche.kernel.clock import now
from veche.plan.domain.items import cancel_item
from veche.staff.models import Person

NOTHING = "скоро, а ничего не запланировано"
PAGE = reverse("plan:occasions")


@pytest.mark.django_db
def test_the_press_sees_near_occasions_of_which_nothing_is_planned(alice: Person, dave: Person, mallory: Person):
    city = alice.administration
    near = make_occasion(city, by=alice, title="Ярмарка", starts_at=now() + timedelta(hours=30))
    make_occasion(city, by=alice, title="Субботник", starts_at=now() + timedelta(hours=40))
    make_occasion(city, by=alice, title="Юбилей", starts_at=now() + timedelta(days=9))
    make_occasion(city, by=alice, title="Вчера", starts_at=now() - timedelta(days=1))
    make_occasion(mallory.administration, by=mallory, title="Чужой", starts_at=now() + timedelta(hours=30))

    def said(person: Person, path: str) -> str:
        return words(client_of(person).get(path).content.decode())

    today, soon, ahead = said(alice, "/"), said(alice, f"{PAGE}?show=soon"), said(alice, PAGE)

    assert (NOTHING in today, "и ещё 1" in today, NOTHING in said(dave, "/")) == (True, True, False)
    assert [title in soon for title in ("Ярмарка", "Субботник", "Юбилей", "Вчера", "Чужой")] == [True, True] + [
        False
    ] * 3
    assert [title in ahead for title in ("Ярмарка", "Субботник", "Юбилей", "Вчера", "Чужой")] == [True] * 3 + [
        False
    ] * 2
    assert ("записей нет: 2" in soon, ahead.count("Ничего не запланировано")) == (True, 3)

    item = make_plan_item(city, author=alice, occasion=near)
    assert ("записей нет: 1" in said(alice, PAGE), "Запланировано: 1 запись" in said(alice, PAGE)) == (True, True)
    cancel_item(item=item, by=alice)
    assert "записей нет: 2" in said(alice, PAGE)
