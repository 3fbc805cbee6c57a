"""«Запас»: a text kept from a post comes back into the plan as a copy, and is offered where the norm has a gap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories import make_account, make_plan_item
from tests.markup import elements, words
from tests.people import client_of
from tests.written import drafted, with_picture, write
from veche.accounts.models import Account
from veche.kernel.clock import at, local
from veche.plan.models import PlanItem
from veche.posts.domain.labels import Labels
from veche.posts.domain.polls import PollWords, words_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.write import save_text
from veche.posts.models import Post
from veche.publishing.domain.evergreens import quiet_hour, reserve
from veche.publishing.models import Evergreen
from veche.staff.models import Person

NOON = datetime(2026, 12, 9, 5, 0, tzinfo=UTC)  # Wednesday, 12:00 in Rubtsovsk
ZONE = "Asia/Barnaul"
POLL = PollWords("Чистят?", ("Да", "Нет"))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def said(answer: object) -> str:
    return words(str(getattr(answer, "content", b"").decode()))


def listed(press: Client) -> list[str]:
    page = press.get(reverse("publishing:evergreens")).content.decode()
    return [words(row) for row in elements(page, "li") if "Взять в план" in row]


def test_a_kept_post_comes_back_as_a_copy_with_all_that_stands_beside_its_text(alice: Person, account: Account):
    post = drafted(alice, title="Куда звонить, если снег", accounts=[account], publish_at=NOON + timedelta(days=1))
    with_picture(post, alice, alt="Трактор")
    version = write(post, alice, "Звоните 112.", vk="Звоните 112, друзья.")
    save_text(
        version=version,
        by=alice,
        revision=version.revision,
        text=version.text,
        variants={"vk": "Звоните 112, друзья."},
        poll=POLL,
        link="https://rubtsovsk.org/sneg",
    )
    press = client_of(alice)

    press.post(reverse("publishing:keep", args=[post.pk]))
    kept = Evergreen.objects.of(alice.administration).get()
    assert "стоит в плане: завтра в 12:00" in listed(press)[0]
    PlanItem.objects.of(alice.administration).filter(pk=post.plan_item_id).update(publish_at=NOON - timedelta(days=300))
    assert "последний раз 12 февраля 2026" in listed(press)[0]
    norm = press.get(reverse("norm:norm")).content.decode()
    taken = press.post(reverse("publishing:evergreen_take", args=[kept.pk]), {"week": "1"})

    copy = Post.objects.of(alice.administration).exclude(pk=post.pk).get()
    text = latest_version(copy)
    assert taken["Location"] == reverse("publishing:edit", args=[copy.pk])
    assert "из запаса, последний раз 12 февраля 2026" in words(norm)
    assert (copy.plan_item.title, copy.state) == (post.plan_item.title, "draft")
    assert local(copy.plan_item.publish_at, ZONE) == datetime.combine(
        date(2026, 12, 10), time(12), local(NOON, ZONE).tzinfo
    )
    assert (text.text, text.link) == ("Звоните 112.", "https://rubtsovsk.org/sneg")
    assert {one.network: one.text for one in text.variants.all()} == {"vk": "Звоните 112, друзья."}
    assert words_of(text) == POLL
    assert [(one.media_id, one.alt) for one in text.pictures.all()] == [
        (one.media_id, one.alt) for one in latest_version(post).pictures.all()
    ]
    assert "из запаса, последний" not in words(press.get(reverse("norm:norm")).content.decode())
    press.post(reverse("publishing:keep", args=[copy.pk]))
    assert reserve(alice.administration).count() == 1


def test_a_text_is_written_down_changed_put_aside_and_brought_back(alice: Person, account: Account):
    press = client_of(alice)
    fields = {"title": "Трактор", "text": "Как вызвать трактор.", "format": "text", "category": "important"}
    fields |= {"accounts": str(account.pk), "once": "1"}

    for _press in range(2):
        press.post(reverse("publishing:evergreen_add"), fields)
    (made,) = reserve(alice.administration)
    assert "ещё не выходила" in listed(press)[0]
    press.post(reverse("publishing:evergreen", args=[made.pk]), fields | {"text": "Звоните диспетчеру."})
    empty = press.post(reverse("publishing:evergreen", args=[made.pk]), fields | {"text": " "})
    press.post(reverse("publishing:evergreen_remove", args=[made.pk]))
    gone = listed(press)
    again = said(press.post(reverse("publishing:evergreen_remove", args=[made.pk]), follow=True))
    assert ("Эту заготовку из запаса уже убрали." in again, "Убрали из запаса" in again) == (True, False)
    press.post(reverse("publishing:evergreen_restore", args=[made.pk]))
    assert "уже в запасе" in said(press.post(reverse("publishing:evergreen_restore", args=[made.pk]), follow=True))
    account.closed_at = NOON
    account.save()
    closed = press.post(reverse("publishing:evergreen_take", args=[made.pk]), follow=True)

    assert (empty.status_code, gone) == (422, [])
    assert "Звоните диспетчеру." in listed(press)[0]
    assert "Аккаунты этой заготовки закрыты" in said(closed)
    assert not Post.objects.of(alice.administration).exists()


def test_advertising_and_a_post_without_a_text_are_not_kept(alice: Person, account: Account):
    press = client_of(alice)
    empty = drafted(alice, text="", accounts=[account])
    ad = drafted(alice, accounts=[account])
    version = latest_version(ad)
    save_text(version=version, by=alice, revision=version.revision, text="Купите", variants={}, labels=Labels(ad=True))

    answers = [said(press.post(reverse("publishing:keep", args=[post.pk]), follow=True)) for post in (empty, ad)]

    assert "откладывать в запас нечего" in answers[0]
    assert "Реклама в запас не идёт" in answers[1]
    assert not Evergreen.objects.of(alice.administration).exists()


def test_a_copy_stands_on_the_quietest_day_away_from_other_hours(alice: Person, account: Account):
    def planned(day: int, hour: int) -> None:
        when = at(date(2026, 12, day), time(hour), ZONE)
        make_plan_item(alice.administration, author=alice, accounts=(account,), publish_at=when)

    assert local(quiet_hour(alice.administration), ZONE).date() == date(2026, 12, 10)
    for day in (10, 11, 12, 13):
        planned(day, 12)
    planned(10, 15)
    this_week = local(quiet_hour(alice.administration, date(2026, 12, 13)), ZONE)
    assert (this_week.date(), this_week.hour) == (date(2026, 12, 11), 15)
    assert local(quiet_hour(alice.administration), ZONE).date() == date(2026, 12, 14)
    assert local(quiet_hour(alice.administration, date(2026, 12, 9)), ZONE).date() == date(2026, 12, 14)
