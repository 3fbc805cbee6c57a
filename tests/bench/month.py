"""A month of three hundred items, also with half of them out and with ten thousand in the year, and a drag in it:
`python -m tests.bench.month FOLDER`.

Prints its rows as a JSON line, as `tests.bench.forty`. The second page may take 1.3 times as long as the first.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import cycle
from pathlib import Path
from time import time as time_now
from typing import TYPE_CHECKING, Any

from tests.bench.in_process import Limits, analyze, measured, measured_asking, prepare
from tests.bench.report import VERDICT, judged

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from veche.accounts.models import Account
    from veche.staff.models import Person

LIMITS = Limits(p95_ms=60, queries=15, kilobytes=80)
# A drag and the page after it.
OF_DRAG = Limits(p95_ms=100, queries=40, kilobytes=80)
OF_MONTH, OF_YEAR, GROWTH = 300, 10_000, 1.3
# The page of March ends with the first Sunday of April.
MONTH, BEYOND, OUT = date(2027, 3, 1), date(2027, 4, 5), date(2026, 5, 1)

GROWN = "во сколько раз дольше"


def main() -> None:
    prepare()
    from tests.people import client_of, make_administration, play
    from tests.written import accounts_of

    press = play("alice", make_administration("Рубцовск"))
    accounts = accounts_of(press)
    browser, path = client_of(press), f"/week/month/?month={MONTH:%Y-%m}"
    _fill(press, accounts, MONTH, OF_MONTH, days=31)
    few = measured("Месяц, 300 пунктов", browser, path, LIMITS)
    _fill(press, accounts, BEYOND, OF_YEAR - OF_MONTH, days=240)
    many = measured("Месяц, 10 000 пунктов в году", browser, path, LIMITS)
    grown = many["p50, мс"] / few["p50, мс"]
    drag = measured_asking("Перенос в месяце и страница после него", _drag(press, browser), OF_DRAG)
    _fill(press, accounts, OUT, OF_MONTH, days=31)
    _let_out(press, OUT)
    out = measured("Месяц, 300 пунктов, треть вышла", browser, f"/week/month/?month={OUT:%Y-%m}", LIMITS)
    few, out, drag = ({**row, GROWN: 1.0} for row in (few, out, drag))
    rows = [few, out, drag, {**many, GROWN: grown, VERDICT: judged(grown / GROWTH, 1)}]
    sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")


def _fill(press: "Person", accounts: "Sequence[Account]", first: date, number: int, *, days: int) -> None:
    """Items from eight o'clock on, spread over the days; two of three have a draft."""
    from veche.kernel.clock import at, now
    from veche.plan.models import PlanItem
    from veche.posts.models import Post, PostVersion

    city, aimed, zone = press.administration, PlanItem.accounts.through, press.administration.time_zone
    items = PlanItem.objects.bulk_create(
        PlanItem(
            administration=city,
            author=press,
            publish_at=at(first + timedelta(days=index % days), time(8 + index // days % 12, index % 60), zone),
            title=f"Отключат воду на улице {index}",
        )
        for index in range(number)
    )
    aimed.objects.bulk_create(aimed(planitem_id=one.pk, account_id=account.pk) for one in items for account in accounts)
    begun = [item for index, item in enumerate(items) if index % 3]
    posts = Post.objects.bulk_create(Post(administration=city, plan_item=item, author=press) for item in begun)
    told = {"administration": city, "author": press, "saved_by": press, "saved_at": now()}
    PostVersion.objects.bulk_create(PostVersion(post=post, number=1, **told) for post in posts)
    analyze()


def _drag(press: "Person", browser: "Client") -> "Callable[[], Any]":
    """Move an item of the month to the next day and back, each time with the page that follows."""
    from django.urls import reverse

    from veche.plan.models import PlanItem

    item = PlanItem.objects.of(press.administration).order_by("publish_at", "pk")[0]
    days = cycle((MONTH + timedelta(days=1), MONTH))

    def ask() -> "Any":
        told = {"day": next(days).isoformat(), "time": "20:30", "shown_at": str(time_now()), "back": "month"}
        return browser.post(reverse("web:item_move", args=[item.pk]), told, follow=True)

    return ask


def _let_out(press: "Person", first: date) -> None:
    """Every second draft of that month is out in each of its accounts, as the worker leaves it."""
    from tests.factories import make_act
    from veche.outbox.enums import ActState, Proof
    from veche.posts.enums import PostState
    from veche.posts.models import Post
    from veche.publishing.models import Delivery

    city = press.administration
    months = Post.objects.of(city).filter(
        plan_item__publish_at__year=first.year, plan_item__publish_at__month=first.month
    )
    for post in list(months.select_related("plan_item").order_by("pk"))[::2]:
        version, at = post.versions.get(), post.plan_item.publish_at
        Post.objects.of(city).filter(pk=post.pk).update(state=PostState.APPROVED)
        for account in post.plan_item.accounts.all():
            done: dict[str, Any] = {"state": ActState.CONFIRMED, "proof": Proof.READ_BACK, "remote_id": str(post.pk)}
            act = make_act(account, due_at=at, last_call_at=at, proven_at=at, **done)
            Delivery.objects.create(administration=city, version=version, account=account, act=act)
    analyze()


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    main()
