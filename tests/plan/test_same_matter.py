"""Two items of one matter: what is warned of, and what a person has told apart."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.factories import make_account, make_plan_item, make_series
from tests.markup import elements, words
from tests.people import client_of
from tests.plan.same_matter_pairs import HELD_OUT_OTHER, HELD_OUT_SAME, OTHER, SAME
from tests.written import drafted
from veche.journal.models import Entry
from veche.plan.domain.same_matter import likely_pairs, pairs_among
from veche.plan.models import DifferentMatter, PlanItem
from veche.staff.models import Person

NOON = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)  # Thursday, 12:00 in Rubtsovsk
# Measured: precision 1.00 and 1.00, recall 0.90 and 0.95.
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.85


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def planned(by: Person, title: str, days: float, **fields: Any) -> PlanItem:
    return make_plan_item(by.administration, author=by, title=title, publish_at=NOON + timedelta(days=days), **fields)


def titled(pk: int, title: str) -> Any:
    return SimpleNamespace(pk=pk, title=title, publish_at=NOON, series_id=None)


def alike(pairs: tuple[tuple[str, str], ...]) -> int:
    return sum(bool(list(likely_pairs([titled(1, one), titled(2, other)]))) for one, other in pairs)


@pytest.mark.parametrize(("same", "other"), [(SAME, OTHER), (HELD_OUT_SAME, HELD_OUT_OTHER)])
def test_labelled_pairs_are_told_with_few_wrong_warnings(same, other):
    right, wrong = alike(same), alike(other)

    assert right / (right + wrong) >= LEAST_PRECISION
    assert right / len(same) >= LEAST_RECALL


def test_only_items_near_in_time_that_are_ahead_and_of_no_series_are_named(alice: Person):
    series = make_series(alice.administration, by=alice)
    first, again = planned(alice, "Открытие катка у вокзала", 1), planned(alice, "У вокзала открыли каток", 3)
    others = [
        planned(alice, "Открытие катка у вокзала", 9),
        planned(alice, "Приём граждан в четверг", 2, series=series),
        planned(alice, "Приём граждан в четверг", 4, series=series),
        planned(alice, "Ремонт моста через Алей", -2),
        planned(alice, "Мост через Алей ремонтируют", -1),
        planned(alice, "Приём в кабинете 30", 2),
        planned(alice, "Приём в кабинете 12", 2),
    ]

    assert pairs_among(alice.administration, [*others, again, first]) == [(first, again)]


def test_what_a_person_told_apart_is_named_no_more(alice: Person, dave: Person):
    account = make_account(alice.administration, responsible=alice)
    item = planned(alice, "Открытие катка у вокзала", 1, accounts=(account,))
    post = drafted(alice, title="У вокзала открыли каток", accounts=[account], publish_at=NOON + timedelta(days=2))
    press, curator = client_of(alice), client_of(dave)
    pages = [
        *(reverse(f"web:{name}") for name in ("week", "month", "plan_list")),
        reverse("web:item", args=[item.pk]),
        reverse("publishing:detail", args=[post.pk]),
    ]

    after_week = {"week": "2026-W51"}  # the week after: a pair over its edge is named in both
    planned(alice, "Ярмарка мёда", 3.9, accounts=(account,))
    planned(alice, "Ярмарка мёда", 4.1, accounts=(account,))
    edge = press.get(reverse("web:week"), after_week).content.decode()
    said = [press.get(page).content.decode() for page in pages]
    told = curator.get(pages[1]).content.decode()
    answer = press.post(reverse("plan:tell_apart", args=[item.pk]), {"other": post.plan_item_id, "back": "month"})
    press.post(reverse("plan:tell_apart", args=[post.plan_item_id]), {"other": item.pk})
    after = [press.get(page).content.decode() for page in pages]

    assert "Ярмарка мёда" in words(elements(edge, "div.twins")[0])
    assert all("Это разное" in page for page in said)
    assert "У вокзала открыли каток , сб, 12 декабря." in words(elements(told, "div.twins")[0])
    assert "Это разное" not in told
    assert (answer.status_code, answer["Location"]) == (302, "/week/month/?month=2026-12")
    assert not any("вокзала" in words(one) for page in after for one in elements(page, "div.twins"))
    assert not any("Это разное" in page for page in after[3:])
    assert DifferentMatter.objects.of(alice.administration).count() == 1
    assert Entry.objects.of(alice.administration).filter(verb="plan.told_apart").count() == 1
