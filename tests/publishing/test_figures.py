"""«Сколько увидели»: read hourly, then daily, for a month; one row a day; a note where a network shows nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_account, make_act, make_plan_item, make_post
from tests.outbox.conftest import vk  # noqa: F401
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from veche.accounts.models import Account, Bucket, Passport
from veche.kernel.clock import now
from veche.networks.protocol import OutgoingPost, PostStatistics, Publish
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.publishing.domain.figures import due, keep, read_figures, seen_of
from veche.publishing.models import Delivery, PostFigures
from veche.staff.models import Administration, Person

A_POST = {"verb": "publish", "text": "Каток открыт", "photos": []}


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


@pytest.fixture
def out(account: Account, alice: Person) -> Callable[..., Act]:
    """A publication that exists for some time."""

    def stands(number: str = "77", *, since: timedelta = timedelta(hours=2), **fields: Any) -> Act:
        moment = now() - since
        act = make_act(
            account,
            **{
                "state": "confirmed",
                "proof": "answer",
                "remote_id": number,
                "payload": A_POST,
                "due_at": moment,
                **fields,
            },
        )
        post = make_post(make_plan_item(account.administration, author=alice, accounts=(account,)))
        Delivery.objects.create(
            administration=account.administration, version=post.versions.get(), account=account, act=act
        )
        return act

    return stands


def told(act: Act, **figures: Any) -> None:
    keep(account=act.account, acts={act.remote_id: act}, found={act.remote_id: PostStatistics(**figures)})


def asked(act: Act, ago: timedelta) -> None:
    PostFigures.objects.filter(act=act).update(asked_at=now() - ago)


def test_whose_turn_it_is(account: Account, out: Callable[..., Act]):
    fresh, never = out("1"), out("2")
    old = out("3", since=timedelta(days=3))
    out("4", since=timedelta(days=31))  # too old
    out("5", state="sending")  # not published yet
    out("", state="confirmed")  # no id to ask by
    told(fresh, views=1)
    told(old, views=1)

    assert list(due(account)) == [never]
    asked(fresh, timedelta(minutes=61))
    asked(old, timedelta(hours=23))
    assert list(due(account)) == [never, fresh]
    asked(old, timedelta(hours=25))
    assert list(due(account)) == [never, old, fresh]


def test_a_withdrawn_post_is_not_asked_about(account: Account, out: Callable[..., Act]):
    make_act(account, verb="withdraw", about=out("1"))

    assert list(due(account)) == []


def test_one_row_a_day_and_the_newest_is_shown(out: Callable[..., Act]):
    act = out()
    told(act, views=40, likes=1)
    PostFigures.objects.update(day=now().date() - timedelta(days=2))
    told(act, views=90, likes=3)
    told(act, views=100, likes=3)

    assert list(PostFigures.objects.values_list("views", "likes", "reposts")) == [(40, 1, None), (100, 3, None)]
    (seen,) = seen_of([act])
    assert [(figure.icon, figure.number, figure.change) for figure in seen.figures] == [
        ("eye", 100, 60),
        ("heart", 3, 2),
    ]


def test_a_post_that_the_network_does_not_find_keeps_what_was_known(account: Account, out: Callable[..., Act]):
    act = out()
    told(act, views=40)
    asked(act, timedelta(hours=2))
    before = PostFigures.objects.get()

    keep(account=account, acts={act.remote_id: act}, found={})

    after = PostFigures.objects.get()
    assert after.views == 40
    assert after.taken_at == before.taken_at
    assert list(due(account)) == []
    assert after.asked_at > before.asked_at


def test_the_page_tells_it_and_says_where_nothing_is_shown(account: Account, out: Callable[..., Act], alice: Person):
    act = out()
    url = reverse("publishing:detail", args=[act.delivery.version.post_id])
    browser = client_of(alice)
    assert "Ещё не считали" in browser.get(url).content.decode()

    known: dict[str, Any] = {"mode": "absent", "why": "Ботам их не видно.", "slot": None, "steps": []}
    Passport.objects.create(
        administration=account.administration, account=account, checked_at=now(), abilities={"statistics": known}
    )
    assert "Сеть не показывает. Ботам их не видно." in browser.get(url).content.decode()

    told(act, views=1234, comments=0)
    page = browser.get(url).content.decode()
    assert "1234" in page
    assert "прочитано сегодня" in page
    assert "поделились" not in page
    said = re.findall(r">\s*(просмотра|комментариев)\s*<", page)
    assert sorted(said) == ["комментариев", "просмотра"]


def test_a_list_asks_nothing_more_for_figures(
    out: Callable[..., Act], alice: Person, django_assert_max_num_queries: DjangoAssertNumQueries
):
    browser, url = client_of(alice), reverse("publishing:list")
    out("1")
    browser.get(url)
    with django_assert_max_num_queries(30) as few:
        browser.get(url)
    for number in range(2, 6):
        told(out(str(number)), views=number)

    with django_assert_max_num_queries(len(few)):
        browser.get(url)


@pytest.mark.django_db(transaction=True)
def test_vk_counts_what_residents_did(sandbox: SandboxProcess, vk: Account, alice: Person):  # noqa: F811
    act = plan_act(
        account=vk, intent="figures", title="Каток", act=Publish(OutgoingPost("Каток открыт, приходите.")), by=alice
    )
    Act.objects.filter(pk=act.pk).update(next_try_at=now())
    Bucket.objects.update(free_at=0.0)
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    post = make_post(make_plan_item(vk.administration, author=alice, accounts=(vk,)))
    Delivery.objects.create(administration=vk.administration, version=post.versions.get(), account=vk, act=act)
    Bucket.objects.update(free_at=0.0)

    assert read_figures(vk) == 1
    assert read_figures(vk) == 0

    (seen,) = seen_of([act])
    assert seen.row is not None
    assert {figure.icon for figure in seen.figures} >= {"heart", "repeat", "message-2"}
