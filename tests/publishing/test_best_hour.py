"""The editor's best hour: from the views of the account's own posts, with how sure that is."""

from collections.abc import Callable, Sequence
from datetime import time, timedelta
from random import Random

import pytest
from django.urls import reverse

from tests.factories import make_account, make_act, make_plan_item, make_post
from tests.markup import elements, words
from tests.people import client_of
from veche.accounts.models import Account
from veche.kernel.clock import at, now
from veche.publishing.domain import best_hour
from veche.publishing.domain.best_hour import CHANCE, LEAST, WEEK, BestHour, best_hours, best_of_city
from veche.publishing.models import PostFigures
from veche.staff.models import Person

DAYS = 60


@pytest.fixture
def tell(alice: Person) -> Callable[..., None]:
    """Posts of an account at `hour`, one a day, with the views that each had `week` days later."""

    def told(account: Account, hour: int, views: Sequence[int], *, since: int = DAYS, week: int = WEEK) -> None:
        city = alice.administration
        for number, seen in enumerate(views):
            day = (now() - timedelta(days=since - number)).date()
            out = at(day, time(hour, 20), city.time_zone)
            act = make_act(account, state="confirmed", proof="answer", remote_id=f"{hour}-{since}-{number}", due_at=out)
            rows = [(day + timedelta(days=n), seen if n == week else 1 + n) for n in range(week + 1)]
            PostFigures.objects.bulk_create(
                PostFigures(administration=city, act=act, day=on, views=n, asked_at=out, taken_at=out) for on, n in rows
            )
        best_of_city.cache_clear()  # an hour later

    return told


def test_the_best_hour_is_said_from_thirty_posts_on_with_how_sure_it_is(tell: Callable[..., None], alice: Person):
    city = alice.administration
    page, other = (make_account(city, network=network, responsible=alice) for network in ("vk", "ok"))
    tell(page, 9, [500 + n for n in range(15)])
    tell(page, 19, [900 + n for n in range(14)])
    tell(page, 19, [90_000], since=5, week=4)  # five days old: its week is not over
    assert best_hours(city, [page, other]) == {}

    tell(page, 3, [100_000])  # at night: counted among the others, never offered
    assert best_hours(city, [page, other]) == {
        page: BestHour(time(18), time(20), usual=906, otherwise=508, posts=LEAST, sure=True)
    }

    tell(other, 12, [700] * 10 + [300] * 5)
    tell(other, 15, [600] * 10 + [400] * 6)
    assert [(one.start.hour, one.posts, one.sure) for one in best_hours(city, [other]).values()] == [(12, 31, False)]
    tell(other, 21, [9_000] * 3)  # three are too few to say anything about this hour
    assert [one.start.hour for one in best_hours(city, [other]).values()] == [12]

    item = make_plan_item(city, author=alice, accounts=(page,), publish_at=now() + timedelta(days=2))
    shown = client_of(alice).get(reverse("publishing:edit", args=[make_post(item).pk])).content.decode()
    said = [words(line) for line in elements(shown, "li[data-best-of]")]
    assert said[0] == ("VK 18–20 часов Смотрят больше: 906 просмотров против 508, по 30 записям, не случайно")
    assert said[1].endswith("по 34 записям, может быть, случайно")
    assert [words(one) for one in elements(shown, "li[hidden]") if "Смотрят больше" in one] == [said[1]]


def test_chance_alone_seldom_makes_an_hour_look_best():
    draw = Random(1)  # no secret
    posts = ([(draw.randrange(8, 22), int(draw.lognormvariate(6, 1))) for _ in range(48)] for _ in range(400))
    found = [best_hour._best(one) for one in posts]  # the rule itself
    assert sum(one.sure for one in found if one) <= 400 * CHANCE
