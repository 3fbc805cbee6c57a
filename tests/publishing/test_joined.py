"""«Это по плану»: a post past Veche is an item of the plan, and the norm counts it as that item, once."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories import NOON, make_account, make_foreign_post, make_plan_item
from tests.markup import elements, words
from tests.norm.test_year import ZONE
from tests.people import client_of
from tests.written import approved, asked
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.kernel.clock import local
from veche.norm.domain.week import read_weeks as read
from veche.norm.domain.week import week_norm, weeks_of
from veche.plan.domain.items import cancel_item
from veche.plan.enums import Format, PostCategory
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.publishing.domain.foreign_items import items_for
from veche.publishing.domain.foreign_verdicts import say_ours, take_back
from veche.publishing.domain.release import decide_and_release
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery, ForeignPost
from veche.search.kinds import kinds
from veche.staff.models import Person
from veche.web.pages.plan_export import plan_rows

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def titles(week: object) -> list[tuple[str, bool]]:
    return [(one.title, one.past_veche) for one in week.counted if one.out]  # type: ignore[attr-defined]


def found_as(slug: str, found: PlanItem | Post) -> list[tuple[Sequence[str], str]]:
    """How the search shows it: networks and their state."""
    kind = next(one for one in kinds() if one.slug == slug)
    return [(one.networks, one.state) for one in kind.show(found.administration, [found.pk])[found.pk].stands]


def looks_out_everywhere(press: Client, item: PlanItem) -> None:
    """Week, month, list, the day's line, its page and the file of the plan say so, with addresses."""
    said, link = "вышла (не через Вече)", "https://vk.com/wall-1_9"
    found = {}
    for view in ("web:week", "web:month", "web:plan_list", "web:today", "web:item"):
        page = press.get(reverse(view, args=[item.pk] if view == "web:item" else [])).content.decode()
        found[view] = (said in words(page), link in page)
    assert found == {
        "web:week": (True, True),
        "web:month": (True, False),
        "web:plan_list": (True, True),
        "web:today": (True, True),
        "web:item": (True, True),
    }
    week = words(press.get(reverse("web:week")).content.decode())
    assert "Вышло 1 из 5" in week
    late = " ".join(words(part) for part in elements(press.get(reverse("web:today")).content.decode(), "section#late"))
    assert "Каток" not in late
    assert found_as("item", item) == [(["vk", "ok"], "past_veche")]
    row = next(row for row in plan_rows(item.administration, NOON.date(), NOON.date()) if row[4] == "Каток")
    assert row[-3:] == [said, f"{local(NOON, ZONE):%d.%m.%Y %H:%M}", f"{link} {link}"]


def test_what_came_out_past_veche_is_not_sent_there_again(alice: Person, carol: Person) -> None:
    city = alice.administration
    vk, ok = (make_account(city, responsible=alice, network=network) for network in ("vk", "ok"))
    step = asked(alice, accounts=[vk, ok])
    item = step.sheet.version.post.plan_item
    post = make_foreign_post(vk, posted_at=item.publish_at)
    say_ours(post=post, by=alice, category=PostCategory.OTHER, item=item.pk)
    press = client_of(alice)
    written = words(press.get(reverse("publishing:list")).content.decode())
    assert "вышла (не через Вече)" in written

    decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    assert [one.account for one in Delivery.objects.of(city)] == [ok]
    page = words(press.get(reverse("publishing:detail", args=[step.sheet.version.post_id])).content.decode())
    assert "не через Вече и считается этим пунктом плана" in page
    assert found_as("post", step.sheet.version.post) == [(["vk"], "past_veche"), (["ok"], "planned")]

    # It is out in a network that the item was taken off later, and the norm counts it all the same.
    item.accounts.set([ok])
    assert "вышла (не через Вече)" in words(press.get(reverse("publishing:list")).content.decode())
    assert found_as("post", step.sheet.version.post) == [(["ok"], "planned"), (["vk"], "past_veche")]
    with time_machine.travel(item.publish_at + HOUR, tick=False):
        assert week_norm(city, local(item.publish_at, ZONE).date()).out == 1


def test_a_post_of_the_plan_counts_as_its_item_once(alice: Person, carol: Person, mallory: Person):
    city = alice.administration
    vk, ok = (make_account(city, responsible=alice, network=network) for network in ("vk", "ok"))
    item = make_plan_item(city, author=alice, accounts=(vk, ok), title="Каток", publish_at=NOON + HOUR)
    make_plan_item(city, author=alice, accounts=(ok,), title="Не сюда", publish_at=NOON + 2 * HOUR)
    make_plan_item(city, author=alice, accounts=(vk,), title="Далёкая", publish_at=NOON + 100 * HOUR)
    sent = approved(alice, carol, accounts=[vk]).post.plan_item
    PlanItem.objects.of(city).filter(pk=sent.pk).update(publish_at=NOON + 3 * HOUR, title="Уйдёт сама")
    foreign = make_plan_item(mallory.administration, author=mallory, title="Чужой", publish_at=NOON)
    first, second, again = (
        make_foreign_post(account, text=text, posted_at=NOON)
        for account, text in ((vk, "Каток!"), (ok, "Лёд"), (vk, "Ещё"))
    )
    assert [one.title for one in items_for(city, [first])[first.pk]] == ["Каток"]

    press, page = client_of(alice), reverse("publishing:foreign")
    assert "Каток" in words(press.get(page).content.decode())
    wrong = press.post(reverse("publishing:foreign_ours", args=[first.pk]), {"category": "other", "item": foreign.pk})
    assert (wrong.status_code, "не подходит" in words(wrong.content.decode())) == (422, True)
    press.post(reverse("publishing:foreign_ours", args=[first.pk]), {"category": "other", "item": item.pk})
    first.refresh_from_db()
    assert (first.plan_item, first.category) == (item, item.category)
    say_ours(post=second, by=alice, category=PostCategory.OTHER, item=item.pk)
    with pytest.raises(PublishingError, match="не подходит"):
        say_ours(post=again, by=alice, category=PostCategory.ACTIVITY, item=item.pk)
    assert ForeignPost.objects.of(city).get(pk=again.pk).verdict == ""
    assert Entry.objects.of(city).filter(verb="publishing.foreign_ours", facts__item=item.pk).count() == 2

    week = week_norm(city, NOON.date())
    assert titles(week) == [("Каток", False)]
    fact = words(press.get(f"{reverse('web:plan_fact')}?week={NOON:%G-W%V}").content.decode())
    assert "вышла" in fact.partition("Каток")[2]
    assert "мимо Вече" in fact
    assert "это по плану: Каток" in words(press.get(page).content.decode())
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        looks_out_everywhere(client_of(alice), item)

    # Each account has it, too; a dropped item leaves both posts to count by themselves; so does a decision taken back.
    [monday] = [week.monday]
    own = read(city, [monday], accounts=True)
    assert [titles(own.of_account(one.pk).week(monday, own.norm(monday))) for one in (vk, ok)] == [
        [("Каток", False)]
    ] * 2
    assert weeks_of(own, [monday], frozen=False, paused=False)[0].out == 1
    cancel_item(item=item, by=alice)
    assert titles(week_norm(city, NOON.date())) == [("Каток!", True), ("Лёд", True)]
    take_back(post=first, by=alice)
    take_back(post=second, by=alice)
    assert titles(week_norm(city, NOON.date())) == []
    assert ForeignPost.objects.of(city).filter(plan_item__isnull=False).count() == 0


def test_an_item_at_the_border_of_a_week_counts_in_its_own_week(alice: Person):
    """Planned for Sunday evening, posted by hand after midnight."""
    city = alice.administration
    vk = make_account(city, responsible=alice)
    monday = week_norm(city, NOON.date()).monday
    night = NOON + (7 - NOON.weekday()) * 24 * HOUR
    late = night.replace(hour=0) - timedelta(hours=7, minutes=10)
    item = make_plan_item(city, author=alice, accounts=(vk,), title="Итоги", publish_at=late, format=Format.TEXT)
    post = make_foreign_post(vk, posted_at=late + HOUR)
    say_ours(post=post, by=alice, category=PostCategory.ACTIVITY, item=item.pk)

    assert week_norm(city, (late + 7 * HOUR).date()).monday == monday
    assert [week_norm(city, day).out for day in (monday, monday + timedelta(days=7))] == [1, 0]
